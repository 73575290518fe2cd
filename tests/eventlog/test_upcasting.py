"""Upcasters are checked when a log is opened; what they do to events stands in the contract."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from eventlog import DuplicateId, Event, EventLog, MissingUpcaster, UnusedUpcaster, open_log


def same(payload: dict[str, Any]) -> Mapping[str, Any]:
    return payload


@pytest.mark.parametrize(
    ("steps", "versions", "missing"),
    [
        ([], {"report": 2}, ("report", 1)),
        ([("report", 2)], {"report": 3}, ("report", 1)),
        ([("report", 1), ("report", 3)], {}, ("report", 2)),
        ([("report", 1)], {"report": 3}, ("report", 2)),
        ([("report", 1)], {"report": 2, "source": 2}, ("source", 1)),
    ],
    ids=["none at all", "the first", "one between, versions left out", "the last", "of another type"],
)
def test_a_missing_step_is_told_when_the_log_is_opened(
    log: EventLog,
    path: Path,
    steps: list[tuple[str, int]],
    versions: dict[str, int],
    missing: tuple[str, int],
) -> None:
    assert log.head() == 0
    with pytest.raises(MissingUpcaster) as caught:
        open_log(path, upcasters=dict.fromkeys(steps, same), versions=versions)
    assert (caught.value.type, caught.value.version) == missing


@pytest.mark.parametrize(
    ("step", "declared"), [(("report", 1), 1), (("report", 0), 2)], ids=["too late", "too early"]
)
def test_a_step_that_could_never_run_is_told_when_the_log_is_opened(
    log: EventLog, path: Path, step: tuple[str, int], declared: int
) -> None:
    assert log.head() == 0
    steps = {step: same, ("report", 1): same} if declared > 1 else {step: same}
    with pytest.raises(UnusedUpcaster) as caught:
        open_log(path, upcasters=steps, versions={"report": declared})
    assert (caught.value.type, caught.value.version) == step


def test_a_fault_in_the_upcasters_is_told_before_a_log_is_made(path: Path) -> None:
    with pytest.raises(MissingUpcaster):
        open_log(path, create=True, versions={"report": 2})
    assert not path.exists()


def test_numbers_pass_through_upcasters_with_their_exact_digits(path: Path) -> None:
    data = b'{"a":97.40,"b":123456789012345678901234567890,"c":0.1000000000000000055511151231257827,"d":-0.0}'
    with open_log(path, create=True, upcasters={("report", 1): same}) as log:
        log.append([Event(id="a", type="report", data=data)])
        (recorded,) = log.read()
    assert (recorded.version, recorded.data) == (2, data)


def test_an_upcaster_may_change_the_dict_it_is_given(path: Path) -> None:
    def shorten(payload: dict[str, Any]) -> Mapping[str, Any]:
        del payload["b"]
        return payload

    with open_log(path, create=True, upcasters={("report", 1): shorten}) as log:
        log.append([Event(id="a", type="report", data=b'{"a":1,"b":2}')])
        assert [recorded.data for recorded in log.read()] == [b'{"a":1}']
        assert [recorded.data for recorded in log.read()] == [b'{"a":1}']


def test_an_erased_payload_is_not_upcast(log: EventLog, path: Path, erase: Callable[..., None]) -> None:
    log.append([Event(id="a", type="report", data=b'{"a":1}')])
    erase(path, 1, "court order 12/2025")
    with open_log(path, upcasters={("report", 1): same}) as newer:
        recorded, _ = newer.read()
    assert (recorded.erased, recorded.data, recorded.version) == ({"data"}, b"null", 1)


def test_an_erased_event_cannot_be_appended_again(
    log: EventLog, path: Path, erase: Callable[..., None]
) -> None:
    event = Event(id="a", type="report", data=b'{"a":1}')
    log.append([event])
    erase(path, 1, "court order 12/2025")
    with pytest.raises(DuplicateId):
        log.append([event])
