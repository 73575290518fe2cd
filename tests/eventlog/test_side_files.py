"""The file of a log and what lies beside it: each alone, cut, flipped, another log's, or of another name."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eventlog import (
    Event,
    EventLog,
    HardLinked,
    LogDamaged,
    LogMissing,
    NotALog,
    ReadOnlyLog,
    open_log,
    salvage_log,
)

KILLED = """
import os, signal, sys
from eventlog import Event, open_log

log = open_log(sys.argv[1])
for number in range(3):
    log.append([Event(id=f"{sys.argv[2]}-{number}", type="noted", data=b"{}", tags=("t",))])
os.kill(os.getpid(), signal.SIGKILL)
"""
HEAD = "import sys; from eventlog import open_log; print(open_log(sys.argv[1], read_only=True).head())"
FRAME = 8192 + 24

Kill = Callable[..., None]


def event(name: str) -> Event:
    return Event(id=name, type="noted", data=b"{}")


def wal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file.name.startswith(path.name))


@pytest.fixture
def append_and_die(child_environment: dict[str, str]) -> Kill:
    """Return a function that lets another process append three events to a log and be killed."""

    def run(path: Path, name: str = "n") -> None:
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(path), name], env=child_environment, check=False
        )
        assert done.returncode == -signal.SIGKILL

    return run


@pytest.fixture
def made(path: Path) -> Path:
    """Return the path of a log that holds one event and was closed."""
    with open_log(path, create=True) as log:
        log.append([event("a")])
    return path


@pytest.fixture
def crashed(made: Path, append_and_die: Kill) -> Path:
    """Return the path of a log of four events, three of which are in its -wal: their writer was killed."""
    append_and_die(made)
    assert wal(made).stat().st_size > 3 * FRAME
    return made


def fault(path: Path) -> str:
    """Return how a log that is opened for reading is damaged."""
    with pytest.raises(LogDamaged) as caught, open_log(path, read_only=True) as log:
        list(log.read())
    return str(caught.value)


def test_a_log_that_is_closed_is_one_file_and_reading_makes_no_other(made: Path) -> None:
    assert beside(made) == [made.name]
    with open_log(made, read_only=True) as log:
        assert log.verify().position == 1
        assert beside(made) == [made.name]
    assert beside(made) == [made.name]


def test_a_log_that_nobody_closes_is_whole_at_the_end_of_the_process(
    made: Path, child_environment: dict[str, str]
) -> None:
    code = KILLED.replace("os.kill(os.getpid(), signal.SIGKILL)", "")
    subprocess.run([sys.executable, "-c", code, str(made), "n"], env=child_environment, check=True)
    assert beside(made) == [made.name]
    with open_log(made) as log:
        assert log.head() == 4


def test_what_a_killed_writer_left_beside_the_file_is_read_and_taken_in(crashed: Path) -> None:
    with open_log(crashed, read_only=True) as log:
        assert log.head() == log.verify().position == 4
    with open_log(crashed) as log:
        assert log.append([event("b")])[0].position == 5
    assert beside(crashed) == [crashed.name]


@pytest.mark.parametrize("again", [False, True], ids=["nothing yet", "what was there already"])
def test_a_writer_killed_before_it_appended_leaves_a_log_that_is_whole(
    made: Path, child_environment: dict[str, str], *, again: bool
) -> None:
    first = "log.append([Event(id='a', type='noted', data=b'{}')])" if again else "log._open_writer()"
    code = (
        "import os, signal, sys\nfrom eventlog import Event, open_log\n"
        f"log = open_log(sys.argv[1])\n{first}\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(made)], env=child_environment, check=False)
    with open_log(made, read_only=True) as log:
        assert log.verify().position == 1
    with open_log(made) as log:
        assert log.append([event("b")])[0].position == 2
    assert beside(made) == [made.name]


def test_an_erasure_leaves_a_log_that_is_whole_also_for_who_opens_it_meanwhile(made: Path) -> None:
    with open_log(made) as log:
        log.erase([1], why="court order 12/2025")
        with open_log(made.with_name("link.db"), create=True):
            pass
        code = (
            "import sys; from eventlog import open_log; print(open_log(sys.argv[1], read_only=True).head())"
        )
        done = subprocess.run([sys.executable, "-c", code, str(made)], capture_output=True, check=True)
        assert done.stdout == b"2\n"


def test_the_file_of_an_open_log_alone_is_not_taken_for_the_whole(crashed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(crashed, copy)
    assert "-wal" in fault(copy)
    with pytest.raises(LogDamaged), open_log(copy) as log:
        log.append([event("b")])
    assert beside(copy) == [copy.name]


def test_a_log_whose_side_file_is_gone_is_damaged(crashed: Path) -> None:
    wal(crashed).unlink()
    assert "-wal" in fault(crashed)


def test_a_closed_log_with_the_side_file_of_another_is_damaged_and_not_changed(
    made: Path, tmp_path: Path, append_and_die: Kill
) -> None:
    other = tmp_path / "other.db"
    open_log(other, create=True).close()
    append_and_die(other)
    shutil.copy(wal(other), wal(made))
    before = made.read_bytes()
    assert "does not belong" in fault(made)
    with pytest.raises(LogDamaged), open_log(made) as log:
        log.append([event("b")])
    assert made.read_bytes() == before


def test_an_open_log_with_the_side_file_of_another_is_damaged(
    crashed: Path, tmp_path: Path, append_and_die: Kill
) -> None:
    other = tmp_path / "other.db"
    open_log(other, create=True).close()
    append_and_die(other, "other")
    shutil.copy(wal(other), wal(crashed))
    assert "-wal" in fault(crashed)


def test_an_open_log_with_an_earlier_side_file_of_its_own_is_damaged(
    crashed: Path, append_and_die: Kill
) -> None:
    early = wal(crashed).read_bytes()
    with open_log(crashed) as log:
        log.append(event(f"m{number}") for number in range(300))
    append_and_die(crashed, "late")
    wal(crashed).write_bytes(early)
    assert "-wal" in fault(crashed)


def test_a_flipped_bit_in_the_side_file_is_noticed_wherever_it_matters(crashed: Path) -> None:
    content = wal(crashed).read_bytes()
    for offset in range(0, len(content), 211):
        flipped = bytearray(content)
        flipped[offset] ^= 1 << offset % 8
        wal(crashed).write_bytes(flipped)
        try:
            with open_log(crashed, read_only=True) as log:
                assert [recorded.id for recorded in log.read()] == ["a", "n-0", "n-1", "n-2"]
        except LogDamaged:
            pass


def test_an_append_that_was_cut_off_is_not_damage(crashed: Path) -> None:
    whole = wal(crashed).read_bytes()
    wal(crashed).write_bytes(whole + whole[-FRAME : -FRAME // 2])  # begun when the writer was killed
    with open_log(crashed, read_only=True) as log:
        assert [recorded.id for recorded in log.read()] == ["a", "n-0", "n-1", "n-2"]
        assert log.verify().position == 4


@pytest.mark.parametrize("left", [-1, -FRAME, FRAME + 32, 32, 31, 0])
def test_a_side_file_that_is_shorter_than_what_was_acknowledged_is_damaged(crashed: Path, left: int) -> None:
    wal(crashed).write_bytes(wal(crashed).read_bytes()[:left])
    assert "-wal" in fault(crashed)
    with pytest.raises(LogDamaged), open_log(crashed) as log:
        log.append([event("b")])


def test_an_empty_side_file_with_nothing_that_says_it_should_be_is_damaged(crashed: Path) -> None:
    wal(crashed).write_bytes(b"")
    crashed.with_name(f"{crashed.name}-shm").unlink()
    assert "-wal" in fault(crashed)


def test_a_side_file_that_another_program_emptied_into_the_file_is_whole(log: EventLog, path: Path) -> None:
    log.append([event("a")])
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert wal(path).stat().st_size == 0
    done = subprocess.run(
        [sys.executable, "-c", HEAD, str(path)],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == b"1\n"
    connection.close()


def test_a_frame_that_was_half_written_over_an_earlier_one_is_not_damage(crashed: Path) -> None:
    whole = wal(crashed).read_bytes()
    header = whole[-FRAME : -FRAME + 24]  # of the present use, and what follows does not fit its checksum
    wal(crashed).write_bytes(whole + header + b"x" * (FRAME - 24))
    with open_log(crashed, read_only=True) as log:
        assert [recorded.id for recorded in log.read()] == ["a", "n-0", "n-1", "n-2"]


@pytest.mark.parametrize("kept", [True, False], ids=["as left", "without -shm"])
def test_the_last_frame_that_was_acknowledged_is_checked(crashed: Path, *, kept: bool) -> None:
    whole = wal(crashed).read_bytes()
    wal(crashed).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    if not kept:
        crashed.with_name(f"{crashed.name}-shm").unlink()
    assert "-wal" in fault(crashed)


def test_a_process_that_dies_between_two_modes_leaves_a_log_that_is_whole(made: Path) -> None:
    connection = sqlite3.connect(made)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert "-wal" in fault(made)
    with open_log(made.with_name("other.db"), create=True):
        pass
    connection = sqlite3.connect(made)
    (digest,) = connection.execute("SELECT lower(hex(digest)) FROM events").fetchone()
    connection.close()
    made.with_name(f"{made.name}-whole.99999999").write_text(f"1 {digest}\n")
    with open_log(made) as log:
        assert log.append([event("b")])[0].position == 2
    assert beside(made) == [made.name]


def test_a_file_that_was_cut_is_damaged_also_within_its_last_page(made: Path) -> None:
    size = made.stat().st_size
    for cut in (1, 300, 8_000, 8_192, size // 2):
        os.truncate(made, size - cut)
        assert "cut" in fault(made)


def test_a_log_with_a_hard_link_is_read_and_not_appended_to(made: Path) -> None:
    os.link(made, made.with_name("other.db"))
    with open_log(made) as log:
        assert log.head() == 1
        with pytest.raises(HardLinked, match="hard link") as caught:
            log.append([event("b")])
    assert isinstance(caught.value, OSError)
    made.with_name("other.db").unlink()
    with open_log(made) as log:
        assert log.append([event("b")])[0].position == 2


def test_the_name_under_which_a_log_was_made_is_taken_away_where_its_maker_was_killed(made: Path) -> None:
    former, foreign = made.with_name(f".{made.name}.x1y2"), made.with_name(f".{made.name}.notes")
    for folder in (former, foreign):
        folder.mkdir()
    (foreign / made.name).write_text("notes")
    os.link(made, former / made.name)
    with open_log(made, read_only=True) as log:
        assert log.head() == 1
    with open_log(made) as log:
        assert log.append([event("b")])[0].position == 2
    assert not former.exists()
    assert (foreign / made.name).read_text() == "notes"


def test_a_second_name_elsewhere_is_not_taken_away(made: Path) -> None:
    for other in (made.with_name(f".{made.name}.copy"), made.with_name("folder") / made.name):
        other.parent.mkdir(exist_ok=True)
        os.link(made, other)
        with open_log(made) as log, pytest.raises(HardLinked):
            log.append([event("b")])
        assert other.exists()
        other.unlink()


def test_a_symbolic_link_is_another_way_to_the_same_log(made: Path) -> None:
    link = made.with_name("link.db")
    link.symlink_to(made)
    with open_log(link) as one, open_log(made) as other:
        one.append([event("b")])
        other.append([event("c")])
        assert one.head() == other.head() == 3


def test_what_lies_beside_the_file_belongs_to_it_by_a_symbolic_link_too(
    crashed: Path, tmp_path: Path
) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(crashed)
    with open_log(link, read_only=True) as log:
        assert log.head() == log.verify().position == 4
    assert salvage_log(link, tmp_path / "saved.db").saved == 4
    with open_log(link) as log:
        assert log.append([event("b")])[0].position == 5
    assert [file.name for file in link.parent.iterdir()] == [link.name]


@pytest.mark.parametrize("create", [False, True], ids=["opened", "made"])
@pytest.mark.parametrize("sort", ["named pipe", "device", "levels of symbolic links"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, sort: str, *, create: bool) -> None:
    place = tmp_path / "log.db"
    if sort == "named pipe":
        os.mkfifo(place)
    elif sort == "device":
        place = Path("/dev/null")
    else:
        place.symlink_to(place)
    with pytest.raises(NotALog, match=sort):
        open_log(place, create=create)


def test_a_file_with_the_mark_of_a_log_and_no_table_is_not_a_log(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 0x65766C67")
    connection.close()
    with pytest.raises(NotALog, match="empty"):
        open_log(path)


def test_a_reader_that_may_not_write_sees_what_is_appended_later(
    made: Path, form_1: Callable[..., Path]
) -> None:
    former = form_1()
    for path, head in ((made, 1), (former, 18)):
        with open_log(path, read_only=True) as reading:
            assert reading.head() == head
            if path is former:
                with open_log(path) as log:
                    log.upgrade()  # type: ignore[attr-defined] # of this store
            with open_log(path) as log:
                log.append([event("late")])
                assert reading.head() == head + 1
                log.append([event("later")])
            assert [recorded.id for recorded in reading.read(after=head)] == ["late", "later"]
            with pytest.raises(ReadOnlyLog):
                reading.append([event("x")])


def test_a_log_that_is_gone_is_missing_and_not_made(made: Path) -> None:
    made.unlink()
    with pytest.raises(LogMissing):
        open_log(made, read_only=True)
    assert beside(made) == []


def test_two_that_close_at_once_leave_one_file(log: EventLog, path: Path) -> None:
    others = [open_log(path) for _ in range(3)]
    for number, other in enumerate(others):
        other.append([event(f"n{number}")])
    for other in others:
        other.close()
    log.close()
    assert beside(path) == [path.name]
