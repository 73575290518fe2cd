"""A fold in every order: what enumerating every placement gives, and no more than is followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product

import attrs
from hypothesis import given
from hypothesis import strategies as st
from laws import law
from made import development, node, on_days

from chrono.fold.python.orderings import MOST, endings
from chrono.fold.worlds import Frame, Node, frame
from chrono.values.times import DAY

NAMES = "abcde"


@attrs.frozen
class Path:
    """The developments in the order in which they came."""

    key: str = ""

    def joined(self, _: Path) -> Path:
        return self


@attrs.frozen
class Last:
    """The last development alone: orders that end alike come to the same."""

    key: str = ""

    def joined(self, _: Last) -> Last:
        return self


Days = tuple[int, int]


def framed(days: Mapping[str, Days], after: Mapping[str, str]) -> Frame:
    made = [development(name, n, *after.get(name, "")) for n, name in enumerate(days, 1)]
    return frame(made, {node(name): on_days(*each) for name, each in days.items()})


def folded(told: Frame, days: Mapping[str, Days], until: int) -> set[str]:
    found, cut = endings(
        [node(name) for name in days], until * DAY, told, Path(), lambda path, one: Path(path.key + one[0])
    )
    assert not cut
    return {each.key for each in found}


def enumerated(days: Mapping[str, Days], links: set[tuple[str, str]], until: int) -> set[str]:
    """What has occurred by `until`, in every order that some placement on whole days allows."""
    found = set()
    for instants in product(*(range(low, high + 1) for low, high in days.values())):
        at = dict(zip(days, instants, strict=True))
        if all(at[early] <= at[late] for early, late in links):
            found |= set(_orders(at, links, until))
    return found


def _orders(at: Mapping[str, int], links: set[tuple[str, str]], until: int) -> Iterator[str]:
    for order in permutations([name for name in at if at[name] <= until]):
        in_time = list(order) == sorted(order, key=lambda name: at[name])
        place = {name: n for n, name in enumerate(order)}
        if in_time and all(place[one] < place[two] for one, two in links if {one, two} <= place.keys()):
            yield "".join(order)


def used(told: Frame, after: Mapping[str, str]) -> set[tuple[str, str]]:
    unused = {(one[0], target) for one, target in told.unused}
    return {
        (early, late) for late, targets in after.items() for early in targets if (late, early) not in unused
    }


@law(200)
@given(st.data())
def test_the_orders_are_those_of_every_placement(data: st.DataObject) -> None:
    names = NAMES[: data.draw(st.integers(1, 5))]
    days = {
        name: data.draw(st.tuples(st.integers(0, 3), st.integers(0, 2)).map(lambda e: (e[0], sum(e))))
        for name in names
    }
    after = {
        name: "".join(sorted(data.draw(st.sets(st.sampled_from(names[:n]), max_size=2))))
        for n, name in enumerate(names)
        if n
    }
    until = data.draw(st.integers(-1, 5))
    told = framed(days, after)

    assert folded(told, days, until) == enumerated(days, used(told, after), until)


def test_what_lies_apart_comes_in_one_order_however_many() -> None:
    days = {chr(0x4E00 + n): (2 * n, 2 * n) for n in range(300)}

    assert folded(framed(days, {}), days, 1000) == {"".join(days)}


def spread(count: int) -> tuple[Sequence[Node], Frame]:
    days = {chr(ord("a") + n): (0, 9) for n in range(count)}
    return [node(name) for name in days], framed(days, {})


def test_ten_in_any_order_are_followed_to_the_end_where_the_last_alone_counts() -> None:
    nodes, told = spread(10)

    found, cut = endings(nodes, 9 * DAY, told, Last(), lambda _, one: Last(one[0]))

    assert not cut
    assert {each.key for each in found} == {one[0] for one in nodes}


def test_beyond_what_is_followed_it_says_so_and_world_order_is_kept() -> None:
    nodes, told = spread(8)

    found, cut = endings(nodes, 9 * DAY, told, Path(), lambda path, one: Path(path.key + one[0]))

    assert cut
    assert 0 < len(found) <= MOST
    assert "abcdefgh" in {each.key for each in found}
