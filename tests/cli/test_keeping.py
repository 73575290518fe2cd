"""What keeps a log: upgrade, verify, checkpoint."""

import gzip
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cli.calls import CHRONO, Caller, environment
from freezegun import freeze_time

FIXTURES = Path(__file__).parents[1] / "fixtures"
LAST = "eventlog/1 18 23cd295a3b38db4a85e4590652aea033adf3039088a798294d352af9ac0290aa"

EXPORTED = (FIXTURES / "form-1.jsonl").read_text("utf-8").splitlines()
"""The records of that log, as its own program exported them."""


@pytest.fixture
def former(nothing: Caller) -> Caller:
    """Calls in a folder whose chrono.db was written by the version before stored form 2."""
    content = gzip.decompress((FIXTURES / "form-1.db.gz").read_bytes())
    (nothing.folder / "chrono.db").write_bytes(content)
    return nothing


def test_a_log_of_form_1_answers_exports_and_verifies_as_before(former: Caller) -> None:
    assert former("export").out.splitlines()[:-1] == EXPORTED
    assert former("export").lines()[-1] == {"record": "end", "records": 18, "checkpoint": LAST}
    assert former("checkpoint").out.strip() == LAST
    assert former("verify", "--against", LAST).code == 0
    assert "heard" in former("state", "hearing/acme-v-beta").out


def test_a_log_of_form_1_is_appended_to_after_an_upgrade(former: Caller) -> None:
    source = ("source", "add", "late", "--publisher", "Late", "--published", "2024-05-01")
    refused = former(*source)
    assert refused.code == 1
    assert "chrono upgrade" in refused.err
    state = ("state", "hearing/acme-v-beta", "--as-of", "2024-06-01", "--format", "json")
    before = former(*state).out

    done = former("upgrade")
    assert done.code == 0
    assert done.out.startswith("form 2: 18 records, eventlog/2 18 ")
    assert former(*state).out == before
    assert former("export").out.splitlines()[:-1] == EXPORTED
    assert former(*source).code == 0
    assert former("verify", "--against", LAST).code == 0
    assert former("verify", "--against", done.out.split(", ")[1].strip()).code == 0


def test_an_upgraded_log_is_upgraded_again_without_change(former: Caller) -> None:
    first = former("upgrade").out
    assert former("upgrade").out == first


@pytest.mark.parametrize("line", ["", " ", "eventlog/1 0 " + "1" * 64, "eventlog/2 5 00"])
def test_a_line_that_is_no_checkpoint_is_a_fault_in_the_usage(chrono: Caller, line: str) -> None:
    done = chrono("verify", "--against", line)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "--against" in done.err
    assert done.out == ""


def test_a_record_that_is_recorded_ahead_of_the_clock_is_noted(empty: Caller) -> None:
    source = ("source", "add", "--publisher", "P", "--published", "2024-05-01")
    with freeze_time("2099-01-01T00:00:00Z"):
        assert "ahead" not in empty(*source, "one").out
    with freeze_time("2026-11-29T00:00:00Z"):
        done = empty(*source, "two")
    assert "recorded 26,331 days ahead of this machine's clock" in done.out


def test_a_clock_that_cannot_be_right_stops_an_append_and_no_answer(empty: Caller) -> None:
    source = ("source", "add", "--publisher", "P", "--published", "2024-05-01")
    assert empty(*source, "one").code == 0
    with freeze_time("2199-01-01T00:00:00Z"):
        done = empty(*source, "two")
        assert (done.code, done.err.count("\n")) == (1, 1)
        assert "clock" in done.err
        assert empty("verify").code == 0


BOOK = '[storybook]\nname = "{name}"\n[kinds."a.b"]\nfields.case = "text"\n'


def test_of_two_logs_made_at_once_at_one_path_one_stays_whole(nothing: Caller) -> None:
    for name in ("x", "y"):
        (nothing.folder / f"{name}.toml").write_text(BOOK.format(name=name))
    for turn in range(4):
        path = nothing.folder / f"{turn}.db"
        command = [*CHRONO, "--log", str(path), "init", "--storybook"]
        processes = [
            subprocess.Popen([*command, f"{name}.toml"], cwd=nothing.folder, env=environment(), stderr=-3)
            for name in ("x", "y")
        ]
        codes = sorted(process.wait() for process in processes)
        assert codes == [0, 1]
        done = nothing("--log", path, "info", "--format", "json")
        assert '"storybook records": 1' in done.out
        assert nothing("--log", path, "verify").code == 0
    assert sorted(file.name for file in nothing.folder.iterdir()) == [
        *(f"{turn}.db" for turn in range(4)),
        "x.toml",
        "y.toml",
    ]


KILLED_AFTER_THE_LINK = """
import os, signal, sys
link = os.link
os.link = lambda *names: (link(*names), os.kill(os.getpid(), signal.SIGKILL))
from chrono.cli import main
sys.argv = ["chrono", "init"]
main()
"""


def test_an_init_that_is_killed_once_the_log_is_there_leaves_one_that_is_appended_to(nothing: Caller) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AFTER_THE_LINK], cwd=nothing.folder, env=environment(), check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert (nothing.folder / "chrono.db").stat().st_nlink == 2
    assert nothing(*SOURCE, "one").code == 0
    assert [file.name for file in nothing.folder.iterdir()] == ["chrono.db"]


def test_a_log_is_made_in_a_file_that_holds_nothing_yet(nothing: Caller) -> None:
    path = nothing.folder / "chrono.db"
    path.touch()
    assert nothing("verify").code == 1
    assert nothing("init").code == 0
    assert nothing("verify").code == 0
    assert nothing("init").code == 1
    assert nothing("verify").code == 0


def test_an_init_that_is_refused_leaves_what_was_there(nothing: Caller) -> None:
    (nothing.folder / "x.toml").write_text(BOOK.format(name="x"))
    (nothing.folder / "y.toml").write_text(BOOK.format(name="y"))
    both = ("init", "--storybook", "x.toml", "--storybook", "y.toml")
    assert nothing(*both).code == 1
    assert not (nothing.folder / "chrono.db").exists()
    (nothing.folder / "chrono.db").touch()
    assert nothing(*both).code == 1
    assert (nothing.folder / "chrono.db").exists()
    assert nothing("init", "--storybook", "x.toml").code == 1


SOURCE = ("source", "add", "--publisher", "P", "--published", "2024-05-01")


def test_a_backup_is_the_same_log_and_takes_the_place_of_an_earlier_one(chrono: Caller) -> None:
    line = chrono("checkpoint").out
    assert chrono("backup", "copy.db").out == line
    assert chrono("--log", "copy.db", "verify", "--against", line.strip()).code == 0
    assert chrono("--log", "copy.db", "export").out == chrono("export").out
    assert chrono(*SOURCE, "late").code == 0
    assert chrono("backup", "copy.db").out == chrono("checkpoint").out != line
    assert sorted(file.name for file in chrono.folder.iterdir()) == ["chrono.db", "copy.db"]


def test_a_backup_is_not_written_over_anything_else(chrono: Caller) -> None:
    (chrono.folder / "notes.txt").write_text("notes")
    assert chrono("--log", "other.db", "init").code == 0
    assert chrono("backup", "longer.db").code == 0
    assert chrono("--log", "longer.db", *SOURCE, "late").code == 0
    for name, code in (("notes.txt", 1), ("other.db", 1), ("longer.db", 1), ("nowhere/copy.db", 1)):
        path = chrono.folder / name
        before = path.read_bytes() if path.exists() else None
        done = chrono("backup", name)
        assert (done.code, done.err.count("\n")) == (code, 1), done
        assert (path.read_bytes() if path.exists() else None) == before


def test_a_damaged_log_is_not_backed_up_over_a_sound_backup(chrono: Caller) -> None:
    assert chrono("backup", "copy.db").code == 0
    before = (chrono.folder / "copy.db").read_bytes()
    content = bytearray((chrono.folder / "chrono.db").read_bytes())
    content[content.rindex(b"stargate")] ^= 1
    (chrono.folder / "chrono.db").write_bytes(content)
    assert chrono("backup", "copy.db").code == 5
    assert (chrono.folder / "copy.db").read_bytes() == before


def test_a_log_is_restored_where_there_is_nothing(chrono: Caller) -> None:
    line = chrono("backup", "copy.db").out
    assert chrono("restore", "copy.db").code == 1
    (chrono.folder / "chrono.db").unlink()
    assert chrono("restore", "copy.db").out == line
    assert chrono("checkpoint").out == line
    assert chrono(*SOURCE, "late").code == 0
    assert chrono("--log", "new.db", "restore", "nothing.db").code == 3
    assert not (chrono.folder / "new.db").exists()


def test_a_checkpoint_kept_elsewhere_is_compared_before_a_command_writes_and_renewed_after(
    chrono: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, log = chrono.folder / "kept.txt", chrono.folder / "chrono.db"
    monkeypatch.setenv("CHRONO_CHECKPOINT", str(kept))
    before = log.read_bytes()
    assert chrono(*SOURCE, "one").code == 0
    assert kept.read_text() == chrono("checkpoint").out

    log.write_bytes(before)  # an earlier state, sound by itself
    assert chrono("verify").code == 0
    refused = chrono(*SOURCE, "two")
    assert (refused.code, refused.err.count("\n")) == (5, 1)
    assert "checkpoint" in refused.err
    assert log.read_bytes() == before


def test_a_file_that_keeps_no_checkpoint_is_refused_before_anything_is_written(
    chrono: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = chrono.folder / "kept.txt"
    kept.write_text("notes")
    monkeypatch.setenv("CHRONO_CHECKPOINT", str(kept))
    before = chrono("checkpoint").out
    assert chrono(*SOURCE, "one").code == 1
    assert chrono("checkpoint").out == before
    assert kept.read_text() == "notes"


def test_what_is_intact_of_a_damaged_log_is_saved_and_what_is_not_is_named(former: Caller) -> None:
    assert former("upgrade").code == 0
    path = former.folder / "chrono.db"
    content = bytearray(path.read_bytes())
    content[content.index(b"adjourned")] ^= 1
    path.write_bytes(content)
    assert former("log").code == 5

    done = former("salvage", "saved.db")
    assert done.code == 4
    assert done.out.startswith("lost: position 8: ")
    assert done.out.count("\n") == 1
    assert "saved 17 records" in done.err
    assert path.read_bytes() == content
    assert former("--log", "saved.db", "verify").code == 0
    assert former("--log", "saved.db", "salvage", "again.db").code == 0
    assert former("--log", "saved.db", "salvage", "again.db").code == 1


def test_positions_that_are_lost_one_after_another_are_named_as_a_range(former: Caller) -> None:
    assert former("upgrade").code == 0
    path = former.folder / "chrono.db"
    connection = sqlite3.connect(path)
    for name in ("events_delete", "tags_delete"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("DELETE FROM events WHERE position BETWEEN 5 AND 8 OR position > 10")
    connection.commit()
    connection.close()
    done = former("salvage", "saved.db")
    assert done.code == 4
    assert [line.split(": ")[1] for line in done.out.splitlines()] == [
        "positions 5 to 8",
        "position 9",
        "positions 11 to 18",
    ]
    assert "saved 5 records into saved.db, lost 13" in done.err


def test_one_record_is_called_one(empty: Caller) -> None:
    assert empty(*SOURCE, "one").code == 0
    assert "saved 1 record into saved.db, lost 0" in empty("salvage", "saved.db").err


@pytest.mark.parametrize("upgraded", [False, True], ids=["form 1", "upgraded"])
def test_a_log_with_an_erased_record_is_read_on_and_what_is_left_out_is_said(
    former: Caller, *, upgraded: bool
) -> None:
    content = gzip.decompress((FIXTURES / "form-1-erased.db.gz").read_bytes())
    (former.folder / "chrono.db").write_bytes(content)
    if upgraded:
        assert former("upgrade").code == 0
    for command in (
        "state lawsuit/acme-v-beta",
        "state hearing/acme-v-beta",
        "explain lawsuit/acme-v-beta",
        "replay lawsuit/acme-v-beta",
        "log",
        "info",
        "timeline",
        "check",
        "corrections",
        "sources",
        "entities",
        "rebuild",
        "export",
        "export --format csv",
    ):
        done = former(*command.split())
        assert (done.code, "Traceback" in done.err) == (0, False), (command, done)
        assert "eras" in done.out + done.err, command
        assert "position 7" in done.err or "report r2" in done.out, command
    assert len(former("export").records()) == 17
    assert former("verify").code == 0


def test_a_command_that_writes_says_that_the_log_is_on_a_network_file_system(
    empty: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = empty.folder / "mountinfo"
    mounts.write_text(f"36 27 0:44 / {empty.folder} rw - nfs4 host:/export rw\n")
    monkeypatch.setattr("eventlog.sqlite.mounts.MOUNTS", str(mounts))
    declared = empty("entity", "add", "acme", "--type", "organisation")
    assert declared.code == 0
    (note,) = (line for line in declared.err.splitlines() if "network" in line)
    assert note == (
        "note: the log is on a network file system (nfs4): readers and writers wait for one another,"
        " and it is as safe as its locks are"
    )
    assert "network" not in empty("entities").err
    assert sorted(file.name for file in empty.folder.iterdir()) == ["chrono.db", "mountinfo"]
