"""`fix` puts our own slip in a record right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from chrono.chronicle import Chronicle
from chrono.commands.entry.amendable import amendable, amendment_root
from chrono.commands.entry.assignments import read_assignments
from chrono.commands.entry.options import By, Strict, Why
from chrono.commands.entry.receipts import append_one
from chrono.commands.shared import Form, chronicle
from chrono.errors import BadQuestion, quoted
from chrono.lookup.records import find_record
from chrono.model.kinds import Kind
from chrono.model.records import RECORD_KEYS
from chrono.render.formats import Format
from chrono.resolve.entries import Entry
from chrono.values.suggestions import nearest
from chrono.write.codec import BadLine, parse_line

_NEVER = frozenset(("id", "slug", "kind", "data", *RECORD_KEYS["amendment"]))
"""Keys that no amendment can change: `of`, `why` and `by` of an amendment are its own."""
_LISTS = frozenset(("after", "stories", "aliases", "same_as", "authors", "developments"))
"""The keys that hold a list, given one element a time."""


def fix(
    ctx: typer.Context,
    of: Annotated[
        str, typer.Argument(metavar="ID", help="The record, or the slug of a source or an entity.")
    ],
    why: Why,
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIELD=VALUE…", help="What it should have said; `field=` clears."),
    ] = None,
    occurred: Annotated[
        str | None, typer.Option("--occurred", metavar="DATE", help="The date it gives.")
    ] = None,
    by: By = None,
    strict: Strict = False,
    form: Form = Format.table,
) -> None:
    """Mend our own slip: the record then reads as if it had always said so, at every --known-at.

    Only --recorded-at before this shows the slip. A field of the kind, or a key of the record
    (locator, summary, reported …), may be given; of a source or an entity any key but its slug.

    \b
    chrono fix wsj-p24-filed locator=P24 --why "the paragraph was missing"
    """
    with chronicle(ctx, read_only=False, entered_by=by) as opened:
        target = amendable(opened, of)
        record: dict[str, object] = {"record": "amendment", "of": target.id, "why": why}
        record |= _changes(opened, amendment_root(opened, target), fields or [])
        record |= {"occurred": _value("occurred", occurred)} if occurred else {}
        append_one(opened, record, form, strict=strict)


def _changes(opened: Chronicle, root: Entry, arguments: list[str]) -> dict[str, object]:
    """Return the changes that arguments give: fields of the kind under `data`, keys of the record beside it.

    Raises:
        BadQuestion: an argument is no assignment, or what is no list is given twice.
        Refused: the record has no such field or key, or it is never amended.
    """
    spec = _kind(opened, root)
    fields = () if spec is None else tuple(spec.fields)
    keys = tuple(key for key in RECORD_KEYS.get(root.type, {}) if key not in _NEVER)
    changed: dict[str, object] = {}
    of_kind = []
    for argument in arguments:
        key, equals, text = argument.partition("=")
        if not equals:
            raise BadQuestion("field", f"{quoted(argument)} is no assignment: write field=value")
        if key in fields:
            of_kind.append(argument)
        elif key not in keys:
            raise _no_such(root, key, (*fields, *keys))
        else:
            changed[key] = _together(key, changed, _value(key, text))
    return changed | ({"data": _checked_data(spec, of_kind)} if of_kind and spec is not None else {})


def _checked_data(spec: Kind, assignments: list[str]) -> dict[str, object]:
    """Return the data that arguments give, each value one that its field can hold.

    Raises:
        Refused: one is not; nothing else checks the amendment of a correction against the kind.
    """
    from chrono.write.admission import Refused

    data = read_assignments(spec, assignments, clear=True)
    if faults := spec.faults(data, partial=True):
        raise Refused([(f"data.{name}", what) for name, what in faults])
    return data


def _kind(opened: Chronicle, root: Entry) -> Kind | None:
    """Return the kind whose fields a report gives, or a correction of it changes; None for other records."""
    report = find_record(opened.lookup(), root.of) if root.type == "correction" else root
    return opened.shelf.kinds.get(report.kind)


def _no_such(root: Entry, key: str, names: tuple[str, ...]) -> Exception:
    """Return the refusal of a key that is not there to be amended."""
    from chrono.write.admission import Refused

    if key in RECORD_KEYS["amendment"] or key in RECORD_KEYS.get(root.type, {}):
        return Refused([(key, "this key is never amended: undo the record and append another")])
    return Refused([(key, f"a {root.type} has no {quoted(key)}: {nearest(key, names)}")])


def _value(key: str, text: str) -> object:
    """Return a key's new value: nothing clears it, braces hold JSON, a list has one element a time.

    Raises:
        BadQuestion: the braces hold no JSON.
    """
    if not text:
        return None
    if text.startswith("{"):
        try:
            return parse_line(text)
        except BadLine as err:
            raise BadQuestion(key, str(err)) from err
    return [text] if key in _LISTS else text


def _together(key: str, changed: Mapping[str, object], value: object) -> object:
    """Return a key's value with what was given of it before: a list field is repeated."""
    if key not in changed:
        return value
    before = changed[key]
    if isinstance(before, list) and isinstance(value, list):
        return [*before, *value]
    raise BadQuestion("field", f"{quoted(key)} is given twice, and it is no list")
