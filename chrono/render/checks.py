"""Words a check for the screen: its findings sort by sort, each with the command that helps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chrono.ask.axes import label as written
from chrono.ask.check import (
    DISPUTED,
    OVERDUE,
    SAME,
    TOO_EARLY,
    UNCONFIRMED,
    UNORDERED,
    UNTOLD,
    UNUSED,
    Check,
    Finding,
)
from chrono.fold.states import FieldState
from chrono.fold.view import View
from chrono.render.state_table import StateTable
from chrono.render.states import axes_words
from chrono.render.text import grid, paragraph, screen_width, styled, wrapped
from chrono.render.values import ValueWords, date_words, label
from chrono.values.edtf import DAY

COLUMNS = ("sort", "target", "field", "development", "after", "date", "values", "reports", "next")
TITLES = {
    OVERDUE: "Past due, and nothing says whether it happened",
    UNCONFIRMED: "Last confirmed on {before} or before",
    DISPUTED: "Disputed, and not weighed by an editor",
    UNORDERED: "Of one day, in an order that nothing says, and it matters which came first",
    UNUSED: "Links not used: no placement of the dates allows them",
    UNTOLD: "Links to what no visible report tells of",
    TOO_EARLY: "Told as past, but dated after the publication",
    SAME: "Identified as one development, but kept as several",
}


def render(check: Check, view: View) -> Iterator[str]:
    """Yield the lines of a check."""
    table = StateTable(ValueWords(view.archive), screen_width())
    yield styled("What to look after", "bold", "cyan")
    yield from paragraph(axes_words(check.axes), table.width, 2, "dim")
    if not check.findings:
        yield ""
        yield "  nothing: no plan is past due, no value old, no dispute open, no link idle"
    for sort, title in TITLES.items():
        findings = [finding for finding in check.findings if finding.sort == sort]
        if findings:
            yield ""
            yield styled(
                title.format(before=date_words(written(check.before - check.before % DAY + DAY - 1))), "bold"
            )
            yield from _LINES[sort](table, findings)


def _plans(table: StateTable, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        due = f"due {date_words(str(finding.date))}"
        line = f"{finding.development}: {due} · {table.words.reports(finding.reports)}"
        yield from _line(table, line, finding.next)


def _old(table: StateTable, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a line for the fields of a target that one source was the last to confirm."""
    together: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        last = finding.state.confirmed if finding.state is not None else None
        by = "" if last is None else f"{date_words(last.reported_text.partition('T')[0])}, {last.source}"
        together.setdefault((str(finding.target), by), []).append(label(str(finding.field)))
    rows: list[tuple[str, str, str]] = []
    for (target, by), fields in together.items():
        rows.append(("" if any(row[0] == target for row in rows) else target, by, ", ".join(fields)))
    yield from (f"  {line}" for line in grid(rows, width=table.width - 2))
    yield from _do(table, "chrono explain TARGET")


def _disputes(table: StateTable, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield from paragraph(f"{finding.target}: {label(str(finding.field))}", table.width)
        rows = [
            (
                table.alternative(alternative, finding.state or FieldState()),
                table.words.reports(alternative.reports),
                table.weight(alternative.reports),
                ", ".join(alternative.reports[:1]),
            )
            for alternative in finding.alternatives
        ]
        yield from (f"    {line}" for line in grid(rows, width=table.width - 4))
        yield from _do(table, finding.next)


def _orders(table: StateTable, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield two developments of a day with every field of every target that hangs on their order."""
    pairs: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        pairs.setdefault((str(finding.after), str(finding.development)), []).append(finding)
    for (one, other), found in pairs.items():
        hang = dict.fromkeys(f"{each.target}.{each.field}" for each in found)
        date, reports = date_words(str(found[0].date)), table.words.reports(found[0].reports)
        kinds = [str(table.words.archive.held(each).get("kind")) for each in found[0].reports]
        names = " and ".join(
            name if name.startswith(kind) else f"{kind} {name}"
            for kind, name in zip(kinds, (one, other), strict=True)
        )
        yield from _line(table, f"{names}, {date} · {reports} · {', '.join(hang)}", found[0].next)


def _idle(table: StateTable, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        line = f"{finding.development} after {finding.after} · {table.words.reports(finding.reports)}"
        yield from _line(table, line, finding.next)


def _early(table: StateTable, found: Sequence[Finding]) -> Iterator[str]:
    for each in found:
        line = f"{each.development}: {date_words(str(each.date))} · {table.words.reports(each.reports)}"
        yield from _line(table, line, each.next)


def _same(table: StateTable, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        names = ", ".join((str(finding.development), *finding.duplicates))
        yield from _line(table, f"{names} · {table.words.reports(finding.reports)}", finding.next)


def _line(table: StateTable, line: str, act: str) -> Iterator[str]:
    first, *rest = wrapped(line, table.width - 4)
    yield f"  {first}"
    yield from (f"    {each}" for each in rest)
    yield from _do(table, act)


def _do(table: StateTable, act: str) -> Iterator[str]:
    first, *rest = wrapped(act, table.width - 8)
    yield f"      {styled(first, 'dim')}"
    yield from (f"        {styled(each, 'dim')}" for each in rest)


def rows(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Return a row for each finding, as tables of data show it."""
    return [
        {
            **finding.to_dict(),
            "values": [alternative.value for alternative in finding.alternatives]
            if finding.alternatives
            else _value(finding),
        }
        for finding in findings
    ]


def _value(finding: Finding) -> object:
    return None if finding.state is None else finding.state.value


_LINES = {
    OVERDUE: _plans,
    UNCONFIRMED: _old,
    DISPUTED: _disputes,
    UNORDERED: _orders,
    UNUSED: _idle,
    UNTOLD: _idle,
    TOO_EARLY: _early,
    SAME: _same,
}
