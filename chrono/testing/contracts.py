"""The laws that the answers of every projection keep, as tests that a subclass inherits.

    class TestSteps(ProjectionContract):
        projections = [Steps]
        records = [FILED, WITHDRAWN, AMENDED]

Each is tried on the records given, on many orders, dates and positions: the same ones in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, TypeVar

from chrono.ask.replay import Step
from chrono.chronicle import Chronicle
from chrono.errors import NoSuchTarget
from chrono.fold.states import State
from chrono.fold.view import target_name
from chrono.model.record_parts import Record
from chrono.model.records import as_mapping
from chrono.testing.arrivals import arranged, identified
from chrono.testing.logs import new_chronicle, undeclared
from chrono.values import times
from chrono.values.canonical_json import jsontext

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

LAST_DAY = "9999-12-31"
AXES = {"world": "as_of", "press": "known_at", "file": "recorded_at"}
T = TypeVar("T")


class ProjectionContract:
    """The laws of arrival and of replay. A subclass gives the records, projections and targets."""

    records: ClassVar[Sequence[object]] = ()
    """Mappings or objects of `chrono.model.records`, in an order in which a log takes them."""
    projections: ClassVar[Sequence[object]] = ()
    """Projections in Python: classes or objects."""
    storybook: ClassVar[str | None] = None
    """TOML that declares kinds and projections."""
    targets: ClassVar[Sequence[str]] = ()
    """The targets: by default every key of `projections`, else of those that the storybook declares."""
    examples: ClassVar[int] = 25
    """How many orders, dates or positions each law is tried on."""

    def test_the_order_of_arrival_changes_nothing(self) -> None:
        records = self._records()
        expected = self._answers(self._chronicle(records))

        def law(order: list[int]) -> None:
            arrived = arranged(records, order)
            order_of_ids = ", ".join(str(each.get("id")) for each in arrived if "id" in each)
            answers = self._answers(self._chronicle(arrived))
            _same(expected, answers, f"with the records in the order {order_of_ids}")

        self._try(law, lambda st: st.permutations(range(len(records))))

    def test_each_step_of_a_replay_is_the_state_at_that_point(self) -> None:
        chronicle = self._chronicle(self._records())
        for target in self._targets(chronicle):
            for by in AXES:
                for step in _steps(chronicle, target, by):
                    state = _state(chronicle, target, **_at(by, step.at))
                    _same(_fields(step.state), state, f"{target} replayed by {by}, at {step.at}")

    def test_between_two_steps_of_a_replay_nothing_changes(self) -> None:
        chronicle = self._chronicle(self._records())
        for target in self._targets(chronicle):
            for by in ("world", "press"):
                steps = list(_steps(chronicle, target, by))
                if steps:
                    law = _unchanged(chronicle, target, by, steps)
                    self._try(law, lambda st, steps=steps: _days(st, steps))

    def test_what_is_appended_later_changes_no_answer_whose_axes_are_all_fixed(self) -> None:
        records = self._records()

        def law(drawn: tuple[int, date, date]) -> None:
            cut, as_of, known_at = drawn
            chronicle = self._chronicle(records[:cut], sources=records)
            fixed = {"as_of": as_of, "known_at": known_at, "recorded_at": chronicle.log.head()}
            targets = self._targets(chronicle)
            before = [_state(chronicle, each, **fixed) for each in targets]
            if records[cut:]:
                chronicle.append(*records[cut:])
            after = [_state(chronicle, each, **fixed) for each in targets]
            _same(before, after, f"with {cut} of the records at first, as of {as_of}, known at {known_at}")

        whole = self._chronicle(records)
        steps = [each for target in self._targets(whole) for each in _steps(whole, target, "world")]
        self._try(law, lambda st: st.tuples(st.integers(0, len(records)), _days(st, steps), _days(st, steps)))

    def test_asked_anew_it_gives_the_same(self) -> None:
        records = self._records()
        chronicle = self._chronicle(records)

        _same(self._answers(chronicle), self._answers(chronicle), "asked twice of one log")
        again = self._answers(self._chronicle(records))
        _same(self._answers(chronicle), again, "asked of a log of the same records")

    # --- what the laws are tried on ---------------------------------------------------------------

    def _records(self) -> list[Record]:
        records = identified(as_mapping(each) for each in self.records)
        if not records:
            raise ValueError(f"{type(self).__name__} has no records to be tried on: records = [ … ]")
        return records

    def _chronicle(self, records: Sequence[Record], *, sources: Sequence[Record] = ()) -> Chronicle:
        """Return a chronicle with the records in it, after the sources that they or `sources` name."""
        chronicle = new_chronicle(self.storybook, projections=self.projections)
        known = [str(each["slug"]) for each in chronicle.shelf.sources]
        chronicle.append(*undeclared([*records, *sources], known=known), *records)
        return chronicle

    def _targets(self, chronicle: Chronicle) -> list[str]:
        return list(self.targets) or every_target(chronicle)

    def _answers(self, chronicle: Chronicle) -> dict[str, object]:
        """Return the replays of every target by world and by press."""
        return {
            f"{target} by {by}": [(each.at, _fields(each.state)) for each in _steps(chronicle, target, by)]
            for target in self._targets(chronicle)
            for by in ("world", "press")
        }

    def _try(self, law: Callable[[T], None], drawn: Callable[..., SearchStrategy[T]]) -> None:
        """Try a law on examples, the same ones in every run."""
        try:
            from hypothesis import HealthCheck, Phase, given, settings
            from hypothesis import strategies as st
        except ModuleNotFoundError as err:
            raise ModuleNotFoundError(
                "the laws of chrono.testing need hypothesis: pip install 'chrono-news[testing]'"
            ) from err
        same = settings(
            max_examples=self.examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        same(given(drawn(st))(law))()


def every_target(chronicle: Chronicle) -> list[str]:
    """Return every key of the projections given, else of those that storybooks declare, else of all."""
    shelf = chronicle.shelf
    declared = [name for book in shelf.storybooks.values() for name in book.projections]
    names = chronicle.written or declared or shelf.projections
    return [target_name(*target) for target in chronicle.view().targets(names)]


def _at(by: str, at: object) -> dict[str, object]:
    """Return the axes at a point of one axis, with the others as in a replay by it."""
    return {"as_of": LAST_DAY, AXES[by]: at}


def _steps(chronicle: Chronicle, target: str, by: str) -> Iterator[Step]:
    fixed = {} if by == "world" else {"as_of": LAST_DAY}
    yield from chronicle.replay(target, by=by, **fixed)


def _state(chronicle: Chronicle, target: str, **axes: object) -> object:
    """Return the fields of an answer; a key that does not exist yet is an answer too."""
    try:
        return _fields(chronicle.state(target, **axes))  # type: ignore[arg-type]
    except NoSuchTarget:
        return "no such key"


def _fields(state: State) -> dict[str, object]:
    """Return the fields of a state, with lists whose order is for display alone sorted."""
    return {name: _sorted(each.content()) for name, each in state.fields.items()}


_DISPLAYED = ("reports", "sources", "possible", "alternatives")


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {
            key: sorted(map(_sorted, each), key=jsontext)
            if key in _DISPLAYED and isinstance(each, list)
            else _sorted(each)
            for key, each in value.items()
        }
    return [_sorted(each) for each in value] if isinstance(value, list | tuple) else value


def _days(st: object, steps: Sequence[Step]) -> SearchStrategy[date]:
    """Return days around the steps of a replay."""
    marks = [times.bound(str(each.at)) // times.DAY for each in steps] or [0]
    first, last = (date(1970, 1, 1) + timedelta(days=mark) for mark in (min(marks), max(marks)))
    return st.dates(first - timedelta(days=40), last + timedelta(days=40))  # type: ignore[attr-defined,no-any-return]


def _unchanged(chronicle: Chronicle, target: str, by: str, steps: Sequence[Step]) -> Callable[[date], None]:
    """Return the law that on any day the state is that of the last step by then."""

    def law(day: date) -> None:
        past = [each for each in steps if times.bound(str(each.at)) <= times.bound(day)]
        if past:
            expected = _fields(past[-1].state)
        else:
            first = steps[0]
            expected = {name: _sorted(each.before.content()) for name, each in first.changes.items()}
            rest = _fields(first.state)
            expected = {name: expected.get(name, rest[name]) for name in rest}
        state = _state(chronicle, target, **_at(by, day))
        _same(expected, state, f"{target} replayed by {by}, on {day}")

    return law


def _same(expected: object, found: object, where: str) -> None:
    """Assert that two answers are equal; the message names the first difference."""
    __tracebackhide__ = True
    for path, one, other in _differences(expected, found):
        raise AssertionError(
            f"{where}{path}\n  it should be {jsontext(one)}\n  it is        {jsontext(other)}"
        )


def _differences(one: object, other: object, path: str = "") -> Iterator[tuple[str, object, object]]:
    """Yield (path, one, other) for every difference between two answers."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key, each in one.items():
            yield from _differences(each, other[key], f"{path}, {key}")
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        for each, another in zip(one, other, strict=True):
            yield from _differences(each, another, path)
    elif jsontext(one) != jsontext(other):
        yield path, one, other
