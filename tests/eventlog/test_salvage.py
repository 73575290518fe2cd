"""What is intact of a damaged log is saved into a new one, and what is not is named."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from eventlog import Event, EventLog, NotALog, StorageFailed, open_log, salvage_log

Unguarded = Callable[[Path], AbstractContextManager[sqlite3.Connection]]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "saved.db"


@pytest.fixture
def whole(log: EventLog, path: Path, several: list[Event]) -> Path:
    """Return the path of a log of five events and the erasure of the payload of one."""
    log.append(several)
    log.erase([4], why="court order 12/2025")
    log.close()
    return path


def test_a_sound_log_is_saved_whole_with_its_digests(whole: Path, target: Path) -> None:
    with open_log(whole) as log:
        before = log.checkpoint()
        events = list(log.read(until=5))
    result = salvage_log(whole, target)
    assert (result.saved, result.lost) == (6, ())
    with open_log(target) as saved:
        assert list(saved.read(until=5)) == events
        assert saved.verify().erased == 1
        assert saved.verify().position == before.position


def test_a_damaged_event_is_lost_and_the_others_are_saved(
    whole: Path, target: Path, unguarded: Unguarded
) -> None:
    with open_log(whole) as log:
        events = {event.position: event for event in log.read()}
    with unguarded(whole) as connection:
        connection.execute("UPDATE events SET data = x'00' WHERE position = 2")
    result = salvage_log(whole, target)
    assert (result.saved, [lost.position for lost in result.lost]) == (5, [2])
    with open_log(target) as saved:
        assert saved.verify().position == 5
        read = list(saved.read())
        assert read[0] == events[1]
        assert [event.id for event in read[:4]] == ["a", "c", "d", "e"]
        assert [event.recorded_at for event in read] == [events[at].recorded_at for at in (1, 3, 4, 5, 6)]
        assert [event.position for event in read if event.erased] == [3]


def test_what_is_gone_is_named_too(whole: Path, target: Path, unguarded: Unguarded) -> None:
    with unguarded(whole) as connection:
        connection.execute("DELETE FROM events WHERE position IN (3, 6)")
    result = salvage_log(whole, target)
    lost = [each.position for each in result.lost]
    assert set(lost) >= {3, 6}
    with open_log(target) as saved:
        assert [event.id for event in saved.read()][:2] == ["a", "b"]


def test_a_log_of_form_1_is_saved_into_form_2(form_1: Callable[..., Path], target: Path) -> None:
    path = form_1()
    assert salvage_log(path, target).saved == 18
    with open_log(path) as former, open_log(target) as saved:
        assert [event.event for event in saved.read()] == [event.event for event in former.read()]
        assert saved.verify().position == 18


def test_nothing_is_written_over(whole: Path, target: Path) -> None:
    target.write_text("notes")
    with pytest.raises(StorageFailed):
        salvage_log(whole, target)
    assert target.read_text() == "notes"


def test_a_file_that_was_cut_gives_what_is_left(tmp_path: Path, target: Path) -> None:
    path = tmp_path / "long.db"
    with open_log(path, create=True) as log:
        log.append(Event(id=f"n{number}", type="noted", data=b"x" * 500) for number in range(300))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) - 9_000])
    result = salvage_log(path, target)
    assert result.saved + len(result.lost) == 300
    assert result.saved > 200
    with open_log(target) as saved:
        assert saved.verify().position == result.saved


def test_of_a_file_that_was_cut_every_page_that_is_left_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "long.db"
    with open_log(path, create=True) as log:
        log.append(Event(id=f"n{number}", type="noted", data=b"x" * 500) for number in range(600))
    whole = path.stat().st_size
    saved = []
    for left in (whole // 4, whole // 2, whole * 3 // 4):
        cut = tmp_path / f"cut-{left}.db"
        cut.write_bytes(path.read_bytes()[:left])
        result = salvage_log(cut, tmp_path / f"saved-{left}.db")
        assert result.saved + len(result.lost) == 600
        assert [lost.position for lost in result.lost] == sorted({lost.position for lost in result.lost})
        whole_rows = cut.read_bytes().count(b"x" * 500)
        assert whole_rows * 0.9 < result.saved <= whole_rows
        saved.append(result.saved)
    assert saved == sorted(saved)


def test_what_follows_a_lost_event_is_not_vouched_for_and_says_so(
    whole: Path, target: Path, unguarded: Unguarded
) -> None:
    with unguarded(whole) as connection:
        connection.execute("DELETE FROM events WHERE position = 2")
    result = salvage_log(whole, target)
    assert [lost.position for lost in result.lost] == [2, 3]
    assert "chained" in result.lost[1].reason


PAGE = 8192


def numbered(count: int) -> list[Event]:
    """Return events, each found in the bytes of a file by its payload; every 40th fills several pages."""
    return [
        Event(
            id=f"n{number}",
            type="noted",
            data=b'{"n":"%06d","x":"%s"}' % (number, b"x" * (20_000 if number % 40 == 7 else 500)),
            tags=("t",),
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture(scope="module")
def long_log(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("long") / "log.db"
    with open_log(path, create=True) as log:
        log.append(numbered(240))
    return path.read_bytes()


def test_whatever_page_is_lost_every_event_that_is_in_the_others_is_saved_but_the_one_after_a_lost_one(
    long_log: bytes, tmp_path: Path
) -> None:
    pages = len(long_log) // PAGE
    for page in range(pages):
        damaged, target = tmp_path / "damaged.db", tmp_path / f"saved-{page}.db"
        content = long_log[: page * PAGE] + bytes(PAGE) + long_log[(page + 1) * PAGE :]
        damaged.write_bytes(content)
        short = [event for event in numbered(240) if len(event.data) < 1_000]
        gone = {int(event.id[1:]) for event in short if event.data not in content}

        lost = {each.position for each in salvage_log(damaged, target).lost}

        allowed = {position for position in range(1, 241) if position % 40 == 7}  # those of several pages
        assert gone <= lost, page
        assert len(lost & allowed) <= 1, page
        assert lost - allowed <= gone | {position + 1 for position in lost}, page
        with open_log(target, read_only=True) as saved:
            assert saved.verify().position == 240 - len(lost)


def test_a_log_of_form_1_whose_first_page_is_lost_is_saved_whole(
    form_1: Callable[..., Path], tmp_path: Path
) -> None:
    path = form_1()
    with open_log(path) as log:
        events = [event.event for event in log.read()]
    path.write_bytes(bytes(PAGE) + path.read_bytes()[PAGE:])

    assert salvage_log(path, tmp_path / "saved.db").lost == ()

    with open_log(tmp_path / "saved.db") as saved:
        assert [event.event for event in saved.read()] == events


def test_what_is_no_log_is_not_salvaged(tmp_path: Path, target: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("notes " * 5_000)
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE events (position INTEGER PRIMARY KEY, text TEXT)")
    connection.execute("INSERT INTO events VALUES (1, 'x')")
    connection.commit()
    connection.close()
    for path in (text, other):
        with pytest.raises(NotALog):
            salvage_log(path, target)
    assert not target.exists()
