"""Reads the TOML text of a map, and reports every fault in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chrono.model.record_parts import BY
from chrono.model.records import RECORD_KEYS, Fault
from chrono.tables.dates import format_fault, offset_fault
from chrono.tables.map import BadMap, Cell, Column, FixedValue, Map, SpanEnds
from chrono.values.suggestions import nearest
from chrono.values.toml import BadToml, from_toml
from chrono.values.untyped import Table, table_of
from chrono.write import record_faults

TABLES: dict[str, tuple[str, ...]] = {
    "attribution": ("by", "standing", "via"),
    "source": tuple(key for key in RECORD_KEYS["source"] if key != BY),
}
_KEYS = tuple(key for key in RECORD_KEYS["report"] if key != "extra")
_NEEDED = ("kind", "source", "occurred", "data")


def import_map(text: str, *, file: str = "map") -> Map:
    """Return the map that TOML text holds.

    Raises:
        BadMap: it has faults; each is named with its line.
    """
    try:
        given = from_toml(text)
    except BadToml as err:
        raise BadMap([("", str(err))], file=file) from err
    faults: list[Fault] = []
    cells = dict(_cells(given, faults))
    sources = tuple(_sources(given.get("sources", {}), faults))
    faults += [
        (key, f"missing: a map says where each report has its {key}") for key in _NEEDED if key not in given
    ]
    if faults:
        raise BadMap(faults, file=file, text=text)
    return Map(file=file, text=text, cells=cells, sources=sources)


def _cells(given: Table, faults: list[Fault]) -> Iterator[tuple[str, Cell]]:
    for key, value in given.items():
        if key == "sources":
            continue
        if key not in _KEYS:
            faults.append((key, f"unknown key: {nearest(key, (*_KEYS, 'sources'))}"))
        elif key == "data" or (key in TABLES and isinstance(value, Mapping) and "column" not in value):
            yield from _members(key, value, faults)
        elif (cell := _cell(key, value, faults)) is not None:
            yield key, cell


def _members(key: str, value: object, faults: list[Fault]) -> Iterator[tuple[str, Cell]]:
    if not isinstance(value, Mapping):
        faults.append((key, f'wants a table, such as [{key}] with case = {{ column = "Case" }}'))
        return
    for name, each in value.items():
        keys = TABLES.get(key)
        if keys is not None and name not in keys:
            faults.append((f"{key}.{name}", f"unknown key: {nearest(name, keys)}"))
        elif (cell := _cell(f"{key}.{name}", each, faults)) is not None:
            yield f"{key}.{name}", cell
    if key == "source":
        faults += [
            (key, f'missing: a source needs "{each}"') for each in ("slug", "publisher") if each not in value
        ]


_PLAIN = 'wants a constant, or a column: { column = "…" }'


def _cell(path: str, value: object, faults: list[Fault]) -> Cell | None:
    if isinstance(value, Mapping) and "column" in value:
        return _column(path, value, faults)
    if isinstance(value, Mapping) and {"start", "end"} == value.keys():
        start, end = (_cell(f"{path}.{each}", value[each], faults) for each in ("start", "end"))
        if isinstance(start, Column | FixedValue) and isinstance(end, Column | FixedValue):
            return SpanEnds(start=start, end=end)
        faults += [
            (f"{path}.{name}", _PLAIN)
            for name, each in (("start", start), ("end", end))
            if isinstance(each, SpanEnds)
        ]
        return None
    if isinstance(value, Mapping) and not path.startswith("data.") and path != "occurred":
        faults.append((path, _PLAIN))
        return None
    return FixedValue(_as_recorded(value))


def _as_recorded(value: object) -> object:
    """Return a constant as a record holds it, with TOML's own dates as EDTF."""
    if isinstance(value, Mapping):
        return {key: _as_recorded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_recorded(each) for each in value]
    return value if isinstance(value, str | bool | int | float) else str(value).replace(" ", "T")


_WANTED: dict[str, str] = {
    "column": 'the name of a column, such as "Date filed"',
    "values": 'a table, such as { "suit" = "lawsuit.filed" }',
    "format": 'a format or a list of them, such as "%d/%m/%Y"',
    "offset": 'an offset from UTC, such as "+09:00"',
    "split": 'what stands between the members, such as ";"',
    "unit": 'a unit, such as "USD", or { column = "Currency" }',
    "decimal": '"." or ","',
    "prefix": 'a text, such as "courts-"',
}


def _column(path: str, value: Table, faults: list[Fault]) -> Column | None:
    wrong = [
        (f"{path}.{key}", f"unknown key: {nearest(key, tuple(_WANTED))}")
        for key in value
        if key not in _WANTED
    ]
    wrong += [
        (f"{path}.{key}", f"wants {_WANTED[key]}")
        for key, each in value.items()
        if key in _WANTED and not _is_valid(key, each)
    ]
    if not wrong:
        wrong += list(_date_faults(path, value))
    faults += wrong
    if wrong:
        return None
    unit = value.get("unit")
    rest = {key: each for key, each in value.items() if key not in ("format", "unit", "values")}
    values = value.get("values")
    return Column(
        format=_formats(value.get("format")),
        unit=Column(column=str(unit["column"])) if isinstance(unit, Mapping) else unit,  # type: ignore[arg-type]
        values={str(key).strip(): _as_recorded(each) for key, each in values.items()}
        if isinstance(values, Mapping)
        else None,
        **rest,  # type: ignore[arg-type]
    )


def _is_valid(key: str, value: object) -> bool:
    if key == "values":
        return isinstance(value, Mapping) and bool(value)
    if key == "format":
        return bool(_formats(value))
    if key == "unit" and isinstance(value, Mapping):
        return set(value) == {"column"} and isinstance(value["column"], str)
    if key == "decimal":
        return value in (".", ",")
    return isinstance(value, str) and bool(value)


def _date_faults(path: str, value: Table) -> Iterator[Fault]:
    offset = value.get("offset")
    if isinstance(offset, str) and (fault := offset_fault(offset)):
        yield f"{path}.offset", fault
    for each in _formats(value.get("format")):
        if fault := format_fault(each, offset if isinstance(offset, str) else None):
            yield f"{path}.format", fault


def _formats(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    good = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return tuple(value) if good else ()  # type: ignore[arg-type]


def _sources(given: object, faults: list[Fault]) -> Iterator[dict[str, object]]:
    if not isinstance(given, Mapping):
        faults.append(("sources", "wants tables, such as [sources.nl-courts]"))
        return
    for slug, table in given.items():
        record = {"record": "source", "slug": slug, **table_of(_as_recorded(table))}
        faults += [(f"sources.{slug}.{path}", what) for path, what in record_faults.faults(record)]
        yield record
