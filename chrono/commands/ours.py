"""Commands by which we mend: `fix` and `undo` our own slips, `rank` an account, `merge` developments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from chrono.chronicle import Chronicle
from chrono.commands.assignments import assigned
from chrono.commands.mend import Of
from chrono.commands.receipts import append_one
from chrono.commands.shared import Form, Why, chronicle
from chrono.errors import BadQuestion, quoted
from chrono.lookup.records import find
from chrono.model.kinds import Kind
from chrono.model.records import KEYS
from chrono.render.formats import Format
from chrono.resolve.archive import Entry
from chrono.values.suggestions import nearest
from chrono.write.codec import BadLine, parsed

app = typer.Typer(rich_markup_mode=None)
By = Annotated[str | None, typer.Option("--by", help="Who of us.")]


@app.command()
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
    form: Form = Format.table,
) -> None:
    """Mend our own slip: the record then reads as if it had always said so, at every --known-at.

    Only --recorded-at before this shows the slip. A field of the kind, or a key of the record
    (locator, summary, reported …), may be given; of a source or an entity any key but its slug.

    \b
    chrono fix wsj-p24-filed locator=P24 --why "the paragraph was missing"
    """
    with chronicle(ctx, read_only=False) as opened:
        target = _named(opened, of)
        record: dict[str, object] = {"record": "amendment", "of": target.id, "why": why}
        record |= _changes(opened, _root(opened, target), fields or [])
        record |= {"occurred": _value("occurred", occurred)} if occurred else {}
        append_one(opened, record | ({"by": by} if by else {}), form)


_NEVER = frozenset(("id", "slug", "kind", "data", *KEYS["amendment"]))
"""What no amendment can change: `of`, `why` and `by` of an amendment are its own."""
_LISTS = frozenset(("after", "stories", "aliases", "same_as", "authors", "developments"))


def _changes(opened: Chronicle, root: Entry, given: list[str]) -> dict[str, object]:
    """Return what arguments change: fields of the kind, under `data`, and keys of the record beside it.

    Raises:
        BadQuestion: an argument is no assignment, or what is no list is given twice.
        Refused: the record has no such field or key, or it is never amended.
    """
    spec = _kind(opened, root)
    fields = () if spec is None else tuple(spec.fields)
    keys = tuple(key for key in KEYS.get(root.type, {}) if key not in _NEVER)
    changed: dict[str, object] = {}
    told = []
    for each in given:
        key, equals, text = each.partition("=")
        if not equals:
            raise BadQuestion("field", f"{quoted(each)} is no assignment: write field=value")
        if key in fields:
            told.append(each)
        elif key not in keys:
            raise _no_such(root, key, (*fields, *keys))
        else:
            changed[key] = _together(key, changed, _value(key, text))
    return changed | ({"data": _fitting(spec, told)} if told and spec is not None else {})


def _fitting(spec: Kind, told: list[str]) -> dict[str, object]:
    """Return the data that arguments give, each value one that its field can hold.

    Raises:
        Refused: one is not; what an amendment changes of a correction is looked at nowhere else.
    """
    from chrono.write.admission import Refused

    data = assigned(spec, told, clear=True)
    if found := spec.faults(data, partial=True):
        raise Refused([(f"data.{name}", what) for name, what in found])
    return data


def _kind(opened: Chronicle, root: Entry) -> Kind | None:
    """Return the kind whose fields a report gives, or a correction of it changes; None for other records."""
    report = find(opened.held, str(root.record["of"])) if root.type == "correction" else root
    return opened.shelf.kinds.get(str(report.record.get("kind")))


def _no_such(root: Entry, key: str, known: tuple[str, ...]) -> Exception:
    """Return the refusal of a key that is not there to be amended."""
    from chrono.write.admission import Refused

    if key in KEYS["amendment"] or key in KEYS.get(root.type, {}):
        return Refused([(key, "this key is never amended: undo the record and append another")])
    return Refused([(key, f"a {root.type} has no {quoted(key)}: {nearest(key, known)}")])


def _value(key: str, text: str) -> object:
    """Return a key's new value: nothing clears it, braces hold JSON, a list has one element a time.

    Raises:
        BadQuestion: the braces hold no JSON.
    """
    if not text:
        return None
    if text.startswith("{"):
        try:
            return parsed(text)
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


def _named(opened: Chronicle, name: str) -> Entry:
    """Return the record with that id, or the source or entity with that slug."""
    archive = opened.view().archive
    if any(each.id == name for each in opened.entries()):
        return find(opened.held, name)
    # A whole slug or name comes before an id that only begins so.
    if name in archive.sources:
        return Entry(0, name, "source", archive.sources[name])
    slug = archive.directory.resolve(name)
    if slug in archive.directory.entities:
        return Entry(0, slug, "entity", archive.directory.entities[slug])
    return find(opened.held, name)


def _root(opened: Chronicle, entry: Entry) -> Entry:
    """Return the record that an amendment comes down to; any other record is its own."""
    while entry.type == "amendment":
        entry = _named(opened, str(entry.record["of"]))
    return entry


@app.command()
def undo(ctx: typer.Context, of: Of, why: Why, by: By = None, form: Form = Format.table) -> None:
    """Make a record of ours void: it then reads as if it had never been appended.

    Only --recorded-at before this shows it. Undoing an `undo` brings the record back.

    \b
    chrono undo @last --why "entered twice"
    """
    with chronicle(ctx, read_only=False) as opened:
        target = _named(opened, of)
        record: dict[str, object] = {"record": "amendment", "of": target.id, "why": why, "void": True}
        append_one(opened, record | ({"by": by} if by else {}), form)


@app.command()
def rank(
    ctx: typer.Context,
    of: Of,
    rank: Annotated[str, typer.Argument(metavar="RANK", help="preferred, normal or deprecated.")],
    why: Why,
    by: By = None,
    form: Form = Format.table,
) -> None:
    """Say how far an editor trusts one account: it then stands before or behind the others.

    \b
    chrono rank wsj-p02-announced deprecated --why "a mistranslation of the first full day"
    """
    with chronicle(ctx, read_only=False) as opened:
        record: dict[str, object] = {
            "record": "ranking",
            "of": find(opened.lookup(), of).id,
            "rank": rank,
            "why": why,
        }
        append_one(opened, record | ({"by": by} if by else {}), form)


@app.command()
def merge(
    ctx: typer.Context,
    developments: Annotated[
        list[str], typer.Argument(metavar="DEVELOPMENT…", help="Two or more; the first slug stays.")
    ],
    why: Why,
    by: By = None,
    form: Form = Format.table,
) -> None:
    """Say that several developments were one all along: their reports become accounts of it.

    \b
    chrono merge musk-x-no-money musk-vents-to-aides --why "one complaint, told twice"
    """
    with chronicle(ctx, read_only=False) as opened:
        record: dict[str, object] = {"record": "merge", "developments": developments, "why": why}
        append_one(opened, record | ({"by": by} if by else {}), form)
