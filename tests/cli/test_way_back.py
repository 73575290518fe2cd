"""The way back after damage: what is made anew can be read, and what goes wrong names its cause."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from cli.calls import Caller

from eventlog import open_log

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture
def two(empty: Caller) -> Caller:
    """Calls in a folder whose chrono.db has two entities, and copy.db a backup of it."""
    for slug in "ab":
        assert empty("entity", "add", slug).code == 0
    assert empty("backup", "copy.db").code == 0
    return empty


def left_open(chrono: Caller) -> dict[str, bytes]:
    """Return the content of the files of a log, by their ends, while a program has it open for writing."""
    log = chrono.folder / "chrono.db"
    with open_log(log) as opened:
        opened.append([])
        assert chrono("entity", "add", "c").code == 0
        return {end: Path(f"{log}{end}").read_bytes() for end in ("", "-wal", "-shm")}


def put(path: Path, files: dict[str, bytes]) -> None:
    """Write the files of a log, by their ends."""
    for end, content in files.items():
        Path(f"{path}{end}").write_bytes(content)


@pytest.mark.parametrize("end", ["-wal", "-journal"])
@pytest.mark.parametrize(
    "command", ["init", "restore copy.db", "salvage new.db", "backup new.db", "append --file -"]
)
def test_no_log_is_made_beside_what_another_has_left(two: Caller, command: str, end: str) -> None:
    (two.folder / f"new.db{end}").write_bytes(b"of another log")
    to_new = "new.db" in command
    log = () if to_new else ("--log", "new.db")

    done = two(*log, *command.split(), stdin=b"")

    if command.startswith("append"):  # it makes none at all
        assert done.code == 3
    else:
        assert (done.code, len(done.faults)) == (1, 1)
        assert f'new.db{end}" is there: it belongs to a log that was there' in done.err
    assert not (two.folder / "new.db").exists()
    assert (two.folder / f"new.db{end}").read_bytes() == b"of another log"


def test_a_log_is_made_beside_an_empty_file_that_holds_nothing_of_another(two: Caller) -> None:
    (two.folder / "new.db-wal").touch()

    assert two("--log", "new.db", "restore", "copy.db").code == 0
    assert two("--log", "new.db", "verify").code == 0


def test_a_copy_of_before_the_upgrade_is_one_of_the_same_log(nothing: Caller) -> None:
    (nothing.folder / "chrono.db").write_bytes(gzip.decompress((FIXTURES / "form-1.db.gz").read_bytes()))
    assert nothing("backup", "copy.db").code == 0
    assert nothing("upgrade").code == 0

    assert nothing("backup", "copy.db").code == 0
    assert nothing("--log", "copy.db", "verify").code == 0
    assert nothing("--log", "copy.db", "checkpoint").out == nothing("checkpoint").out


def test_a_copy_of_form_1_of_another_log_stays(nothing: Caller) -> None:
    (nothing.folder / "copy.db").write_bytes(gzip.decompress((FIXTURES / "form-1.db.gz").read_bytes()))
    before = (nothing.folder / "copy.db").read_bytes()
    assert nothing("init").code == 0

    done = nothing("backup", "copy.db")

    assert (done.code, len(done.faults)) == (1, 1)
    assert '"copy.db" is another log' in done.err
    assert (nothing.folder / "copy.db").read_bytes() == before


def test_a_damaged_copy_is_named_and_the_log_is_not_called_damaged(two: Caller) -> None:
    copy = two.folder / "copy.db"
    copy.write_bytes(copy.read_bytes()[:20_000])

    done = two("backup", "copy.db")
    again = two("--log", "new.db", "restore", "copy.db")

    assert (done.code, len(done.faults)) == (1, 1)
    assert '"copy.db" is a damaged log (its file was cut: ' in done.err
    assert (again.code, len(again.faults)) == (5, 1)
    assert again.err.startswith('chrono: the backup "copy.db" is damaged as a whole: its file was cut: ')


def test_a_copy_that_holds_more_than_the_log_stays(two: Caller) -> None:
    (two.folder / "early.db").write_bytes((two.folder / "copy.db").read_bytes())
    assert two("entity", "add", "c").code == 0
    assert two("backup", "copy.db").code == 0
    before = (two.folder / "copy.db").read_bytes()

    done = two("--log", "early.db", "backup", "copy.db")

    assert (done.code, len(done.faults)) == (1, 1)
    assert '"copy.db" holds what the log does not, up to position 3' in done.err
    assert (two.folder / "copy.db").read_bytes() == before


def test_a_backup_that_is_not_there_is_said_to_be_no_backup(two: Caller) -> None:
    done = two("--log", "new.db", "restore", "none.db")

    assert (done.code, done.err) == (
        3,
        'chrono: there is no backup "none.db": give what `chrono backup` wrote\n',
    )


@pytest.mark.parametrize(
    ("hurt", "why"),
    [
        (lambda files: {"": files[""]}, "the -wal that belongs beside its file is not there"),
        (lambda files: {**files, "-wal": files["-wal"][:9_000]}, "the -wal beside its file is damaged"),
        (
            lambda files: {**files, "-wal": files["-wal"][:5_000] + b"XX" + files["-wal"][5_002:]},
            "the -wal beside its file is damaged",
        ),
    ],
    ids=["gone", "cut", "changed"],
)
def test_what_may_be_lost_with_a_wal_is_said_by_salvage(two: Caller, hurt: object, why: str) -> None:
    put(two.folder / "hurt.db", hurt(left_open(two)))  # type: ignore[operator]
    assert two("--log", "hurt.db", "info").code == 5

    done = two("--log", "hurt.db", "salvage", "saved.db")

    assert done.code == 4
    assert f"lost, it may be: what was appended last: {why}" in done.out
    assert done.err.rstrip().endswith("and perhaps more")
    assert two("--log", "saved.db", "verify").code == 0


def test_of_a_whole_wal_salvage_says_nothing(two: Caller) -> None:
    put(two.folder / "killed.db", left_open(two))

    done = two("--log", "killed.db", "salvage", "saved.db")

    assert (done.code, done.out) == (0, "")
    assert [each["slug"] for each in two("--log", "saved.db", "export").records()] == ["a", "b", "c"]


def test_a_file_of_which_nothing_can_be_read_gives_no_empty_log(two: Caller) -> None:
    (two.folder / "hurt.db").write_bytes((two.folder / "chrono.db").read_bytes()[:50])

    done = two("--log", "hurt.db", "salvage", "saved.db")

    assert (done.code != 0, len(done.faults)) == (True, 1)
    assert not (two.folder / "saved.db").exists()


def test_a_file_without_a_line_is_noted_and_refused_if_strict(two: Caller) -> None:
    (two.folder / "none.jsonl").touch()

    assert "it was cut off" in two("append", "--file", "none.jsonl").err
    assert two("append", "--file", "none.jsonl", "--strict").code == 1


def test_a_fault_of_what_init_makes_beside_its_path_names_the_path(
    two: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: object) -> object:
        raise PermissionError(13, "Permission denied", "/hidden/.new.db.x")

    monkeypatch.setattr("chrono.commands.init.TemporaryDirectory", refused)
    monkeypatch.setattr("tempfile.TemporaryDirectory", refused)

    for command in ("init", "restore copy.db"):
        done = two("--log", "new.db", *command.split())
        assert (done.code, len(done.faults)) == (1, 1)
        assert "new.db" in done.err
        assert "hidden" not in done.err
