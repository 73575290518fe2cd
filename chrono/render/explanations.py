"""An explanation on the screen: each field, what is behind it, and who says so, down to the paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.accounts import STANDINGS
from chrono.explanations import (
    ADDS_NOTHING,
    BESIDE,
    DENIED,
    ENDED,
    HOLDS,
    MAY_HOLD,
    NOT_YET,
    PAST_,
    Explanation,
    Reason,
    Told,
)
from chrono.render.states import Sheet, heading, label
from chrono.render.text import columns, safe, screen_width, styled, wrapped
from chrono.render.values import Speaker, date_words
from chrono.views import View

SIGNS = {
    HOLDS: "●",
    MAY_HOLD: "◐",
    BESIDE: "◇",
    ENDED: "■",
    PAST_: "○",
    NOT_YET: "·",
    ADDS_NOTHING: "○",
    DENIED: "×",
}
WORDS = {
    HOLDS: "this is what holds",
    MAY_HOLD: "this may be what holds",
    BESIDE: "stands beside what holds",
    ENDED: "this ended it",
    PAST_: "no longer holds",
    NOT_YET: "later than the day asked for",
    ADDS_NOTHING: "adds nothing: something else bears on it",
    DENIED: "denied: taken as not having happened",
}


def render(explanation: Explanation, view: View) -> Iterator[str]:
    """Yield the lines of an explanation."""
    sheet = Sheet(Speaker(view.archive), screen_width())
    yield from heading(view, explanation.projection, explanation.key, explanation.axes)
    told: set[str] = set()
    for name, state in explanation.fields.items():
        if not explanation.reasons[name] and len(explanation.fields) > 1:
            continue
        yield ""
        rows = sheet.rows(name, state) or [(label(name), "nothing reported", "", "")]
        yield from sheet.table(rows)
        for reason in explanation.reasons[name]:
            yield from _reason(sheet, reason, told=told)
            told |= {each.account.report for each in (*reason.accounts, *reason.denials)}
    for each in explanation.withdrawn:
        line = f"withdrawn on {date_words(each.reported)}: report {each.report} ({each.why})"
        yield ""
        yield from (f"  {part}" for part in wrapped(line, sheet.width - 2))
    for one, other in explanation.unused_links:
        line = f"not used: {one} after {other}: no placement of the dates allows it"
        yield from (f"  {part}" for part in wrapped(line, sheet.width - 2))


def _reason(sheet: Sheet, reason: Reason, *, told: set[str]) -> Iterator[str]:
    """Yield one development; its accounts only where no field above has shown them all."""
    when = date_words(reason.occurred) if reason.occurred else "start unknown"
    head = f"{SIGNS[reason.standing]} {when}: {safe(reason.title)}"
    standing = WORDS[reason.standing]
    again = {each.account.report for each in (*reason.accounts, *reason.denials)} <= told
    if again:
        standing += "; its accounts stand above"
    if columns(head) + columns(standing) + 6 <= sheet.width:
        yield f"    {head}  {styled(standing, 'dim')}"
    else:
        first, *rest = wrapped(head, sheet.width - 6)
        yield from (f"    {first}", *(f"      {line}" for line in rest))
        yield from (f"      {styled(line, 'dim')}" for line in wrapped(standing, sheet.width - 6))
    if again:
        return
    for each in reason.accounts:
        yield from account_lines(sheet, each, "", 8)
    for each in reason.denials:
        yield from account_lines(sheet, each, "denies it: ", 8)


def account_lines(sheet: Sheet, told: Told, lead: str, indent: int) -> Iterator[str]:
    """Yield one account: source and paragraph, who says so, the date it gives, and what it says."""
    account, record = told.account, told.account.record
    where = " ".join(str(each) for each in (account.source, record.get("locator")) if each)
    who = sheet.speaker.value(account.by) if account.by else ""
    how = ", ".join(each for each in (who, STANDINGS[account.standing]) if each)
    when = f"dated {date_words(account.when.edtf)}" + (
        f" ({account.when.wording})" if account.when.wording else ""
    )
    space = " " * indent
    yield from (f"{space}{each}" for each in wrapped(f"{lead}{where} · {how} · {when}", sheet.width - indent))
    for text in (record.get("summary"), f"“{record['quote']}”" if record.get("quote") else None):
        if text:
            yield from (
                f"{space}  {styled(each, 'dim')}" for each in wrapped(str(text), sheet.width - indent - 2)
            )
    for each in told.corrected:
        line = f"corrected on {date_words(str(each['reported']))}: {each['why']}"
        yield from (f"{space}  {part}" for part in wrapped(line, sheet.width - indent - 2))
