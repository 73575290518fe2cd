"""Checkpoints that the caller holds: verified against, gone on from, kept in a file and compared."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from cli.calls import Caller

FIXTURES = Path(__file__).parents[1] / "fixtures"
NOTHING = "0" * 64


@pytest.fixture
def four(empty: Caller) -> Caller:
    """Calls in a folder whose chrono.db has four entities."""
    for slug in "abcd":
        assert empty("entity", "add", slug).code == 0
    return empty


@pytest.fixture
def kept(four: Caller) -> Path:
    """The file that keeps the last checkpoint; nothing is there yet."""
    path = four.folder / "kept.txt"
    four.patch.setenv("CHRONO_CHECKPOINT", str(path))
    return path


def line_of(chrono: Caller, *log: str) -> str:
    """Return the checkpoint of a log."""
    return chrono(*log, "checkpoint").out.strip()


def change(path: Path, before: bytes, after: bytes) -> None:
    """Change bytes of a file that stand in it once or more, everywhere."""
    content = path.read_bytes()
    assert before in content
    path.write_bytes(content.replace(before, after))


def test_a_quick_verification_says_from_where_on_and_how_much(four: Caller) -> None:
    line = line_of(four)
    assert four("entity", "add", "e").code == 0
    digest = line_of(four).split()[2]

    done = four("verify", "--quick", "--against", line)

    assert (done.code, done.err) == (0, "")
    assert done.out == f"sound after position 4: 1 of 5 records recomputed, digest {digest}\n"


def test_a_quick_verification_finds_what_was_changed_after_the_checkpoint_alone(four: Caller) -> None:
    line = line_of(four)
    log = four.folder / "chrono.db"
    assert four("entity", "add", "longslug").code == 0
    sound = log.read_bytes()

    change(log, b'{"slug":"longslug"}', b'{"slug":"LONGslug"}')
    done = four("verify", "--quick", "--against", line)
    assert (done.code, "position 5" in done.err) == (5, True)

    log.write_bytes(sound)
    change(log, b'{"slug":"b"}', b'{"slug":"B"}')
    assert four("verify", "--quick", "--against", line).code == 0
    assert four("verify", "--against", line).code == 5


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"eventlog/2 2 {NOTHING}", id="another digest"),
        pytest.param(f"eventlog/2 9 {NOTHING}", id="beyond the end"),
        pytest.param(f"eventlog/1 2 {NOTHING}", id="of a form it never had"),
    ],
)
@pytest.mark.parametrize("quick", [(), ("--quick",)])
def test_a_log_that_does_not_hold_the_checkpoint_does_not_verify(
    four: Caller, line: str, quick: tuple[str, ...]
) -> None:
    done = four("verify", *quick, "--against", line)

    assert (done.code, done.out, done.err.count("\n")) == (5, "", 1)


@pytest.mark.parametrize("arguments", [("--against", ""), ("--quick",), ("--quick", "--against", " ")])
def test_a_checkpoint_that_is_not_given_is_a_fault_of_usage(four: Caller, arguments: tuple[str, ...]) -> None:
    done = four("verify", *arguments)

    assert (done.code, len(done.faults)) == (2, 1)


def test_a_quick_verification_goes_on_from_the_checkpoint_that_is_kept(four: Caller, kept: Path) -> None:
    assert four("entity", "add", "e").code == 0
    four.patch.delenv("CHRONO_CHECKPOINT")
    assert four("entity", "add", "f").code == 0
    four.patch.setenv("CHRONO_CHECKPOINT", str(kept))

    assert four("verify", "--quick").out.startswith("sound after position 5: 1 of 6 records recomputed, ")


def test_a_quick_verification_goes_on_from_a_checkpoint_of_before_the_upgrade(nothing: Caller) -> None:
    content = gzip.decompress((FIXTURES / "form-1.db.gz").read_bytes())
    (nothing.folder / "chrono.db").write_bytes(content)
    line = line_of(nothing)
    assert nothing("verify", "--quick", "--against", line).code == 0
    assert nothing("upgrade").code == 0
    assert nothing("entity", "add", "x").code == 0

    done = nothing("verify", "--quick", "--against", line)

    assert done.out.startswith("sound after position 18: 1 of 19 records recomputed, ")


def test_an_upgrade_compares_the_checkpoint_and_keeps_the_new_one(nothing: Caller) -> None:
    log, kept = nothing.folder / "chrono.db", nothing.folder / "kept.txt"
    log.write_bytes(gzip.decompress((FIXTURES / "form-1.db.gz").read_bytes()))
    nothing.patch.setenv("CHRONO_CHECKPOINT", str(kept))
    former = line_of(nothing)

    kept.write_text(f"eventlog/1 17 {NOTHING}\n")
    assert nothing("upgrade").code == 5
    assert line_of(nothing) == former

    kept.write_text(f"{former}\n")
    assert nothing("upgrade").code == 0
    assert kept.read_text() == f"{line_of(nothing)}\n"
    assert nothing("entity", "add", "x").code == 0


def test_a_checkpoint_of_form_1_that_is_kept_still_counts_after_an_upgrade(nothing: Caller) -> None:
    log, kept = nothing.folder / "chrono.db", nothing.folder / "kept.txt"
    log.write_bytes(gzip.decompress((FIXTURES / "form-1.db.gz").read_bytes()))
    kept.write_text(line_of(nothing))
    assert nothing("upgrade").code == 0
    nothing.patch.setenv("CHRONO_CHECKPOINT", str(kept))

    assert nothing("entity", "add", "x").code == 0
    assert kept.read_text() == f"{line_of(nothing)}\n"


def make_folder(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_empty(path: Path) -> None:
    path.touch()


def make_binary(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00" * 100)


def make_loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("make", [make_folder, make_pipe, make_device, make_empty, make_binary, make_loop])
@pytest.mark.parametrize("command", ["entity add e", "fix a type=person --why x", "upgrade"])
def test_what_keeps_no_checkpoint_is_refused_in_a_line_before_anything_is_written(
    four: Caller, kept: Path, make: object, command: str
) -> None:
    before = line_of(four)
    make(kept)  # type: ignore[operator]

    done = four(*command.split())

    assert (done.code, len(done.faults)) == (1, 1)
    assert "$CHRONO_CHECKPOINT" in done.err
    assert line_of(four) == before


def test_a_folder_that_is_not_there_is_said_before_anything_is_written(four: Caller) -> None:
    four.patch.setenv("CHRONO_CHECKPOINT", str(four.folder / "no" / "kept.txt"))
    before = line_of(four)

    done = four("entity", "add", "e")

    assert (done.code, "no such folder" in done.faults[0]) == (1, True)
    assert line_of(four) == before
    assert four("--log", "other.db", "init").code == 1
    assert not (four.folder / "other.db").exists()


def test_the_log_itself_is_never_the_file_that_keeps_its_checkpoint(four: Caller) -> None:
    log = four.folder / "chrono.db"
    four.patch.setenv("CHRONO_CHECKPOINT", str(log))
    before = log.read_bytes()

    assert four("entity", "add", "e").code == 1
    assert log.read_bytes() == before


def test_a_link_to_the_file_stays_a_link(four: Caller) -> None:
    (four.folder / "link.txt").symlink_to("real.txt")
    four.patch.setenv("CHRONO_CHECKPOINT", str(four.folder / "link.txt"))

    assert four("entity", "add", "e").code == 0
    assert (four.folder / "link.txt").is_symlink()
    assert (four.folder / "real.txt").read_text() == f"{line_of(four)}\n"


def test_the_checkpoint_of_another_log_is_said_to_be_perhaps_that(four: Caller, kept: Path) -> None:
    assert four("entity", "add", "e").code == 0
    four.patch.delenv("CHRONO_CHECKPOINT")
    assert four("--log", "other.db", "init").code == 0
    for slug in "abcde":
        assert four("--log", "other.db", "entity", "add", slug).code == 0
    four.patch.setenv("CHRONO_CHECKPOINT", str(kept))

    done = four("--log", "other.db", "entity", "add", "z")

    assert (done.code, len(done.faults)) == (5, 1)
    assert f'keeps in "{kept}", if that is of this log' in done.err
    verified = four("--log", "other.db", "verify")
    assert (verified.code, verified.out[:17]) == (0, "sound: 5 records,")
    assert "does not hold the checkpoint that $CHRONO_CHECKPOINT keeps" in verified.err
    assert four("--log", "other.db", "verify", "--quick").code == 5


def test_a_log_that_is_made_begins_with_its_own_checkpoint(four: Caller, kept: Path) -> None:
    assert four("entity", "add", "e").code == 0
    refused = four("--log", "new.db", "init")
    assert (refused.code, "another log" in refused.faults[0]) == (1, True)
    assert not (four.folder / "new.db").exists()

    assert "is there already" in four("init").faults[0]

    kept.unlink()
    assert four("--log", "new.db", "init").code == 0
    assert kept.read_text() == f"{line_of(four, '--log', 'new.db')}\n"


def test_a_log_restored_from_before_the_checkpoint_says_so_and_goes_on_once_that_is_replaced(
    four: Caller, kept: Path
) -> None:
    line = four("backup", "copy.db").out
    assert four("entity", "add", "e").code == 0
    (four.folder / "chrono.db").unlink()

    done = four("restore", "copy.db")

    assert (done.code, done.out) == (0, line)
    assert done.err.startswith("note: the log does not hold the checkpoint")
    assert four("entity", "add", "f").code == 5
    kept.write_text(line)
    assert four("entity", "add", "f").code == 0


def occupied(four: Caller) -> dict[str, str]:
    """Return what may be at a path already, each with what makes it."""
    folder = four.folder
    assert four("--log", "other.db", "init").code == 0
    (folder / "notes.txt").write_text("notes")
    (folder / "folder").mkdir()
    (folder / "link.db").symlink_to("chrono.db")
    (folder / "nowhere.db").symlink_to("no-such-file")
    os.link(folder / "chrono.db", folder / "hard.db")
    return {
        "other.db": "another log",
        "notes.txt": "a text",
        "folder": "a folder",
        "chrono.db": "the log itself",
        "link.db": "a link to the log",
        "nowhere.db": "a link that leads nowhere",
        "hard.db": "the log by another name",
        "no/copy.db": "no folder",
        "": "no path",
    }


def everything(folder: Path) -> dict[str, object]:
    """Return what is in a folder: links as such, files with their number and content."""
    return {
        path.name: path.readlink()
        if path.is_symlink()
        else (path.stat().st_ino, path.is_file() and path.read_bytes())
        for path in folder.iterdir()
    }


@pytest.mark.parametrize("command", ["backup", "salvage", "restore"])
def test_nothing_is_written_over_and_one_line_says_why(four: Caller, command: str) -> None:
    assert four("backup", "sound.db").code == 0
    for name, what in occupied(four).items():
        before = everything(four.folder)

        done = four("--log", name, "restore", "sound.db") if command == "restore" else four(command, name)

        assert (done.code, len(done.faults)) == (1, 1), (what, done)
        assert everything(four.folder) == before, what


@pytest.mark.parametrize("name", ["notes.txt", "folder", "", "none.db"])
def test_a_log_is_restored_and_salvaged_from_logs_alone(four: Caller, name: str) -> None:
    occupied(four)

    restored, salvaged = four("--log", "new.db", "restore", name), four("--log", name, "salvage", "new.db")

    for done in (restored, salvaged):
        assert (done.code in (1, 3), len(done.faults)) == (True, 1), done
        assert "damaged" not in done.err
    assert not (four.folder / "new.db").exists()


def test_a_backup_through_a_link_takes_the_place_of_what_the_link_leads_to(four: Caller) -> None:
    assert four("backup", "copy.db").code == 0
    (four.folder / "latest.db").symlink_to("copy.db")
    assert four("entity", "add", "e").code == 0

    assert four("backup", "latest.db").out.strip() == line_of(four)
    assert (four.folder / "latest.db").is_symlink()
    assert line_of(four, "--log", "copy.db") == line_of(four)
