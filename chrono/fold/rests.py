"""What a value rests on: reports in log order, their sources, and how many origins those have."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from chrono.resolve.accounts import Account


@attrs.frozen(repr=False)
class Rests:
    """What a value rests on: reports in log order, their sources, and how many origins those have."""

    reports: tuple[str, ...]
    sources: tuple[str, ...]
    origins: int


def rests(accounts: Iterable[Account]) -> Rests:
    """Return what rests on the accounts given, each report once, in log order."""
    unique = {each.position: each for each in accounts}
    ordered = [unique[position] for position in sorted(unique)]
    return Rests(
        tuple(each.report for each in ordered),
        tuple(dict.fromkeys(each.source for each in ordered)),
        len({each.origin for each in ordered}),
    )
