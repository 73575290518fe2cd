"""Test the contract of upcasting: the same on every way to read, and nothing stored is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from eventlog import DuplicateId, EventLog, UnknownVersion, UnreadablePayload, open_log
from eventlog.testing.fixtures import StoreContract, event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OLD = event("a", "report", "x", data=b'{"sum":97.40}')
OTHER = event("b", "unknown", data=b'{"sum":97.40}', version=9)


def _with_unit(payload: dict[str, Any]) -> Mapping[str, Any]:
    return {"amount": payload["sum"], "unit": "USD"}


def _with_note(payload: dict[str, Any]) -> Mapping[str, Any]:
    return {**payload, "note": "提訴"}


STEPS = {("report", 1): _with_unit, ("report", 2): _with_note}
NEW_DATA = '{"amount":97.40,"unit":"USD","note":"提訴"}'.encode()


class UpcastContract(StoreContract):
    """Test upcasting."""

    @pytest.fixture
    def upcasting(self, log: EventLog, url: str) -> Iterator[EventLog]:
        """Yield a log with events of an older version and of an unknown type, opened by a newer program."""
        log.append([OLD, OTHER])
        with open_log(url, upcasters=STEPS, versions={"report": 3}) as newer:
            yield newer

    def test_every_read_path_gives_the_present_version(self, upcasting: EventLog) -> None:
        paths = {
            "read": next(upcasting.read()),
            "get": upcasting.get("a"),
            "follow": next(upcasting.follow()),
        }
        for recorded in paths.values():
            assert recorded is not None
            assert (recorded.version, recorded.data, recorded.tags) == (3, NEW_DATA, ("x",))

    def test_events_of_unknown_types_pass_through_as_they_are(self, upcasting: EventLog) -> None:
        assert [recorded.event for recorded in upcasting.read(after=1)] == [OTHER]

    def test_an_event_in_the_present_version_passes_through_byte_for_byte(self, upcasting: EventLog) -> None:
        upcasting.append([event("c", "report", data=b'{ "amount" : 1e2 }', version=3)])
        assert [recorded.data for recorded in upcasting.read(after=2)] == [b'{ "amount" : 1e2 }']

    def test_upcasting_changes_neither_the_digest_nor_what_is_stored(
        self, log: EventLog, upcasting: EventLog
    ) -> None:
        assert next(upcasting.read()).digest == next(log.read()).digest
        assert next(log.read()).event == OLD
        assert upcasting.verify() == log.verify()

    def test_the_same_event_again_is_compared_as_it_is_stored(self, upcasting: EventLog) -> None:
        assert not upcasting.append([OLD])[0].new
        with pytest.raises(DuplicateId):
            upcasting.append([event("a", "report", "x", data=NEW_DATA, version=3)])

    def test_a_stored_version_newer_than_the_program_is_refused_by_name(
        self, log: EventLog, url: str
    ) -> None:
        log.append([OLD, event("n", "report", version=4)])
        with open_log(url, upcasters=STEPS) as older:
            reading = older.read()
            assert next(reading).id == "a"
            with pytest.raises(UnknownVersion) as caught:
                next(reading)
        assert (caught.value.id, caught.value.version, caught.value.known) == ("n", 4, 3)

    def test_an_event_newer_than_its_declared_version_is_not_appended(self, upcasting: EventLog) -> None:
        with pytest.raises(UnknownVersion):
            upcasting.append([event("c"), event("n", "report", version=4)])
        assert upcasting.head() == 2

    def test_a_payload_that_cannot_be_upcast_is_named(self, log: EventLog, url: str) -> None:
        log.append([event("c", "report", data=b"[]")])
        with open_log(url, upcasters=STEPS) as newer, pytest.raises(UnreadablePayload) as caught:
            newer.get("c")
        assert (caught.value.position, caught.value.id) == (1, "c")
