"""Test the contract of `append`: order, atomicity, idempotence, conditions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import attrs
import pytest

from eventlog import (
    ALL,
    AppendCondition,
    ClockAhead,
    ConditionFailed,
    DuplicateId,
    Event,
    EventLog,
    InvalidArgument,
    Query,
    QueryItem,
    open_log,
)
from eventlog.testing.fixtures import NOON, Clock, StoreContract, event, ids, tagged

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = Event(id="a", type="filed", data=b'{"n":1}', version=2, tags=("court", "openai"))


class AppendContract(StoreContract):
    """Test appending."""

    def test_positions_begin_at_one_and_have_no_gaps_across_appends(self, log: EventLog) -> None:
        first = log.append([event("a"), event("b")])
        second = log.append([event("c")])
        assert [receipt.position for receipt in first + second] == [1, 2, 3]
        assert all(receipt.new for receipt in first + second)
        assert log.head() == 3

    def test_an_event_comes_back_as_it_was_appended(self, log: EventLog) -> None:
        given = Event(
            id='"q\\"',
            type="訴訟",
            data='{"見出し":"提訴 🏛"}'.encode(),
            version=7,
            tags=("z", "あ", 'a"\\b', ","),
        )
        log.append([given])
        assert [recorded.event for recorded in log.read()] == [given]

    def test_bytes_that_are_no_json_come_back_too_for_the_log_does_not_look_into_them(
        self, log: EventLog
    ) -> None:
        log.append([event("a", data=b"\x00\xff"), event("b", data=b"")])
        assert [recorded.data for recorded in log.read()] == [b"\x00\xff", b""]

    def test_appending_nothing_does_nothing(self, log: EventLog) -> None:
        assert log.append([]) == []
        assert log.head() == 0

    def test_the_same_event_again_gives_its_first_position_and_writes_nothing(self, log: EventLog) -> None:
        first, _ = log.append([FIRST, event("b")])
        (again,) = log.append([attrs.evolve(FIRST, tags=("openai", "court"))])
        assert again == attrs.evolve(first, new=False)
        assert log.head() == 2

    @pytest.mark.parametrize(
        "other",
        [
            attrs.evolve(FIRST, data=b'{"n":2}'),
            attrs.evolve(FIRST, data=b'{"n": 1}'),
            attrs.evolve(FIRST, type="withdrawn"),
            attrs.evolve(FIRST, version=1),
            attrs.evolve(FIRST, tags=("court",)),
        ],
        ids=["data", "white space in data", "type", "version", "tags"],
    )
    def test_the_same_id_with_other_content_is_refused(self, log: EventLog, other: Event) -> None:
        log.append([event("z"), FIRST])
        with pytest.raises(DuplicateId) as caught:
            log.append([event("b"), other])
        assert (caught.value.id, caught.value.position) == ("a", 2)
        assert ids(log.read()) == ["z", "a"]

    def test_who_entered_an_event_is_kept_beside_its_content(self, log: EventLog) -> None:
        log.append([attrs.evolve(FIRST, by="jo")])
        (again,) = log.append([attrs.evolve(FIRST, by="mo")])
        assert not again.new
        assert [recorded.by for recorded in log.read()] == ["jo"]

    def test_the_same_event_twice_in_one_append_takes_one_position(self, log: EventLog) -> None:
        receipts = log.append([event("a"), event("b"), event("a")])
        assert [(receipt.position, receipt.new) for receipt in receipts] == [(1, True), (2, True), (1, False)]
        assert log.head() == 2

    def test_one_id_with_two_contents_in_one_append_refuses_all_of_it(self, log: EventLog) -> None:
        with pytest.raises(DuplicateId):
            log.append([event("a"), event("b"), event("a", data=b"[]")])
        assert log.head() == 0

    def test_a_long_append_is_one_append(self, log: EventLog) -> None:
        many = [event(f"n{number}", "noted", f"t{number % 7}") for number in range(2_500)]
        receipts = log.append(iter([*many, many[0]]))
        assert [receipt.position for receipt in receipts] == [*range(1, 2_501), 1]
        assert ids(log.read()) == [given.id for given in many]
        with pytest.raises(DuplicateId):
            log.append([*(event(f"m{number}") for number in range(2_500)), event("n2499", data=b"[]")])
        assert log.head() == 2_500

    def test_an_append_whose_events_fail_to_come_leaves_the_log_as_it_was(self, log: EventLog) -> None:
        def breaking() -> Iterator[Event]:
            yield from (event(f"n{number}") for number in range(1_500))
            raise RuntimeError

        with pytest.raises(RuntimeError):
            log.append(breaking())
        assert log.head() == 0
        assert log.append([event("a")])[0].position == 1

    def test_an_append_within_the_events_of_another_is_refused(self, log: EventLog) -> None:
        def nesting() -> Iterator[Event]:
            yield from (event(f"n{number}") for number in range(1_000))
            log.append([event("inner")])

        with pytest.raises(InvalidArgument, match="beforehand"):
            log.append(nesting())
        assert log.head() == 0

    def test_a_condition_fails_when_a_matching_event_came_in_between_and_names_the_first(
        self, log: EventLog
    ) -> None:
        log.append([event("a", "noted", "x"), event("b"), event("c", "noted", "x"), event("d", "noted", "x")])
        with pytest.raises(ConditionFailed) as caught:
            log.append([event("e")], condition=AppendCondition(tagged("x"), after=1))
        assert (caught.value.position, caught.value.id, caught.value.after) == (3, "c", 1)
        assert log.head() == 4

    def test_a_condition_holds_when_the_last_match_stands_at_its_position(self, log: EventLog) -> None:
        log.append([event("a"), event("b", "noted", "x"), event("c", "noted", "y")])
        log.append([event("d")], condition=AppendCondition(tagged("x"), after=2))
        assert log.head() == 4

    def test_a_condition_without_items_means_that_nothing_at_all_came_in_between(self, log: EventLog) -> None:
        log.append([event("a"), event("b")], condition=AppendCondition(ALL, after=0))
        with pytest.raises(ConditionFailed):
            log.append([event("c")], condition=AppendCondition(ALL, after=1))

    def test_a_condition_is_not_met_by_the_events_it_comes_with(self, log: EventLog) -> None:
        mine = [event(f"n{number}", "noted", "x") for number in range(2_100)]
        log.append(mine, condition=AppendCondition(tagged("x"), after=0))
        assert log.head() == 2_100

    def test_a_conditional_append_can_be_tried_again_after_its_answer_was_lost(self, log: EventLog) -> None:
        condition = AppendCondition(tagged("x"), after=0)
        first = log.append([event("a", "noted", "x")], condition=condition)
        again = log.append([event("a", "noted", "x")], condition=condition)
        assert again == [attrs.evolve(first[0], new=False)]

    def test_a_condition_is_asked_as_soon_as_one_event_is_new(self, log: EventLog) -> None:
        condition = AppendCondition(tagged("x"), after=0)
        log.append([event("a", "noted", "x")], condition=condition)
        with pytest.raises(ConditionFailed):
            log.append([event("a", "noted", "x"), event("b")], condition=condition)
        assert log.head() == 1

    def test_a_condition_may_have_thousands_of_items(self, log: EventLog) -> None:
        items = tuple(QueryItem(types={f"t{n}"}, tags={f"x{n}", f"y{n}"}) for n in range(3_000))
        log.append([event("a", "t2999", "x2999"), event("b", "t1", "x2", "y2")])
        log.append([event("c", "t2999", "x2999", "y2999")], condition=AppendCondition(Query(items), after=0))
        with pytest.raises(ConditionFailed) as caught:
            log.append([event("d")], condition=AppendCondition(Query(items), after=0))
        assert caught.value.id == "c"

    def test_recorded_at_is_what_the_clock_says_in_utc(self, url: str) -> None:
        tokyo = timezone(timedelta(hours=9))
        with open_log(url, create=True, clock=lambda: datetime(2024, 3, 1, 0, 30, tzinfo=tokyo)) as log:
            (receipt,) = log.append([event("a")])
            (recorded,) = log.read()
        assert receipt.recorded_at == recorded.recorded_at == datetime(2024, 2, 29, 15, 30, tzinfo=UTC)
        assert recorded.recorded_at.utcoffset() == timedelta(0)

    def test_recorded_at_grows_by_a_microsecond_when_the_clock_stands_still_or_goes_back(
        self, log: EventLog, clock: Clock
    ) -> None:
        log.append([event("a"), event("b")])
        clock.now = NOON - timedelta(days=1)
        log.append([event("c")])
        clock.now = NOON + timedelta(days=1)
        log.append([event("d")])
        microsecond = timedelta(microseconds=1)
        assert [recorded.recorded_at for recorded in log.read()] == [
            NOON,
            NOON + microsecond,
            NOON + 2 * microsecond,
            NOON + timedelta(days=1),
        ]

    def test_a_clock_without_an_offset_is_refused(self, url: str) -> None:
        naive = NOON.replace(tzinfo=None)
        with open_log(url, create=True, clock=lambda: naive) as log:
            with pytest.raises(InvalidArgument, match="offset"):
                log.append([event("a")])
            assert log.head() == 0

    def test_a_clock_a_century_ahead_is_not_believed(self, log: EventLog, clock: Clock) -> None:
        log.append([event("a")])
        clock.now = NOON.replace(year=2128)
        with pytest.raises(ClockAhead, match="2128"):
            log.append([event("b")])
        clock.now = NOON.replace(year=2120)
        assert log.append([event("b")])[0].recorded_at == clock.now - clock.step
        assert log.head() == 2

    def test_at_the_end_of_time_an_append_is_refused_and_the_log_is_read_on(
        self, log: EventLog, clock: Clock
    ) -> None:
        clock.now, clock.step = datetime.max.replace(tzinfo=UTC), timedelta()
        log.append([event("a")])
        clock.now = NOON
        with pytest.raises(ClockAhead):
            log.append([event("b")])
        assert ids(log.read()) == ["a"]
