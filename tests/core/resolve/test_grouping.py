"""Groups of many accounts are those that comparing every value with every group gives."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from made import account

from chrono.model.policy import RANKS
from chrono.resolve.accounts import Account, ranked, reading
from chrono.values.agreement import agree, intersection
from chrono.values.quantities import Quantity, quantity
from chrono.values.times import When, when

OFFSETS = ("Z", "+09:00", "-11:00", "+00:30")


def amount(rng: random.Random) -> Quantity:
    low = rng.randrange(30)
    high = low + rng.choice((0, 0, 1, 3, 20))
    given: dict[str, object] = {"least": low, "most": high, "unit": rng.choice(("USD", "USD", "JPY"))}
    for side in ("least", "most"):
        if rng.random() < 0.15:
            del given[side]
            break
    if low < high:
        given["exclusive"] = [side for side in ("least", "most") if side in given and rng.random() < 0.3]
    return quantity(given)


def date(rng: random.Random) -> When:
    day = rng.randrange(1, 9)
    kind = rng.randrange(6)
    if kind == 0:
        return when(f"2024-01-0{day}/2024-01-{day + rng.choice((0, 1, 5)):02d}")
    if kind < 4:
        return when(f"2024-01-0{day}T{rng.choice((0, 1, 15, 23)):02d}:00:00{rng.choice(OFFSETS)}")
    given = when(rng.choice((f"2024-01-0{day}", "2024-01", "2024", "2023-12-31", "../2024-01-04")))
    return given.up_to(when(f"2024-01-0{day}T09:00:00Z").latest) if rng.random() < 0.2 else given


def span(rng: random.Random) -> When:
    start, end = rng.randrange(1, 9), rng.randrange(10, 19)
    return when({"start": f"2024-01-0{start}", "end": f"2024-01-{end}"}) if rng.random() < 0.7 else date(rng)


def exact(rng: random.Random) -> object:
    return rng.choice(("a", "b", "1", Decimal(1), True, False, Decimal("1.0"), 1, Decimal(2), ("a",), ("b",)))


def anything(rng: random.Random) -> object:
    return rng.choice((amount, date, exact))(rng)


def compared(said: list[tuple[Account, object]]) -> set[tuple[object, tuple[int, ...]]]:
    """Return the groups as they are defined: each account joins the first with whose value it agrees."""
    found: list[tuple[object, tuple[int, ...]]] = []
    for each, value in ranked(said, ("rank",)):
        for n, (kept, positions) in enumerate(found):
            if agree(kept, value):
                found[n] = (intersection(kept, value), (*positions, each.position))
                break
        else:
            found.append((value, (each.position,)))
    return set(found)


@pytest.mark.parametrize("value", [amount, date, span, exact, anything])
@pytest.mark.parametrize("size", [9, 12, 60])
def test_each_account_joins_the_first_group_with_whose_value_it_agrees(
    value: Callable[[random.Random], object], size: int
) -> None:
    rng = random.Random(size)  # noqa: S311 - the same again each time
    for _ in range(150):
        said = [(account(position=n + 1, rank=rng.choice(RANKS)), value(rng)) for n in range(size)]

        made = reading(said, ("rank",))

        groups = {
            (each.value, tuple(one.position for one in each.accounts))
            for each in (*made.groups, *made.elsewhere)
        }
        assert groups == compared(said)
