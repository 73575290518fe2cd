"""Files and logs that are not what they should be, disks that are full, and text that is no UTF-8."""

from __future__ import annotations

import ctypes
import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.calls import CHRONO, Caller, environment, report, spawn

from eventlog.sqlite.schema import meta_digest

THREE_FAULTS = """
[storybook]
name = "courts"
[kinds."court.opened"]
fields.court = "entitty"
[projections.court]
key = "court"
[projections.court.fields.status]
reduce = "statsu"
[projections.court.fields.seat]
reduce = "latest"
from = { "court.opened" = "court" }
polcy = ["rank"]
"""


def fault(chrono: Caller, *arguments: object, code: int) -> str:
    """Return the one line of a call that is refused with a code."""
    done = chrono(*arguments)
    assert done.code == code, done
    [line] = done.faults
    assert line.startswith("chrono: ")
    return line.removeprefix("chrono: ")


ASKING = ("state lawsuit", "replay lawsuit", "explain lawsuit", "show x", "log", "info", "verify", "export")


@pytest.mark.parametrize("command", ASKING)
def test_a_missing_log_exits_with_3_and_is_not_made(nothing: Caller, command: str) -> None:
    line = fault(nothing, *command.split(), code=3)

    assert line.startswith("no log at ")
    assert "chrono.db" in line
    assert list(nothing.folder.iterdir()) == []


def test_a_log_is_not_made_by_an_append(nothing: Caller) -> None:
    fault(nothing, "append", "lawsuit.settled", "case=x", "--occurred", "2025", "--source", "y", code=3)

    assert list(nothing.folder.iterdir()) == []


@pytest.mark.parametrize("command", ASKING)
def test_a_file_that_is_no_log_is_left_as_it_is(nothing: Caller, command: str) -> None:
    path = nothing.folder / "notes.txt"
    path.write_text("Buy milk.\n" * 500, "utf-8")

    line = fault(nothing, "--log", path, *command.split(), code=1)

    assert line == f'"{path}" is not an event log: the file is no SQLite database'
    assert path.read_text("utf-8") == "Buy milk.\n" * 500


def test_a_database_of_another_program_is_no_log(nothing: Caller) -> None:
    path = nothing.folder / "other.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE songs (title TEXT)")
    database.close()

    assert "is not an event log" in fault(nothing, "--log", path, "info", code=1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("--log", "{}", "info"), "is a directory", id="log"),
        pytest.param(("append", "--file", "{}"), "is a directory", id="file"),
        pytest.param(("state", "--batch", "{}"), "is a directory", id="batch"),
        pytest.param(("storybook", "add", "{}"), "is a directory", id="storybook"),
        pytest.param(("--log", "new.db", "init", "--storybook", "{}"), "is a directory", id="init"),
        pytest.param(
            ("append", "--file", "{file}", "--keep-going", "--rejects", "{}"), "is a directory", id="rejects"
        ),
    ],
)
def test_a_directory_in_place_of_a_file_is_named(
    chrono: Caller, arguments: tuple[str, ...], says: str
) -> None:
    before = chrono("export").out
    folder, file = chrono.folder / "folder", chrono.file("one.jsonl", report())
    folder.mkdir()

    line = fault(chrono, *(each.format(folder, file=file) for each in arguments), code=1)

    assert str(folder) in line
    assert says in line
    assert chrono("export").out == before
    assert not (chrono.folder / "new.db").exists()


@pytest.mark.parametrize(
    "arguments", ["append --file gone", "storybook add gone", "--log new.db init --storybook gone"]
)
def test_a_missing_file_is_named(chrono: Caller, arguments: str) -> None:
    assert fault(chrono, *arguments.split(), code=1) == "gone: no such file or directory"
    assert not (chrono.folder / "new.db").exists()


def test_a_log_is_not_made_where_something_is_already(chrono: Caller) -> None:
    before = (chrono.folder / "chrono.db").read_bytes()

    assert '"chrono.db" is there already' in fault(chrono, "init", code=1)
    assert (chrono.folder / "chrono.db").read_bytes() == before


def test_a_log_is_not_made_in_a_folder_that_is_not_there(nothing: Caller) -> None:
    line = fault(nothing, "--log", "gone/chrono.db", "init", code=1)

    assert line == 'there is no folder "gone": make it first'


def test_a_log_of_a_newer_schema_is_not_touched(chrono: Caller) -> None:
    path = chrono.folder / "chrono.db"
    with sqlite3.connect(path) as connection:
        meta = {**dict(connection.execute("SELECT key, value FROM meta")), "schema": "7"}
    connection.close()
    tamper(path, "UPDATE meta SET value = '7' WHERE key = 'schema'")
    tamper(path, f"UPDATE meta SET value = '{meta_digest(meta)}' WHERE key = 'digest'")
    before = path.read_bytes()

    for command in ("info", "append lawsuit.settled case=x --occurred 2025-02 --source wsj-ja"):
        line = fault(chrono, *command.split(), code=1)
        assert "has schema 7" in line
        assert "newer program" in line
    assert path.read_bytes() == before


def tamper(path: Path, statement: str) -> None:
    """Change a log behind its back: its guards are taken away and set up again."""
    with sqlite3.connect(path) as database:
        guards = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            database.execute(f'DROP TRIGGER "{name}"')
        assert database.execute(statement).rowcount == 1
        for _, sql in guards:
            database.execute(sql)
    database.close()


def test_a_log_that_may_not_be_written_is_read_and_not_appended_to(chrono: Caller) -> None:
    before = chrono("export").out
    path = chrono.folder / "chrono.db"
    path.chmod(0o400)
    chrono.folder.chmod(0o500)
    arguments = ("append", "lawsuit.settled", "case=x", "--occurred", "2025-02", "--source", "wsj-ja")

    read, appended = (unprivileged(chrono.folder, *each) for each in (("export",), arguments))
    chrono.folder.chmod(0o700)

    assert (read.returncode, read.stdout.decode()) == (0, before)
    [line] = appended.stderr.decode().splitlines()
    assert appended.returncode == 1
    assert "can only be read" in line
    assert chrono("export").out == before


def unprivileged(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Return what came of a call for which permissions count, as they do not for root."""

    def like_anybody() -> None:
        if os.geteuid() == 0:
            drop, overriding_permissions = 24, 1
            assert ctypes.CDLL(None).prctl(drop, overriding_permissions, 0, 0, 0) == 0

    return limited(folder, like_anybody, *arguments)


def limited(
    folder: Path, limit: Callable[[], None], *arguments: object
) -> subprocess.CompletedProcess[bytes]:
    """Return what came of a call in a process that is limited before it starts."""
    return subprocess.run(
        [*CHRONO, *(str(each) for each in arguments)],
        cwd=folder,
        env=environment(),
        capture_output=True,
        timeout=60,
        preexec_fn=limit,
        check=False,
    )


def test_a_full_disk_is_named_and_leaves_the_log_as_it_was(chrono: Caller) -> None:
    before = chrono("export").out
    size = (chrono.folder / "chrono.db").stat().st_size
    path = chrono.file("many.jsonl", *(report(id=f"r{n}", summary="x" * 2000) for n in range(300)))

    def on_a_full_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = limited(chrono.folder, on_a_full_disk, "append", "--file", path)

    [line] = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout) == (1, b"")
    assert "nothing was written" in line
    assert chrono("export").out == before
    assert chrono("verify").code == 0


def test_a_damaged_log_exits_with_5_and_names_the_position(chrono: Caller) -> None:
    statement = "UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 4"
    tamper(chrono.folder / "chrono.db", statement)

    line = fault(chrono, "verify", code=5)

    assert "position 4" in line


def test_all_faults_of_a_storybook_are_named_with_their_paths(nothing: Caller) -> None:
    book = nothing.folder / "courts.toml"
    book.write_text(THREE_FAULTS, "utf-8")

    done = nothing("init", "--storybook", book)

    assert done.code == 1
    assert all(line.startswith(f"chrono: {book}: ") for line in done.faults)
    assert [line.partition(f"{book}: ")[2].partition(": ")[0] for line in done.faults] == [
        'kinds."court.opened".fields.court',
        "projections.court.fields.status",
        "projections.court.fields.seat",
    ]
    assert ['did you mean "entity"?' in done.err, 'did you mean "status"?' in done.err] == [True, True]
    assert 'did you mean "policy"?' in done.err
    assert not (nothing.folder / "chrono.db").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [(b"name = [", "not TOML: "), (b"\xff\xfe", "not UTF-8 at byte 0")],
    ids=["broken TOML", "bytes"],
)
def test_a_file_that_is_no_storybook_is_refused(empty: Caller, text: bytes, says: str) -> None:
    (empty.folder / "book.toml").write_bytes(text)

    assert fault(empty, "storybook", "add", "book.toml", code=1).startswith(f"book.toml: {says}")


def test_an_argument_that_is_no_utf8_is_refused(nothing: Caller) -> None:
    done = spawn("show", os.fsdecode(b"caf\xe9"), folder=nothing.folder)

    assert done.returncode == 2
    assert done.stderr == b"chrono: argument: b'caf\\xe9' is no UTF-8\n"


def test_an_argument_is_utf8_whatever_the_locale(chrono: Caller, tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    options = ("--occurred", "2025-02", "--source", "wsj-ja", "--by", "マスク")

    done = spawn("append", "lawsuit.settled", "case=musk-v-openai", *options, folder=tmp_path, env=plain)

    assert (done.returncode, done.stderr) == (0, b"")
    assert "said by       Elon Musk" in done.stdout.decode()
    assert '"by": "マスク"' in chrono("show", "@last", "--format", "json").out


@pytest.mark.parametrize("lines", ["date,event\n" * 50, '[\n{\n"record": "source"\n}\n]\n'])
def test_a_file_of_which_no_line_is_json_is_told_in_one_line(empty: Caller, lines: str) -> None:
    (empty.folder / "wrong.txt").write_text(lines)

    said = fault(empty, "append", "--file", "wrong.txt", code=1)

    assert said.startswith("wrong.txt: none of its lines is JSON: this takes a record a line")
    assert empty("export").records() == []


@pytest.mark.parametrize(
    "command",
    [
        "append --file",
        "import",
        "storybook add",
        "import sheet.csv --map",
        "state --batch",
        "init --storybook",
    ],
)
def test_a_device_without_an_end_is_refused(empty: Caller, command: str) -> None:
    (empty.folder / "sheet.csv").write_text("a,b\n1,2\n")
    log = ("--log", "new.db") if command.startswith("init") else ()

    said = fault(empty, *log, *command.split(), "/dev/zero", code=1)

    assert said == "/dev/zero: it is a device: give a file"


def test_what_is_nothing_may_be_read(empty: Caller) -> None:
    assert empty("append", "--file", "/dev/null").code == 0
