"""Accounts and developments made by hand, for tests of the parts that know no log."""

from __future__ import annotations

import attrs

from chrono.fold.worlds import Node, Place
from chrono.model.policy import RANKS, STANDINGS
from chrono.resolve.accounts import Account
from chrono.resolve.developments import Development
from chrono.values.times import DAY, When, published, when


def account(
    position: int = 1,
    *,
    source: str | None = None,
    origin: str | None = None,
    standing: str = "reporter",
    rank: str = "normal",
    reported: str = "2024-06-01",
    occurred: str = "2024-01-01",
    after: tuple[str, ...] = (),
    sequence: bool = False,
) -> Account:
    """Return an account; its source is named by its position and is its own publisher and origin."""
    name = source or f"source-{position}"
    return Account(
        report=f"r{position}",
        position=position,
        kind="put",
        source=name,
        publisher=name,
        origin=origin or name,
        by=None,
        standing=STANDINGS.index(standing),
        via=None,
        rank=RANKS.index(rank),
        reported=published(reported),
        reported_text=reported,
        when=when(occurred),
        bounded=when(occurred).up_to(published(reported)[1]),
        modality="occurred",
        after=after,
        data={},
        record={},
        sequence=sequence,
    )


def node(name: str) -> Node:
    """Return what stands for a development that occurred in a frame."""
    return name, "occurred"


def development(
    name: str,
    position: int,
    *after: str,
    sequence: bool = False,
    modality: str = "occurred",
    **more: str,
) -> Development:
    """Return a development that one account makes."""
    return Development(name, modality, (account(position, after=after, sequence=sequence, **more),))


def on_days(low: int, high: int) -> Place:
    """Return the place from the start of day `low` to the start of day `high`: no two are of one day."""
    return Place(low * DAY, high * DAY)


def one_day(*names: str) -> dict[Node, Place]:
    """Return the places of developments that are all given the day 0."""
    return {node(name): Place(0, DAY - 1, day=(0, DAY - 1)) for name in names}


def dated(low: int, high: int) -> When:
    """Return a date with the bounds of `on_days`."""
    return attrs.evolve(when("2024-01-01"), earliest=low * DAY, latest=high * DAY)
