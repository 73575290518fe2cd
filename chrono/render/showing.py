"""Words one record, or one development, for the screen."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.ask.show import Shown, data_first
from chrono.fold.view import View
from chrono.model.kinds import Kind
from chrono.model.record_parts import BY
from chrono.model.record_types import MENDING
from chrono.render.changes import change_words
from chrono.render.explanations import account_lines
from chrono.render.languages import language
from chrono.render.state_table import StateTable
from chrono.render.text import columns, paragraph, safe, screen_width, styled, wrapped
from chrono.render.values import ENTERED_BY, ValueWords, date_words, key_label, key_words, label, when_words
from chrono.resolve.entries import Entry
from chrono.resolve.history import Revision
from chrono.values.completeness import complete
from chrono.values.times import when

BECAME = complete(
    {
        "correction": "corrected by its source on {reported}",
        "retraction": "withdrawn by its source on {reported}",
        "amendment": "mended by us",
        "ranking": "ranked {rank} by an editor",
        "merge": "its development was joined with others",
    },
    MENDING,
    where="chrono.render.showing.BECAME",
)
HAPPENED = {
    "yes": "had happened",
    "no": "had not happened",
    "possible": "may have happened: the date is too vague, or accounts for and against it tie",
    "planned": "planned, with this due date",
    "alleged": "alleged",
}


def render(shown: Shown, view: View) -> Iterator[str]:
    """Yield the lines of what is shown."""
    table = StateTable(ValueWords(view.archive), screen_width())
    yield from (
        _development(shown, table) if shown.record is None else _record(shown.record, shown, table, view)
    )


def _record(entry: Entry, shown: Shown, table: StateTable, view: View) -> Iterator[str]:
    at = str(shown.recorded_at)[:19].replace("T", " ")
    where = f"position {entry.position}, recorded {at} UTC"
    name = safe(f"{entry.type} {entry.id}")
    if columns(name) + columns(where) + 2 <= table.width:
        yield f"{styled(name, 'bold', 'cyan')}  {styled(where, 'dim')}"
    else:
        yield from (styled(line, "bold", "cyan") for line in wrapped(name, table.width))
        yield styled(f"  {where}", "dim")
    rows = [
        (key_label(key), _key_words(key, value, table, view.shelf.kinds.get(entry.kind)), "", "")
        for key, value in entry.record.items()
        if key not in ("record", "id", "data")
    ]
    rows += [(label(key), key_words("", value, table.words), "", "") for key, value in entry.data.items()]
    if BY in shown.erased:
        rows.append((ENTERED_BY, "erased", "", ""))
    yield from table.aligned(rows)
    if shown.mended is not None:
        yield from _changes(shown.mended, table, "changed ")
    for revision in shown.became:
        yield from _revision_lines(revision, table)


def _key_words(key: str, value: object, table: StateTable, kind: Kind | None) -> str:
    """Return a key of a record in words; the date of what lasts as that of a span."""
    if key == "occurred" and isinstance(value, str) and kind is not None and kind.span:
        return when_words(when(value, span=True))
    return key_words(key, value, table.words)


def _revision_lines(revision: Revision, table: StateTable) -> Iterator[str]:
    """Yield who mended a record and how, why, and what it said before and after."""
    record = revision.entry.record
    words = "undone by us" if record.get("void") else BECAME.get(revision.entry.type, revision.entry.type)
    words = words.format(reported=date_words(str(record.get("reported", ""))), rank=record.get("rank", ""))
    ended = {"undone": ", undone since", "withdrawn": ", withdrawn since"}.get(revision.ended or "", "")
    line = (
        f"{words}{ended}: {record.get('why', '')} ({revision.entry.id}, position {revision.entry.position})"
    )
    yield from paragraph(line, table.width)
    if revision.entry.type != "ranking":
        yield from _changes(revision, table, "")


def _changes(revision: Revision, table: StateTable, head: str) -> Iterator[str]:
    spoken = language("en", table.words.archive)
    for change in data_first(revision.changes):
        line = head + change_words(change, spoken, closely=True)
        yield from paragraph(line, table.width, 4)


def _development(shown: Shown, table: StateTable) -> Iterator[str]:
    yield styled(safe(str(shown.development)), "bold", "cyan")
    if not shown.occurred:
        yield "  every report of it has been withdrawn, or only denials of it are left"
    for modality, happened in shown.occurred.items():
        line = (
            f"{when_words(shown.whens[modality])}: as of {date_words(shown.axes.as_of)} {HAPPENED[happened]}"
        )
        yield from paragraph(line, table.width)
    for account in shown.accounts:
        yield from account_lines(table, account, "", 4)
    for account in shown.denials:
        yield from account_lines(table, account, "denies it: ", 4)
    for development in shown.unused_links:
        line = f"not used: after {development}, as no placement of the dates allows it"
        yield from paragraph(line, table.width)
