"""Test the contract of `erase`: what is gone, what stays, and that it is told."""

from __future__ import annotations

import msgspec
import pytest

from eventlog import DuplicateId, EventLog, InvalidArgument, open_log
from eventlog.testing.fixtures import StoreContract, event, ids, tagged

PARTS = ["data", "tags", "id", "by"]


class ErasureContract(StoreContract):
    """Test erasing."""

    def test_an_erasure_is_an_event_that_says_what_was_erased_why_and_by_whom(self, log: EventLog) -> None:
        log.append([event("a"), event("b"), event("c")])
        receipt = log.erase([3, 1], parts=["id", "data"], why="court order 12/2025", by="clerk")
        assert (receipt.position, receipt.new) == (4, True)
        erasure = next(log.read(backwards=True))
        assert (erasure.id, erasure.type, erasure.by) == (receipt.id, "erasure", "clerk")
        payload = {"positions": [1, 3], "parts": ["data", "id"], "why": "court order 12/2025"}
        assert msgspec.json.decode(erasure.data) == payload
        assert ids(log.read(tagged("erases:1"))) == [receipt.id]

    @pytest.mark.parametrize("part", PARTS)
    def test_only_the_parts_that_are_named_are_gone_and_every_digest_stays(
        self, log: EventLog, part: str
    ) -> None:
        log.append([event("a", "filed", "x", data=b'{"n":1}', by="jo"), event("b", "noted", "x")])
        first, second = log.read()
        log.erase([1], parts=[part], why="court order 12/2025")
        erased, kept, _ = log.read()
        gone = {"data": b"null", "tags": (), "id": "erased:1", "by": None}
        whole = {"data": b'{"n":1}', "tags": ("x",), "id": "a", "by": "jo"}
        assert {name: getattr(erased, name) for name in PARTS} == {**whole, part: gone[part]}
        assert erased.erased == {part}
        assert (erased.digest, erased.recorded_at, erased.type) == (first.digest, first.recorded_at, "filed")
        assert kept == second
        assert log.verify().erased == 1

    def test_every_way_to_read_an_erased_event_goes_on_and_says_so(self, log: EventLog) -> None:
        log.append([event("a", "filed", "x", data=b'{"n":1}'), event("b", "filed", "x")])
        following = log.follow(timeout=0.05)
        log.erase([1], why="court order 12/2025")
        by_id = log.get("a")
        assert by_id is not None
        assert [each.erased for each in (by_id, next(log.read(tagged("x"))), next(following))] == [
            {"data"}
        ] * 3
        log.erase([1], parts=["tags", "id"], why="court order 13/2025")
        assert log.get("a") is None
        assert ids(log.read(tagged("x"))) == ["b"]
        assert ids(log.read(limit=2)) == ["erased:1", "b"]

    def test_a_log_that_was_open_sees_what_another_erased(self, log: EventLog, url: str) -> None:
        log.append([event("a", data=b"1")])
        with open_log(url) as other:
            assert next(other.read()).data == b"1"
            log.erase([1], why="court order 12/2025")
            assert next(other.read()).erased == {"data"}

    def test_an_erased_event_cannot_be_appended_again_under_its_id(self, log: EventLog) -> None:
        log.append([event("a", data=b"1")])
        log.erase([1], why="court order 12/2025")
        with pytest.raises(DuplicateId):
            log.append([event("a", data=b"1")])

    def test_a_checkpoint_vouches_for_what_was_erased_before_it(self, log: EventLog) -> None:
        log.append([event("a"), event("b")])
        before = log.checkpoint()
        log.erase([1], why="court order 12/2025")
        after = log.checkpoint()
        assert (before.position, after.position) == (2, 3)
        assert log.verify(against=before) == log.verify(against=after)

    def test_a_quick_verification_counts_what_was_erased_of_what_it_recomputes(self, log: EventLog) -> None:
        log.append([event("a"), event("b"), event("c")])
        held = log.checkpoint()
        log.append([event("d"), event("e")])
        log.erase([1, 4], why="court order 12/2025")
        assert log.verify(against=held, quick=True).erased == 1
        assert log.verify(against=held).erased == 2

    def test_what_cannot_be_erased_is_refused_and_nothing_is_changed(self, log: EventLog) -> None:
        log.append([event("a"), event("b")])
        log.erase([1], why="court order 12/2025")
        for positions, parts, why in [
            ([], ["data"], "a reason"),
            ([0], ["data"], "a reason"),
            ([2, 4], ["data"], "a reason"),
            ([3], ["data"], "a reason"),
            ([2], [], "a reason"),
            ([2], ["type"], "a reason"),
            ([2], ["data"], " "),
        ]:
            with pytest.raises(InvalidArgument):
                log.erase(positions, parts=parts, why=why)
        assert log.head() == 3
        assert next(log.read(after=1)).erased == set()

    def test_nobody_else_appends_an_erasure(self, log: EventLog) -> None:
        with pytest.raises(InvalidArgument, match="erase"):
            log.append([event("a"), event("b", "erasure", "erases:1")])
        assert log.head() == 0
