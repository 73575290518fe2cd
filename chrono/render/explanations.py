"""An explanation on the screen: each field, what is behind it, and who says so, down to the paragraph."""

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
from chrono.render.values import ValueWords, date_words, label
from chrono.values.completeness import complete

SIGNS = {
    HOLDS: "●",
    MAY_HOLD: "◐",
    BESIDE: "◇",
    ENDED: "■",
    SUPERSEDED: "○",
    NOT_YET: "·",
    ADDS_NOTHING: "○",
    DENIED: "×",
}
WORDS = {
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
    told: set[str] = set()
    for name, state in explanation.fields.items():
        if not explanation.reasons[name] and len(explanation.fields) > 1:
            continue
        yield ""
        rows = table.rows(name, state) or [(label(name), "nothing reported", "", "")]
        yield from table.aligned(rows)
        for reason in explanation.reasons[name]:
            yield from _reason(table, reason, told=told)
            told |= {each.account.report for each in (*reason.accounts, *reason.denials)}
    notes = list(_notes(explanation))
    if notes:
        yield ""
    for note in notes:
        yield from paragraph(note, table.width)


def _notes(explanation: Explanation) -> Iterator[str]:
    """Yield what does not count: withdrawn by its source, undone by us, links that cannot be."""
    for each in explanation.withdrawn:
        on = date_words(str(each.record["reported"]))
        yield f"withdrawn by its source on {on}: report {each.record['of']} ({each.record['why']})"
    for each in explanation.undone:
        yield f"undone by us: report {each.record['of']} ({each.record['why']})"
    for one, target in explanation.unused_links:
        yield f"not used: {one} after {target}: no placement of the dates allows it"


def _reason(table: StateTable, reason: Reason, *, told: set[str]) -> Iterator[str]:
    """Yield one development; its accounts only where no field above has shown them all."""
    when = date_words(reason.occurred) if reason.occurred else "start unknown"
    head = f"{SIGNS[reason.status]} {when}: {safe(reason.title)}"
    status = WORDS[reason.status]
    again = {each.account.report for each in (*reason.accounts, *reason.denials)} <= told
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
    yield from _first(table, reason)
    for each in reason.accounts:
        yield from account_lines(table, each, "", 8)
    for each in reason.denials:
        yield from account_lines(table, each, "denies it: ", 8)


def _first(table: StateTable, reason: Reason) -> Iterator[str]:
    """Yield why one value, and one date, stands before the others."""
    for what, first in (("the value", reason.first), ("the date", reason.dated_first)):
        if first is not None:
            line = f"{what} that stands first has {_FIRST[first.by].format(first.ahead, first.behind)}"
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


def account_lines(table: StateTable, told: AccountShown, lead: str, indent: int) -> Iterator[str]:
    """Yield one account: source and paragraph, who says so, the date it gives, and what it says."""
    account, record = told.account, told.account.record
    where = " ".join(str(each) for each in (account.source, record.get("locator")) if each)
    who = table.words.value(account.by) if account.by else ""
    how = ", ".join(each for each in (who, STANDINGS[account.standing]) if each)
    when = f"dated {date_words(account.when.edtf)}" + (
        f" ({account.when.wording})" if account.when.wording else ""
    )
    gives = f" · {_gives(table, told.value)}" if told.reads else ""
    line = f"{lead}{where} · {how} · {when}{gives}"
    yield from paragraph(line, table.width, indent)
    for text in (record.get("summary"), f"“{record['quote']}”" if record.get("quote") else None):
        if text:
            yield from paragraph(str(text), table.width, indent + 2, "dim")
    for note in _mended(told):
        yield from paragraph(note, table.width, indent + 2)


def _gives(table: StateTable, value: object) -> str:
    """Return what an account gives for a field; of a row, the parts that it gives."""
    told = [each for each in value if each is not None] if isinstance(value, list) else value
    return "silent on it" if told in (None, []) else f"says {table.words.value(told)}"


def _mended(told: AccountShown) -> Iterator[str]:
    """Yield what became of an account: the source's corrections, our amendments, an editor's ranking."""
    for each in told.corrected:
        yield f"corrected by its source on {date_words(str(each['reported']))}: {each['why']}"
    for each in told.mended:
        yield f"mended by us: {each['why']}"
    if told.ranked is not None:
        yield f"ranked {told.ranked['rank']} by an editor: {told.ranked['why']}"
