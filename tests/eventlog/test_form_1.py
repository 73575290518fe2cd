"""Logs of form 1, as the program before this one wrote them: read, verified, upgraded, appended to."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from eventlog import Checkpoint, Event, InvalidArgument, LogDamaged, OlderForm, form1, open_log, upgrade_log

Form1 = Callable[..., Path]
Unguarded = Callable[[Path], AbstractContextManager[sqlite3.Connection]]
EXPORT = Path(__file__).parents[1] / "fixtures" / "form-1.jsonl"
LAST = Checkpoint.parse("eventlog/1 18 23cd295a3b38db4a85e4590652aea033adf3039088a798294d352af9ac0290aa")
"""What `checkpoint` of the program that wrote the log printed."""
NEW = Event(id="new", type="noted", data=b"{}", by="jo")


def exported() -> list[dict[str, object]]:
    """Return what `export` of the program that wrote the log printed."""
    return [json.loads(line) for line in EXPORT.read_text("utf-8").splitlines()]


def stored(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT position, id, type, version, recorded_at, tags, data FROM events ORDER BY position"
    ).fetchall()
    connection.close()
    return rows


def test_a_log_of_form_1_is_read_and_verified_as_it_is(form_1: Form1) -> None:
    path = form_1()
    before = path.read_bytes()
    with open_log(path) as log:
        records = [{"record": event.type, **json.loads(event.data)} for event in log.read()]
        assert records == exported()
        assert [event.id for event in log.read(backwards=True)][:2] == ["a4", "a3"]
        verified = log.verify(against=LAST)
        assert (verified.position, verified.digest, verified.form) == (18, LAST.digest, 1)
        assert log.checkpoint() == LAST
    assert path.read_bytes() == before


def test_an_append_to_a_log_of_form_1_is_refused_with_the_command_that_helps(form_1: Form1) -> None:
    path = form_1()
    before = path.read_bytes()
    with open_log(path) as log:
        with pytest.raises(OlderForm, match="chrono upgrade") as caught:
            log.append([NEW])
        with pytest.raises(OlderForm):
            log.erase([1], why="court order 12/2025")
        assert (caught.value.found, caught.value.known) == (1, 2)
        assert log.head() == 18
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["form-1", "form-1-erased"])
def test_an_upgrade_keeps_what_was_appended_and_the_last_checkpoint(form_1: Form1, name: str) -> None:
    path = form_1(name)
    before = stored(path)
    verified = upgrade_log(path)
    assert stored(path)[:18] == before
    assert verified.form == 2
    with open_log(path) as log:
        assert log.verify(against=LAST) == verified
        assert log.append([NEW])[0].position == verified.position + 1
        assert log.verify(against=LAST).position == verified.position + 1
        assert upgrade_log(path).position == verified.position + 1


def test_a_payload_erased_in_form_1_is_an_erasure_of_form_2(form_1: Form1) -> None:
    path = form_1("form-1-erased")
    with open_log(path) as log:
        assert [event.position for event in log.read() if event.erased] == [7]
        assert log.verify().erased == 1
    assert upgrade_log(path).erased == 1
    with open_log(path) as log:
        *events, erasure = log.read()
        assert [(event.position, event.erased) for event in events if event.erased] == [(7, {"data"})]
        assert erasure.type == "erasure"
        assert json.loads(erasure.data) == {
            "positions": [7],
            "parts": ["data"],
            "why": "court order 12/2025",
            "erased_at": 1735776000000000,
        }


def test_an_upgraded_log_verifies_against_checkpoints_of_form_1(form_1: Form1) -> None:
    path = form_1()
    with open_log(path) as log:
        fifth = Checkpoint(5, next(log.read(after=4)).digest, form=1)
    upgrade_log(path)
    with open_log(path) as log:
        assert log.verify(against=fifth).position == 18
        with pytest.raises(LogDamaged, match="checkpoint"):
            log.verify(against=Checkpoint(5, bytes(32), form=1))
        with pytest.raises(LogDamaged, match="form 1"):
            log.verify(against=Checkpoint(19, bytes(32), form=1))
        log.erase([3], why="court order 12/2025")
        assert log.verify(against=LAST).position == 19
        with pytest.raises(InvalidArgument, match="erased since"):
            log.verify(against=fifth)


def test_a_checkpoint_of_form_2_cannot_be_of_a_log_of_form_1(form_1: Form1) -> None:
    with open_log(form_1()) as log, pytest.raises(InvalidArgument, match="form 2"):
        log.verify(against=Checkpoint(18, LAST.digest))


def test_an_upgraded_log_that_is_not_what_was_upgraded_is_damaged(
    form_1: Form1, unguarded: Unguarded
) -> None:
    path = form_1()
    upgrade_log(path)
    with unguarded(path) as connection:
        forged = str(Checkpoint(18, bytes(32), form=1))
        connection.execute("UPDATE meta SET value = ? WHERE key = 'upgraded'", [forged])
    with pytest.raises(LogDamaged), open_log(path) as log:
        log.verify()


def test_a_damaged_log_is_not_upgraded(form_1: Form1, unguarded: Unguarded) -> None:
    path = form_1()
    with unguarded(path) as connection:
        connection.execute("UPDATE events SET data = x'00' WHERE position = 9")
    before = stored(path)
    with pytest.raises(LogDamaged) as caught:
        upgrade_log(path)
    assert caught.value.position == 9
    assert stored(path) == before


def test_who_has_the_log_open_goes_on_reading_while_it_is_upgraded(form_1: Form1) -> None:
    path = form_1()
    with open_log(path) as reading, open_log(path) as waiting:
        half = reading.read()
        assert next(half).position == 1
        upgrade_log(path)
        assert [event.position for event in half] == [*range(2, 19)]
        assert [event.position for event in reading.read()] == [*range(1, 19)]
        assert waiting.append([NEW])[0].position == 19
        assert reading.head() == 19


def test_a_log_with_events_of_the_type_that_form_2_keeps_for_itself_is_not_upgraded(
    form_1: Form1, unguarded: Unguarded
) -> None:
    path = form_1()
    with open_log(path) as log:
        before, last = log.read(after=16)
    columns = "payload_hash, recorded_at"
    with unguarded(path) as connection:
        payload, time = connection.execute(f"SELECT {columns} FROM events WHERE position = 18").fetchone()
        digest = form1.event_digest(
            previous=before.digest,
            position=18,
            recorded_at=time,
            id=last.id,
            type="erasure",
            version=last.version,
            payload=payload,
            tags=last.tags,
        )
        connection.execute("UPDATE events SET type = 'erasure', digest = ? WHERE position = 18", [digest])
    with pytest.raises(InvalidArgument, match="erasure"):
        upgrade_log(path)
    with open_log(path) as log:
        assert log.verify().form == 1


def changes() -> list[str]:
    return [
        "UPDATE events SET type = 'x' WHERE position = 7",
        "UPDATE events SET id = 'x' WHERE position = 7",
        "UPDATE events SET tags = '[]' WHERE position = 7",
        "UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 7",
        "UPDATE events SET version = 2 WHERE position = 7",
        "UPDATE events SET payload_hash = zeroblob(32) WHERE position = 7",
        "UPDATE events SET digest = zeroblob(32) WHERE position = 7",
        "UPDATE erasures SET reason = 'x' WHERE position = 7",
        "UPDATE erasures SET digest = zeroblob(32) WHERE position = 7",
        "DELETE FROM erasures WHERE position = 7",
        "INSERT INTO erasures VALUES (7, 'why', 1, zeroblob(32)) ON CONFLICT DO UPDATE SET erased_at = 1",
    ]


@pytest.mark.parametrize("change", changes())
def test_a_changed_value_of_form_1_is_found_at_its_position(
    form_1: Form1, unguarded: Unguarded, change: str
) -> None:
    path = form_1("form-1-erased")
    with unguarded(path) as connection:
        assert connection.execute(change).rowcount == 1
    with open_log(path) as log, pytest.raises(LogDamaged) as caught:
        log.verify()
    assert caught.value.position == 7
