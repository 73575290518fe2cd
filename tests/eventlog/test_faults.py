"""Every way in which a file, a disk or a lock fails has its own error, and leaves the log as it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path

import pytest

from eventlog import (
    Event,
    EventLog,
    EventLogError,
    InvalidArgument,
    LogBusy,
    LogDamaged,
    LogMissing,
    NewerSchema,
    NotALog,
    ReadOnlyLog,
    StorageFailed,
    StorageFull,
    UnknownStore,
    open_log,
)
from eventlog.opening import STORES
from eventlog.settings import Settings
from eventlog.sqlite.schema import meta_digest

Unguarded = Callable[[Path], AbstractContextManager[sqlite3.Connection]]
NOBODY = 65534
LARGE = Event(id="large", type="noted", data=b"x" * 4_000_000)


def event(name: str) -> Event:
    return Event(id=name, type="noted", data=b"{}")


@cache
def load_all_code() -> None:
    """Use a log once, so that everything that is loaded on first use is loaded."""
    with tempfile.TemporaryDirectory() as folder, open_log(Path(folder) / "log.db", create=True) as log:
        log.append([event("a")])
        log.verify()


@contextmanager
def unprivileged() -> Iterator[None]:
    """Meet permissions as any user does; for root they would not count."""
    load_all_code()  # the other user may have no right to read the folder that the project is in
    user = os.geteuid()
    os.seteuid(NOBODY if user == 0 else user)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """Yield a directory that every user can reach."""
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o777)
        yield Path(directory)


def assert_well_said(error: EventLogError) -> None:
    message = str(error)
    assert "\n" not in message
    assert message[0].islower() or message[0] == '"'
    assert ":" in message or ";" in message


@pytest.mark.parametrize("create", [False, True], ids=["opened", "made"])
@pytest.mark.parametrize(
    "content",
    [b"no database at all, but long enough to be one" * 100, b"short", b"SQLite format 3\0" + b"\xff" * 500],
    ids=["text", "short text", "broken header"],
)
def test_a_file_that_is_no_database_is_not_a_log_and_stays_as_it_is(
    path: Path, content: bytes, *, create: bool
) -> None:
    path.write_bytes(content)
    with pytest.raises(NotALog) as caught:
        open_log(path, create=create)
    assert path.read_bytes() == content
    assert isinstance(caught.value, ValueError)
    assert_well_said(caught.value)


@pytest.mark.parametrize("create", [False, True], ids=["opened", "made"])
def test_another_programs_database_is_not_a_log_and_stays_as_it_is(path: Path, *, create: bool) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE events (position INTEGER)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NotALog, match="some other"):
        open_log(path, create=create)
    assert path.read_bytes() == before


@pytest.mark.parametrize("create", [False, True], ids=["opened", "made"])
def test_a_directory_is_not_a_log(tmp_path: Path, *, create: bool) -> None:
    with pytest.raises(NotALog, match="directory"):
        open_log(tmp_path, create=create)


def test_an_empty_file_is_not_a_log_but_a_log_can_be_made_in_it(path: Path) -> None:
    path.touch()
    with pytest.raises(NotALog, match="empty"):
        open_log(path)
    with open_log(path, create=True) as log:
        assert log.head() == 0


def test_a_log_whose_making_was_cut_off_is_made_anew(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    with open_log(path, create=True) as log:
        assert log.append([event("a")])[0].position == 1


def test_a_log_that_is_missing_is_a_file_that_is_not_found(path: Path) -> None:
    with pytest.raises(LogMissing) as caught:
        open_log(path)
    assert isinstance(caught.value, FileNotFoundError)
    assert caught.value.path == str(path)
    assert_well_said(caught.value)
    assert not path.exists()


def test_a_log_is_not_made_in_a_directory_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(LogMissing):
        open_log(tmp_path / "absent" / "log.db", create=True)


def test_a_log_is_not_made_where_no_file_can_be(tmp_path: Path, open_directory: Path) -> None:
    (tmp_path / "file").touch()
    open_directory.chmod(0o555)
    for place in (tmp_path / "file" / "log.db", open_directory / "log.db"):
        with unprivileged() if place.parent == open_directory else nullcontext():
            with pytest.raises(StorageFailed) as caught:
                open_log(place, create=True)
            assert_well_said(caught.value)


def test_making_a_log_that_can_only_be_read_opens_it_for_that(open_directory: Path) -> None:
    path = open_directory / "log.db"
    with open_log(path, create=True) as log:
        log.append([event("a")])
    path.chmod(0o444)
    open_directory.chmod(0o555)
    with unprivileged(), open_log(path, create=True) as log:
        assert log.head() == 1


def test_a_truncated_log_is_damaged(log: EventLog, path: Path) -> None:
    log.append(event(f"n{number}") for number in range(2_000))
    log.close()
    os.truncate(path, path.stat().st_size // 3)
    with pytest.raises(LogDamaged) as caught, open_log(path) as cut:
        cut.verify()
    assert_well_said(caught.value)


def test_an_index_that_does_not_fit_its_table_is_damage(
    log: EventLog, path: Path, unguarded: Unguarded
) -> None:
    log.append([event("a"), event("b")])
    with unguarded(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        wrong = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'events_by_type'"
        connection.execute(wrong, ('("type")', '("id")'))
        ((sql,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'events_by_type'")
        assert '("id")' in sql
    with open_log(path) as damaged, pytest.raises(LogDamaged) as caught:
        damaged.verify()
    assert caught.value.position == 0


def test_a_row_that_no_log_can_have_written_is_damage_when_it_is_read(
    log: EventLog, path: Path, unguarded: Unguarded
) -> None:
    log.append([event("a"), event("b"), event("c")])
    for assignment in ("tags = 'x'", "version = 0", "recorded_at = 1 << 62"):
        with unguarded(path) as connection:
            connection.execute(f"UPDATE events SET {assignment} WHERE position = 2")
        reading = log.read()
        assert next(reading).id == "a"
        with pytest.raises(LogDamaged) as caught:
            next(reading)
        assert caught.value.position == 2


def test_an_append_that_something_in_the_file_swallows_is_not_acknowledged(log: EventLog, path: Path) -> None:
    log.append([event("a")])
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TRIGGER zz BEFORE INSERT ON events WHEN new.id = 'c' BEGIN SELECT RAISE(IGNORE); END"
    )
    connection.close()
    with pytest.raises(LogDamaged) as caught:
        log.append([event("b"), event("c")])
    assert caught.value.position == 2
    assert log.head() == 1


FOREIGN = {
    "a trigger that swallows": (
        "CREATE TRIGGER zz BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END",
        '"zz"',
    ),
    "a trigger on the index": ("CREATE TRIGGER zz AFTER INSERT ON tags BEGIN SELECT 1; END", '"zz"'),
    "an index dropped": ("DROP INDEX events_by_type", '"events_by_type"'),
    "a view dropped": ("DROP VIEW log_types", '"log_types"'),
    "a view that shows something else": (
        "DROP VIEW log; CREATE VIEW log AS SELECT 1 AS position",
        '"log"',
    ),
}


@pytest.mark.parametrize(("statements", "named"), FOREIGN.values(), ids=FOREIGN.keys())
def test_whatever_of_its_own_is_changed_or_hangs_on_its_tables_is_named_by_verify_and_stops_an_append(
    log: EventLog, path: Path, statements: str, named: str
) -> None:
    log.append([event("a")])
    connection = sqlite3.connect(path)
    connection.executescript(statements)
    connection.close()
    with open_log(path) as changed:
        with pytest.raises(LogDamaged, match=named) as caught:
            changed.verify()
        assert caught.value.position == 0
        with pytest.raises(LogDamaged, match=named):
            changed.append([event("b")])


@pytest.mark.parametrize("found", [3, 17])
def test_a_log_of_a_newer_program_is_not_touched(
    log: EventLog, path: Path, unguarded: Unguarded, found: int
) -> None:
    log.close()
    with unguarded(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", [str(found)])
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        connection.execute("UPDATE meta SET value = ? WHERE key = 'digest'", [meta_digest(meta)])
    with pytest.raises(NewerSchema) as caught:
        open_log(path)
    assert (caught.value.found, caught.value.known) == (found, 2)
    assert_well_said(caught.value)


def test_a_lock_that_others_hold_too_long_is_reported_and_the_append_can_be_tried_again(
    log: EventLog, path: Path
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_log(path, lock_timeout=0.05) as waiting:
        with pytest.raises(LogBusy) as caught:
            waiting.append([event("a")])
        assert isinstance(caught.value, TimeoutError)
        assert caught.value.seconds == 0.05
        assert_well_said(caught.value)
        assert list(waiting.read()) == []
        other.execute("ROLLBACK")
        assert waiting.append([event("a")])[0].position == log.head() == 1
    other.close()


def test_a_log_opened_for_reading_is_a_permission_that_is_missing(log: EventLog, path: Path) -> None:
    assert log.head() == 0
    with open_log(path, read_only=True) as reading, pytest.raises(ReadOnlyLog) as caught:
        reading.append([event("a")])
    assert isinstance(caught.value, PermissionError)
    assert_well_said(caught.value)


@pytest.mark.parametrize("read_before", [False, True], ids=["alone", "beside what a reader left"])
@pytest.mark.parametrize("read_only", [True, False], ids=["for reading", "for both"])
def test_a_log_in_a_read_only_directory_can_be_read_whole_and_not_appended_to(
    open_directory: Path, *, read_only: bool, read_before: bool
) -> None:
    path = open_directory / "log.db"
    with open_log(path, create=True) as log:
        log.append([event("a"), event("b")])
    if read_before:
        open_log(path, read_only=True).close()
    files = sorted(open_directory.iterdir())
    for file in files:
        file.chmod(0o444)
    open_directory.chmod(0o555)
    with unprivileged(), open_log(path, read_only=read_only) as log:
        assert [recorded.id for recorded in log.read()] == ["a", "b"]
        assert log.verify().position == 2
        with pytest.raises(ReadOnlyLog):
            log.append([event("c")])
    assert sorted(open_directory.iterdir()) == files


def test_a_read_only_copy_without_the_appends_still_in_its_side_file_is_not_read_as_whole(
    log: EventLog, path: Path, open_directory: Path
) -> None:
    log.append([event("a")])
    for name in ("log.db", "log.db-wal"):
        shutil.copy(path.with_name(name), open_directory / name)
        (open_directory / name).chmod(0o444)
    open_directory.chmod(0o555)
    with unprivileged(), pytest.raises(StorageFailed, match=r"log\.db-wal") as caught:
        open_log(open_directory / "log.db", read_only=True)
    assert_well_said(caught.value)


def test_a_file_that_may_not_be_read_is_reported_as_that(open_directory: Path) -> None:
    path = open_directory / "log.db"
    open_log(path, create=True).close()
    path.chmod(0o000)
    with unprivileged(), pytest.raises(StorageFailed, match="permission") as caught:
        open_log(path)
    assert isinstance(caught.value, OSError)
    assert_well_said(caught.value)


FULL_DISK = """
import resource, sys
from eventlog import Event, StorageFull, open_log

with open_log(sys.argv[1]) as log:
    log.append([Event(id="b", type="noted", data=b"{}")])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, hard))
    try:
        log.append(Event(id=f"n{k}", type="noted", data=b"x" * 5_000) for k in range(20_000))
    except StorageFull as err:
        assert isinstance(err, OSError)
        print(err)
    assert [recorded.id for recorded in log.read()] == ["a", "b"]
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert log.append([Event(id="c", type="noted", data=b"{}")])[0].position == 3
    assert log.verify().position == 3
"""


def test_a_full_disk_leaves_the_log_as_it_was_and_room_made_lets_it_go_on(
    log: EventLog, path: Path, child_environment: dict[str, str]
) -> None:
    log.append([event("a")])
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)],
        env=child_environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "free some space" in done.stdout
    assert [recorded.id for recorded in log.read()] == ["a", "b", "c"]
    assert log.verify().position == 3


FULL_WHEN_MADE = """
import resource, sys
from eventlog import StorageFull, open_log

soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
try:
    open_log(sys.argv[1], create=True)
except StorageFull as err:
    print(err)
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
with open_log(sys.argv[1], create=True) as log:
    assert log.verify().position == 0
"""


def test_a_log_that_finds_no_room_when_it_is_made_is_made_later(
    path: Path, child_environment: dict[str, str]
) -> None:
    command = [sys.executable, "-c", FULL_WHEN_MADE, str(path)]
    done = subprocess.run(command, env=child_environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "free some space" in done.stdout


def test_a_database_that_may_not_grow_is_full(log: EventLog) -> None:
    log.append([event("a")])
    log._open_writer().connection.execute("PRAGMA max_page_count = 20")  # type: ignore[attr-defined] # noqa: SLF001
    with pytest.raises(StorageFull) as caught:
        log.append([event("b"), LARGE])
    assert_well_said(caught.value)
    assert [recorded.id for recorded in log.read()] == ["a"]
    assert log.append([event("b")])[0].position == 2


@pytest.mark.parametrize("url", ["postgresql://host/db", "mysql://x", "https://example.org/log.db"])
def test_a_store_that_this_build_does_not_have_is_reported_with_those_it_has(url: str) -> None:
    with pytest.raises(UnknownStore, match="no store") as caught:
        open_log(url, create=True)
    assert caught.value.url == url
    assert caught.value.known == ("sqlite",)
    assert_well_said(caught.value)


@pytest.mark.parametrize("url", ["postgresql://me@host:5432/db?sslmode=require", "PostgreSQL:///db"])
def test_a_store_reads_its_own_urls_so_one_that_keeps_logs_on_a_host_is_given_the_host(
    log: EventLog, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    given: list[str] = []

    def open_elsewhere(url: str, _: Settings) -> EventLog:
        given.append(url)
        return log

    monkeypatch.setitem(STORES, "postgresql", open_elsewhere)
    assert open_log(url) is log
    assert given == [url]


@pytest.mark.parametrize("url", ["", ":memory:", "sqlite:///:memory:", "sqlite://host/log.db", "sqlite:///"])
def test_a_url_that_names_no_file_is_refused(url: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        open_log(url, create=True)
    assert_well_said(caught.value)


def test_a_relative_url_stays_the_same_file_when_the_working_directory_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path)
    with open_log("sqlite:///log.db", create=True) as log:
        monkeypatch.chdir(tmp_path / "other")
        log.append([event("a")])
    assert sorted(file.name for file in tmp_path.iterdir()) == ["log.db", "other"]


@pytest.mark.parametrize("name", ["a b.db", "100%.db", "what?.db", "a#b.db", "%41.db", "訴訟.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with open_log(tmp_path / name, create=True) as log:
        log.append([event("a")])
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_settings_that_contradict_one_another_are_refused(path: Path) -> None:
    with pytest.raises(InvalidArgument):
        open_log(path, create=True, read_only=True)
    with pytest.raises(InvalidArgument):
        open_log(path, create=True, durability="some")  # type: ignore[arg-type]
    assert not path.exists()
