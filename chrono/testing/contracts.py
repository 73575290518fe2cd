"""The laws that the answers of every projection keep, as tests that a class of one's own inherits.

    class TestSteps(ProjectionContract):
        projections = [Steps]
        records = [FILED, WITHDRAWN, AMENDED]

Each is tried on the records given, on many orders, dates and positions: the same ones each time.
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
from chrono.model.records import as_mapping
from chrono.testing.arrivals import arranged, identified
from chrono.testing.logs import Record, new_chronicle, undeclared
from chrono.values import times
from chrono.values.canonical_json import jsontext

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

LAST = "9999-12-31"
AXES = {"world": "as_of", "press": "known_at", "file": "recorded_at"}
T = TypeVar("T")


class ProjectionContract:
    """The laws of arrival and of replay. A subclass gives the records, and what is asked of them."""

    records: ClassVar[Sequence[object]] = ()
    """Mappings or objects of `chrono.model.records`, in an order in which a log takes them."""
    projections: ClassVar[Sequence[object]] = ()
    """Projections in Python: classes or objects."""
    storybook: ClassVar[str | None] = None
    """TOML that declares kinds and projections."""
    targets: ClassVar[Sequence[str]] = ()
    """What is asked: by default every key of `projections`, else of those that the storybook declares."""
    examples: ClassVar[int] = 25
    """How many orders, dates or positions each law is tried on."""

    def test_the_order_of_arrival_changes_nothing(self) -> None:
        records = self._records()
        known = self._answers(self._told(records))

        def law(order: list[int]) -> None:
            arrived = arranged(records, order)
            what = ", ".join(str(each.get("id")) for each in arrived if "id" in each)
            _same(known, self._answers(self._told(arrived)), f"with the records in the order {what}")

        self._tried(law, lambda st: st.permutations(range(len(records))))

    def test_each_step_of_a_replay_is_the_state_at_that_point(self) -> None:
        told = self._told(self._records())
        for target in self._asked(told):
            for by in AXES:
                for step in _steps(told, target, by):
                    there = _state(told, target, **_at(by, step.at))
                    _same(_fields(step.state), there, f"{target} replayed by {by}, at {step.at}")

    def test_between_two_steps_of_a_replay_nothing_changes(self) -> None:
        told = self._told(self._records())
        for target in self._asked(told):
            for by in ("world", "press"):
                steps = list(_steps(told, target, by))
                if steps:
                    self._tried(_stays(told, target, by, steps), lambda st, found=steps: _days(st, found))

    def test_what_is_appended_later_changes_no_answer_whose_axes_are_all_fixed(self) -> None:
        records = self._records()

        def law(drawn: tuple[int, date, date]) -> None:
            cut, as_of, known_at = drawn
            told = self._told(records[:cut], sources=records)
            fixed = {"as_of": as_of, "known_at": known_at, "recorded_at": told.log.head()}
            targets = self._asked(told)
            before = [_state(told, each, **fixed) for each in targets]
            if records[cut:]:
                told.append(*records[cut:])
            after = [_state(told, each, **fixed) for each in targets]
            _same(before, after, f"with {cut} of the records at first, as of {as_of}, known at {known_at}")

        whole = self._told(records)
        steps = [each for target in self._asked(whole) for each in _steps(whole, target, "world")]
        self._tried(
            law, lambda st: st.tuples(st.integers(0, len(records)), _days(st, steps), _days(st, steps))
        )

    def test_asked_anew_it_gives_the_same(self) -> None:
        records = self._records()
        told = self._told(records)

        _same(self._answers(told), self._answers(told), "asked twice of one log")
        _same(self._answers(told), self._answers(self._told(records)), "asked of a log of the same records")

    # --- what the laws are tried on ---------------------------------------------------------------

    def _records(self) -> list[Record]:
        found = identified(as_mapping(each) for each in self.records)
        if not found:
            raise ValueError(f"{type(self).__name__} has no records to be tried on: records = [ … ]")
        return found

    def _told(self, records: Sequence[Record], *, sources: Sequence[Record] = ()) -> Chronicle:
        """Return a chronicle with the records in it, after the sources that they or others name."""
        made = new_chronicle(self.storybook, projections=self.projections)
        known = [str(each["slug"]) for each in made.shelf.sources]
        made.append(*undeclared([*records, *sources], known=known), *records)
        return made

    def _asked(self, told: Chronicle) -> list[str]:
        return list(self.targets) or every_target(told)

    def _answers(self, told: Chronicle) -> dict[str, object]:
        """Return all that can be asked of a target when everything is known, or as it becomes known."""
        return {
            f"{target} by {by}": [(each.at, _fields(each.state)) for each in _steps(told, target, by)]
            for target in self._asked(told)
            for by in ("world", "press")
        }

    def _tried(self, law: Callable[[T], None], drawn: Callable[..., SearchStrategy[T]]) -> None:
        """Try a law on examples: the same ones each time."""
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


def every_target(told: Chronicle) -> list[str]:
    """Return every key of the projections given, else of those that storybooks declare, else of all."""
    shelf = told.shelf
    declared = [name for book in shelf.storybooks.values() for name in book.projections]
    names = told.written or declared or shelf.projections
    return [target_name(*target) for target in told.view().targets(names)]


def _at(by: str, at: object) -> dict[str, object]:
    """Return the axes at a point of one, as a replay by it has the others."""
    return {"as_of": LAST, AXES[by]: at}


def _steps(told: Chronicle, target: str, by: str) -> Iterator[Step]:
    fixed = {} if by == "world" else {"as_of": LAST}
    yield from told.replay(target, by=by, **fixed)


def _state(told: Chronicle, target: str, **axes: object) -> object:
    """Return the fields of an answer; that there is no such key yet is an answer too."""
    try:
        return _fields(told.state(target, **axes))  # type: ignore[arg-type]
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


def _stays(told: Chronicle, target: str, by: str, steps: Sequence[Step]) -> Callable[[date], None]:
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
        _same(expected, _state(told, target, **_at(by, day)), f"{target} replayed by {by}, on {day}")

    return law


def _same(expected: object, found: object, where: str) -> None:
    """Assert that two answers are the same; say where the first difference is."""
    __tracebackhide__ = True
    for path, one, other in _differences(expected, found):
        raise AssertionError(
            f"{where}{path}\n  it should be {jsontext(one)}\n  it is        {jsontext(other)}"
        )


def _differences(one: object, other: object, path: str = "") -> Iterator[tuple[str, object, object]]:
    """Yield where two answers differ: the path, and both."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key, each in one.items():
            yield from _differences(each, other[key], f"{path}, {key}")
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        for each, another in zip(one, other, strict=True):
            yield from _differences(each, another, path)
    elif jsontext(one) != jsontext(other):
        yield path, one, other
