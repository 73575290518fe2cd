"""Words a failed expectation: the expected value, the value shown, and the reports behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chrono.chronicle import Chronicle
from chrono.model.record_parts import source_slug
from chrono.values.canonical_json import jsontext
from chrono.values.untyped import strings_of

_AXES = {
    "as_of": "as of",
    "known_at": "as known at",
    "recorded_at": "as recorded at",
    "according_to": "according to",
}
_WHOLE = ("value", "certainty", "possible", "range", "disputed", "since")


def failure(
    chronicle: Chronicle,
    target: str,
    axes: Mapping[str, object],
    name: str,
    field: Mapping[str, object],
    expected: Mapping[str, object],
) -> str:
    """Return the message for a field that does not show what is expected of it."""
    where = " ".join(f"{_AXES[axis]} {_plain(value)}" for axis, value in axes.items() if value is not None)
    wrong = [key for key in expected if key not in field or field[key] != expected[key]]
    lines = [f"{target}.{name} {where}".rstrip()]
    for key in wrong:
        lines.append(f"  expected {key} {_text(expected[key])}")
        lines.append(f"  it shows {key} {_text(field[key])}" if key in field else f"  it has no key {key}")
    whole = ", ".join(
        f"{key} {_text(field[key])}" for key in _WHOLE if field.get(key) not in (None, [], False)
    )
    lines.append(f"  whole    {whole or 'nothing'}")
    return "\n".join([*lines, *_behind(chronicle, field)])


def _behind(chronicle: Chronicle, field: Mapping[str, object]) -> Iterator[str]:
    """Yield the reports that a field rests on, then those of its alternatives."""
    reports = field.get("reports")
    if not reports:
        yield "  rests on no report"
    for label, names in (("rests on", reports), *_beside(field)):
        for n, name in enumerate(strings_of(names)):
            yield f"  {label if n == 0 else '':8} {_report(chronicle, name)}"


def _beside(field: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    alternatives = field.get("alternatives")
    for each in alternatives if isinstance(alternatives, list) else ():
        yield f"or {_text(each['value'])}, by", each["reports"]


def _report(chronicle: Chronicle, name: str) -> str:
    record = chronicle.view().archive.records.get(name, {})
    occurred, summary = record.get("occurred"), record.get("summary")
    date = occurred.get("edtf") if isinstance(occurred, Mapping) else occurred
    line = f"{name} {record.get('kind')}, occurred {date}, by {source_slug(record)}"
    return f"{line}: {summary}" if summary else line


def _text(value: object) -> str:
    try:
        return jsontext(value)
    except TypeError:
        return repr(value)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
