"""What the accounts behind a field add to its row on the screen: a sharper date, other wordings."""

from __future__ import annotations

from chrono.fold.states import CERTAIN, FieldState
from chrono.render.values import is_date
from chrono.values.agreement import agree


def sharpest(field: FieldState, since: str) -> str:
    """Return the most precise date that an account gives which agrees with the one that stands first."""
    first = next((each for each, _ in field.accounts if each.when.edtf == since and not each.when.end), None)
    if first is None:
        return since
    name = first.record.get("development")
    agreeing = [
        each.when
        for each, _ in field.accounts
        if each.record.get("development") == name and not each.when.end and agree(each.when, first.when)
    ]
    return min(agreeing, key=lambda each: each.latest - each.earliest).edtf


def says_it(field: FieldState) -> bool:
    """Return whether a value is itself the date since when it holds, perhaps more sharply told."""
    if not isinstance(field.value, str) or field.since is None:
        return False
    return field.value == field.since or (is_date(field.value) and is_date(field.since))


def other_words(field: FieldState) -> list[tuple[str, tuple[str, ...]]]:
    """Return other wordings of what stands, each with its reports: they never dispute, and all are kept."""
    if field.certainty != CERTAIN or field.disputed or not isinstance(field.value, str):
        return []
    told = {account.report: account.record.get("development") for account, _ in field.accounts}
    resting = {told.get(name) for name in field.reports}
    found: dict[str, list[str]] = {}
    for account, value in field.accounts:
        other = isinstance(value, str) and value != field.value and not is_date(value)
        if other and account.record.get("development") in resting:
            found.setdefault(str(value), []).append(account.report)
    return [(value, tuple(reports)) for value, reports in found.items()]
