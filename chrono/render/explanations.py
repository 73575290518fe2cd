"""Words an explanation: each field, the developments behind it, and who says so, down to the paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.ask.explain import (
    ADDS_NOTHING,
    BESIDE,
    DENIED,
    ENDED,
    HOLDS,
    MAY_HOLD,
    NOT_YET,
    SUPERSEDED,
    AccountShown,
    Explanation,
    Reason,
)
from chrono.fold.view import View
from chrono.model.policy import POLICIES, STANDINGS
from chrono.render.state_table import StateTable
from chrono.render.states import heading
from chrono.render.text import columns, paragraph, safe, screen_width, styled, wrapped
from chrono.render.values import ValueWords, date_words, label, when_words
from chrono.values.completeness import complete

STATUS_SIGNS = {
    HOLDS: "●",
    MAY_HOLD: "◐",
    BESIDE: "◇",
    ENDED: "■",
    SUPERSEDED: "○",
    NOT_YET: "·",
    ADDS_NOTHING: "○",
    DENIED: "×",
}
STATUS_WORDS = {
    HOLDS: "this is what holds",
    MAY_HOLD: "this may be what holds",
    BESIDE: "stands beside what holds",
    ENDED: "this ended it",
    SUPERSEDED: "no longer holds",
    NOT_YET: "later than the day asked for",
    ADDS_NOTHING: "adds nothing: something else bears on it",
    DENIED: "denied: taken as not having happened",
}


def render(explanation: Explanation, view: View) -> Iterator[str]:
    """Yield the lines of an explanation."""
    table = StateTable(ValueWords(view.archive), screen_width())
    yield from heading(view, explanation.projection, explanation.key, explanation.axes)
    shown: set[str] = set()
    for name, state in explanation.fields.items():
        if not explanation.reasons[name] and len(explanation.fields) > 1:
            continue
        yield ""
        rows = table.rows(name, state) or [(label(name), "nothing reported", "", "")]
        yield from table.aligned(rows)
        for reason in explanation.reasons[name]:
            yield from _reason(table, reason, shown=shown)
            shown |= {each.account.report for each in (*reason.accounts, *reason.denials)}
    notes = list(_notes(explanation))
    if notes:
        yield ""
    for note in notes:
        yield from paragraph(note, table.width)


def _notes(explanation: Explanation) -> Iterator[str]:
    """Yield reports that do not count, withdrawn by their source or undone by us, then unused links."""
    for entry in explanation.withdrawn:
        on = date_words(str(entry.record["reported"]))
        yield f"withdrawn by its source on {on}: report {entry.record['of']} ({entry.record['why']})"
    for entry in explanation.undone:
        yield f"undone by us: report {entry.record['of']} ({entry.record['why']})"
    for development, target in explanation.unused_links:
        yield f"not used: {development} after {target}: no placement of the dates allows it"


def _reason(table: StateTable, reason: Reason, *, shown: set[str]) -> Iterator[str]:
    """Yield one development; its accounts only where no field above has shown them all."""
    when = date_words(reason.occurred) if reason.occurred else "start unknown"
    head = f"{STATUS_SIGNS[reason.status]} {when}: {safe(reason.title)}"
    status = STATUS_WORDS[reason.status]
    again = {account.account.report for account in (*reason.accounts, *reason.denials)} <= shown
    if again:
        status += "; its accounts stand above"
    if columns(head) + columns(status) + 6 <= table.width:
        yield f"    {head}  {styled(status, 'dim')}"
    else:
        first, *rest = wrapped(head, table.width - 6)
        yield from (f"    {first}", *(f"      {line}" for line in rest))
        yield from paragraph(status, table.width, 6, "dim")
    if again:
        return
    yield from _precedence_lines(table, reason)
    for each in reason.after:
        how = (
            table.words.reports(each.reports) if each.reports else "its source keeps the order of its reports"
        )
        yield from paragraph(f"after {each.development}: {how}", table.width, 6, "dim")
    for account in reason.accounts:
        yield from account_lines(table, account, "", 8)
    for account in reason.denials:
        yield from account_lines(table, account, "denies it: ", 8)


def _precedence_lines(table: StateTable, reason: Reason) -> Iterator[str]:
    """Yield the reason why one value, and one date, precedes the others."""
    for subject, first in (("the value", reason.first), ("the date", reason.dated_first)):
        if first is not None:
            line = f"{subject} that stands first has {_FIRST[first.by].format(first.ahead, first.behind)}"
            yield from paragraph(line, table.width, 6, "dim")


_FIRST = complete(
    {
        "rank": "an editor's ranking: {} before {}",
        "standing": "the better standing: {} before {}",
        "origins": "more origins: {} against {}",
        "newest": "the newer report: {} after {}",
    },
    POLICIES,
    where="chrono.render.explanations._FIRST",
)


def account_lines(table: StateTable, shown: AccountShown, lead: str, indent: int) -> Iterator[str]:
    """Yield one account: source and paragraph, who says so, the date it gives, and what it says."""
    account, record = shown.account, shown.account.record
    where = " ".join(str(each) for each in (account.source, record.get("locator")) if each)
    who = table.words.value(account.by) if account.by else ""
    how = ", ".join(each for each in (who, STANDINGS[account.standing]) if each)
    when = f"dated {when_words(account.when)}" + (
        f" ({account.when.wording})" if account.when.wording else ""
    )
    gives = f" · {_gives(table, shown.value)}" if shown.reads else ""
    line = f"{lead}{where} · {how} · {when}{gives}"
    yield from paragraph(line, table.width, indent)
    for text in (record.get("summary"), f"“{record['quote']}”" if record.get("quote") else None):
        if text:
            yield from paragraph(str(text), table.width, indent + 2, "dim")
    for note in _mending_lines(shown):
        yield from paragraph(note, table.width, indent + 2)


def _gives(table: StateTable, value: object) -> str:
    """Return the value that an account gives for a field; of a row, the parts that it gives."""
    parts = [each for each in value if each is not None] if isinstance(value, list) else value
    return "silent on it" if parts in (None, []) else f"says {table.words.value(parts)}"


def _mending_lines(shown: AccountShown) -> Iterator[str]:
    """Yield the changes to an account: its source's corrections, our amendments, an editor's ranking."""
    for record in shown.corrected:
        yield f"corrected by its source on {date_words(str(record['reported']))}: {record['why']}"
    for record in shown.mended:
        yield f"mended by us: {record['why']}"
    if shown.ranked is not None:
        yield f"ranked {shown.ranked['rank']} by an editor: {shown.ranked['why']}"
