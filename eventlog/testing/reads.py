"""Test the contract of reading: order, bounds, queries, snapshots, digests."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from eventlog import ALL, Checkpoint, Event, EventLog, InvalidArgument, LogDamaged, Query, QueryItem
from eventlog.testing.fixtures import NOON, Clock, StoreContract, event, ids, tagged, typed

SEVERAL = [
    event("1", "filed", "court", "openai"),
    event("2", "filed", "court"),
    event("3", "withdrawn", "court", "openai"),
    event("4", "filed", "x"),
    event("5", "noted"),
]


def matches(query: Query, given: Event) -> bool:
    """Return whether the query matches the event, item by item, as `Query` defines it."""
    return not query.items or any(
        (not item.types or given.type in item.types) and item.tags <= set(given.tags) for item in query.items
    )


class ReadContract(StoreContract):
    """Test reading."""

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (ALL, "12345"),
            (typed("filed"), "124"),
            (typed("filed", "noted"), "1245"),
            (tagged("court"), "123"),
            (tagged("court", "openai"), "13"),
            (Query((QueryItem(types={"filed"}, tags={"openai", "court"}),)), "1"),
            (Query((QueryItem(types={"noted"}), QueryItem(tags={"openai"}))), "135"),
            (Query((QueryItem(tags={"court"}), QueryItem(tags={"openai"}))), "123"),
            (Query((QueryItem(types={"noted"}), QueryItem())), "12345"),
            (tagged("cour"), ""),
            (tagged("court", "x"), ""),
            (typed("absent"), ""),
        ],
        ids=lambda value: value if isinstance(value, str) else "query",
    )
    def test_a_query_matches_any_of_its_items_each_any_of_its_types_and_all_of_its_tags(
        self, log: EventLog, query: Query, expected: str
    ) -> None:
        log.append(SEVERAL)
        assert ids(log.read(query)) == list(expected)
        assert ids(log.read(query, backwards=True)) == list(reversed(expected))

    @pytest.mark.parametrize("seed", range(8))
    def test_reading_equals_going_through_all_events_by_hand(self, log: EventLog, seed: int) -> None:
        chance = random.Random(seed)
        words = "abcdef"
        given = [
            event(f"n{n}", chance.choice(words), *chance.sample(words, chance.randint(0, 4)))
            for n in range(300)
        ]
        log.append(given)
        for _ in range(40):
            items = (
                QueryItem(
                    types=chance.sample(words, chance.randint(0, 2)),
                    tags=chance.sample(words, chance.randint(0, 3)),
                )
                for _ in range(chance.randint(0, 3))
            )
            query, backwards = Query(tuple(items)), chance.random() < 0.5
            after, until = chance.randint(0, 310), chance.randint(0, 310)
            limit = chance.choice([None, 0, 1, 5, 1_000])
            expected = [entry.id for entry in given[after:until] if matches(query, entry)]
            expected = (expected[::-1] if backwards else expected)[:limit]
            answer = log.read(query, after=after, until=until, limit=limit, backwards=backwards)
            assert ids(answer) == expected

    def test_after_is_exclusive_and_until_is_inclusive(self, log: EventLog) -> None:
        log.append(SEVERAL)
        assert ids(log.read(after=1, until=3)) == ["2", "3"]
        assert ids(log.read(after=1, until=3, backwards=True)) == ["3", "2"]
        assert ids(log.read(after=5)) == ids(log.read(after=9)) == ids(log.read(until=0)) == []
        assert ids(log.read(after=4, until=10**15)) == ["5"]
        assert (
            ids(log.read(after=-(10**15), until=1))
            == ids(log.read(typed("filed"), after=-(10**15), until=1))
            == ["1"]
        )

    def test_until_may_be_an_instant_also_inclusive(self, log: EventLog, clock: Clock) -> None:
        for number in range(3):
            clock.now = NOON + timedelta(hours=number)
            log.append([event(str(number))])
        assert ids(log.read(until=NOON + timedelta(hours=1))) == ["0", "1"]
        assert ids(log.read(until=NOON + timedelta(hours=1, microseconds=-1))) == ["0"]

    def test_a_limit_counts_from_the_end_that_is_read_first(self, log: EventLog) -> None:
        log.append(SEVERAL)
        assert ids(log.read(limit=2)) == ["1", "2"]
        assert ids(log.read(limit=2, backwards=True)) == ["5", "4"]
        assert ids(log.read(tagged("court"), limit=1, backwards=True)) == ["3"]
        assert ids(log.read(limit=0)) == []
        with pytest.raises(InvalidArgument):
            log.read(limit=-1)

    def test_a_read_shows_the_log_as_it_stood_at_the_call(self, log: EventLog) -> None:
        log.append(SEVERAL)
        whole, by_tag = log.read(), log.read(tagged("court"))
        log.append([event("6", "filed", "court")])
        assert (ids(whole), ids(by_tag)) == (list("12345"), list("123"))

    def test_appending_goes_on_while_a_read_is_half_way(self, log: EventLog) -> None:
        log.append(event(f"n{number}", "noted", "x") for number in range(1_500))
        half = log.read(tagged("x"))
        next(half)
        log.append([event("late", "noted", "x")])
        assert len(list(half)) == 1_499

    def test_get_gives_the_event_with_the_id_or_none(self, log: EventLog) -> None:
        log.append(SEVERAL)
        third = log.get("3")
        assert third is not None
        assert (third.position, third.event) == (3, SEVERAL[2])
        assert [log.get(absent) for absent in ("6", "", "half \ud800")] == [None] * 3

    def test_position_at_is_the_last_position_recorded_by_then(self, log: EventLog, clock: Clock) -> None:
        assert log.position_at(NOON) == 0
        clock.step = timedelta(hours=1)
        for number in range(20):
            log.append([event(str(number))])
        assert log.position_at(NOON - timedelta(microseconds=1)) == 0
        assert [log.position_at(NOON + timedelta(hours=number)) for number in range(20)] == [*range(1, 21)]
        assert log.position_at(NOON + timedelta(minutes=90)) == 2
        assert log.position_at(NOON + timedelta(days=9)) == 20

    def test_a_time_without_an_offset_is_refused(self, log: EventLog) -> None:
        with pytest.raises(InvalidArgument, match="offset"):
            log.position_at(NOON.replace(tzinfo=None))
        with pytest.raises(InvalidArgument, match="offset"):
            log.read(until=NOON.replace(tzinfo=None))

    def test_a_log_as_it_was_appended_verifies(self, log: EventLog) -> None:
        assert (log.verify().position, log.verify().erased) == (0, 0)
        log.append(SEVERAL)
        last = next(log.read(backwards=True))
        verified = log.verify()
        assert (verified.position, verified.digest) == (5, last.digest)

    def test_every_event_has_a_digest_of_its_own(self, log: EventLog) -> None:
        log.append([event("a"), event("b")])
        first, second = log.read()
        assert len(first.digest) == 32
        assert first.digest != second.digest

    def test_a_checkpoint_is_one_line_that_a_grown_log_still_verifies_against(self, log: EventLog) -> None:
        empty = log.checkpoint()
        log.append(SEVERAL)
        line = str(log.checkpoint())
        log.append([event("6")])
        assert "\n" not in line
        assert Checkpoint.parse(line).position == 5
        assert log.verify(against=Checkpoint.parse(line)).position == 6
        assert log.verify(against=empty).position == 6

    def test_a_log_that_does_not_hold_the_checkpoint_does_not_verify(self, log: EventLog) -> None:
        log.append(SEVERAL)
        with pytest.raises(LogDamaged) as other:
            log.verify(against=Checkpoint(3, bytes(32)))
        with pytest.raises(LogDamaged) as cut_short:
            log.verify(against=Checkpoint(7, bytes(32)))
        assert (other.value.position, cut_short.value.position) == (3, 6)

    def test_a_quick_verification_recomputes_what_follows_the_checkpoint(self, log: EventLog) -> None:
        empty = log.checkpoint()
        log.append(SEVERAL)
        held = log.checkpoint()
        log.append([event("6")])
        last = next(log.read(backwards=True))
        for against, after in ((held, 5), (empty, 0), (log.checkpoint(), 6)):
            verified = log.verify(against=against, quick=True)
            assert (verified.after, verified.position, verified.digest) == (after, 6, last.digest)
            assert verified.checkpoint == log.checkpoint()

    def test_a_quick_verification_starts_from_a_checkpoint_that_the_log_holds(self, log: EventLog) -> None:
        log.append(SEVERAL)
        with pytest.raises(InvalidArgument, match="checkpoint"):
            log.verify(quick=True)
        for other in (Checkpoint(3, bytes(32)), Checkpoint(7, bytes(32))):
            with pytest.raises(LogDamaged, match="checkpoint"):
                log.verify(against=other, quick=True)

    def test_a_checkpoint_is_checked_by_its_position_alone(self, log: EventLog) -> None:
        log.append(SEVERAL)
        third = next(log.read(after=2))
        log.check(Checkpoint(0, bytes(32)))
        log.check(Checkpoint(3, third.digest))
        log.check(log.checkpoint())
        for other in (Checkpoint(3, bytes(32)), Checkpoint(7, third.digest)):
            with pytest.raises(LogDamaged, match="checkpoint"):
                log.check(other)
