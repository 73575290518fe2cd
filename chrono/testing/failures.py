"""What a failed expectation says: what was expected, what is shown, and the reports that rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chrono.chronicle import Chronicle
from chrono.values.canonical_json import jsontext

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
    found: Mapping[str, object],
    expected: Mapping[str, object],
) -> str:
    """Return the message for a field that does not show what is expected of it."""
    where = " ".join(f"{_AXES[axis]} {_plain(value)}" for axis, value in axes.items() if value is not None)
    wrong = [key for key in expected if key not in found or found[key] != expected[key]]
    lines = [f"{target}.{name} {where}".rstrip()]
    for key in wrong:
        lines.append(f"  expected {key} {_text(expected[key])}")
        lines.append(f"  it shows {key} {_text(found[key])}" if key in found else f"  it has no key {key}")
    whole = ", ".join(
        f"{key} {_text(found[key])}" for key in _WHOLE if found.get(key) not in (None, [], False)
    )
    lines.append(f"  whole    {whole or 'nothing'}")
    return "\n".join([*lines, *_behind(chronicle, found)])


def _behind(chronicle: Chronicle, found: Mapping[str, object]) -> Iterator[str]:
    """Yield the reports that a field rests on, then those of its alternatives."""
    reports = found.get("reports")
    if not reports:
        yield "  rests on no report"
    for label, some in (("rests on", reports), *_beside(found)):
        for n, each in enumerate(some if isinstance(some, list) else ()):
            yield f"  {label if n == 0 else '':8} {_report(chronicle, str(each))}"


def _beside(found: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    alternatives = found.get("alternatives")
    for each in alternatives if isinstance(alternatives, list) else ():
        yield f"or {_text(each['value'])}, by", each["reports"]


def _report(chronicle: Chronicle, name: str) -> str:
    record = chronicle.view().archive.records.get(name, {})
    source, occurred, summary = (record.get(key) for key in ("source", "occurred", "summary"))
    slug = source.get("slug") if isinstance(source, Mapping) else source
    date = occurred.get("edtf") if isinstance(occurred, Mapping) else occurred
    told = f"{name} {record.get('kind')}, occurred {date}, by {slug}"
    return f"{told}: {summary}" if summary else told


def _text(value: object) -> str:
    try:
        return jsontext(value)
    except TypeError:
        return repr(value)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
