"""The TOML text of a map, read; every fault in it is found."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

from chrono.model.records import RECORD_KEYS, Fault
from chrono.tables.dates import format_fault, offset_fault
from chrono.tables.map import BadMap, Cell, Column, FixedValue, Given, Map, SpanEnds
from chrono.values.suggestions import nearest
from chrono.write.record_faults import faults

TABLES: dict[str, tuple[str, ...]] = {
    "attribution": ("by", "standing", "via"),
    "source": tuple(RECORD_KEYS["source"]),
}
_KEYS = tuple(key for key in RECORD_KEYS["report"] if key != "extra")
_NEEDED = ("kind", "source", "occurred", "data")


def import_map(text: str, *, file: str = "map") -> Map:
    """Return the map that TOML text holds.

    Raises:
        BadMap: it has faults; each is named with its line.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        told = str(err)
        raise BadMap([("", f"not TOML: {told[:1].lower()}{told[1:]}")], file=file) from err
    found: list[Fault] = []
    cells = dict(_cells(given, found))
    sources = tuple(_sources(given.get("sources", {}), found))
    found += [
        (key, f"missing: a map says where each report has its {key}") for key in _NEEDED if key not in given
    ]
    if found:
        raise BadMap(found, file=file, text=text)
    return Map(file=file, text=text, cells=cells, sources=sources)


def _cells(given: Given, found: list[Fault]) -> Iterator[tuple[str, Cell]]:
    for key, value in given.items():
        if key == "sources":
            continue
        if key not in _KEYS:
            found.append((key, f"unknown key: {nearest(key, (*_KEYS, 'sources'))}"))
        elif key == "data" or (key in TABLES and isinstance(value, Mapping) and "column" not in value):
            yield from _members(key, value, found)
        elif (cell := _cell(key, value, found)) is not None:
            yield key, cell


def _members(key: str, value: object, found: list[Fault]) -> Iterator[tuple[str, Cell]]:
    if not isinstance(value, Mapping):
        found.append((key, f'wants a table, such as [{key}] with case = {{ column = "Case" }}'))
        return
    for name, each in value.items():
        known = TABLES.get(key)
        if known is not None and name not in known:
            found.append((f"{key}.{name}", f"unknown key: {nearest(name, known)}"))
        elif (cell := _cell(f"{key}.{name}", each, found)) is not None:
            yield f"{key}.{name}", cell
    if key == "source":
        found += [
            (key, f'missing: a source needs "{each}"') for each in ("slug", "publisher") if each not in value
        ]


def _cell(path: str, value: object, found: list[Fault]) -> Cell | None:
    if isinstance(value, Mapping) and "column" in value:
        return _column(path, value, found)
    if isinstance(value, Mapping) and {"start", "end"} == value.keys():
        start, end = (_cell(f"{path}.{each}", value[each], found) for each in ("start", "end"))
        if isinstance(start, Column | FixedValue) and isinstance(end, Column | FixedValue):
            return SpanEnds(start=start, end=end)
        return None
    if isinstance(value, Mapping) and not path.startswith("data.") and path != "occurred":
        found.append((path, 'wants a constant, or a column: { column = "…" }'))
        return None
    return FixedValue(_plain(value))


def _plain(value: object) -> object:
    """Return a constant as a record holds it: TOML's own dates as EDTF."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
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


def _column(path: str, value: Given, found: list[Fault]) -> Column | None:
    wrong = [
        (f"{path}.{key}", f"unknown key: {nearest(key, tuple(_WANTED))}")
        for key in value
        if key not in _WANTED
    ]
    wrong += [
        (f"{path}.{key}", f"wants {_WANTED[key]}")
        for key, each in value.items()
        if key in _WANTED and not _is_right(key, each)
    ]
    if not wrong:
        wrong += list(_date_faults(path, value))
    found += wrong
    if wrong:
        return None
    unit = value.get("unit")
    given = {key: each for key, each in value.items() if key not in ("format", "unit", "values")}
    values = value.get("values")
    return Column(
        format=_strings(value.get("format")),
        unit=Column(column=str(unit["column"])) if isinstance(unit, Mapping) else unit,  # type: ignore[arg-type]
        values={str(key).strip(): _plain(each) for key, each in values.items()}
        if isinstance(values, Mapping)
        else None,
        **given,  # type: ignore[arg-type]
    )


def _is_right(key: str, value: object) -> bool:
    if key == "values":
        return isinstance(value, Mapping) and bool(value)
    if key == "format":
        return bool(_strings(value))
    if key == "unit" and isinstance(value, Mapping):
        return set(value) == {"column"} and isinstance(value["column"], str)
    if key == "decimal":
        return value in (".", ",")
    return isinstance(value, str) and bool(value)


def _date_faults(path: str, value: Given) -> Iterator[Fault]:
    offset = value.get("offset")
    if isinstance(offset, str) and (fault := offset_fault(offset)):
        yield f"{path}.offset", fault
    for each in _strings(value.get("format")):
        if fault := format_fault(each, offset if isinstance(offset, str) else None):
            yield f"{path}.format", fault


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    good = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return tuple(value) if good else ()  # type: ignore[arg-type]


def _sources(given: object, found: list[Fault]) -> Iterator[dict[str, object]]:
    if not isinstance(given, Mapping):
        found.append(("sources", "wants tables, such as [sources.nl-courts]"))
        return
    for slug, table in given.items():
        record = {"record": "source", "slug": slug, **(_plain(table) if isinstance(table, Mapping) else {})}  # type: ignore[dict-item]
        found += [(f"sources.{slug}.{path}", what) for path, what in faults(record)]
        yield record
