"""What depends on where the answer goes: width, colour, pipes, locales."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shlex
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from cli.calls import CHRONO, Caller, environment, spawn
from wcwidth import wcswidth

from chrono.render.text import columns, padded, wrapped

STATE = ("state", "funding/stargate", "--as-of", "2025-01-22")
STYLE = re.compile(rb"\x1b\[[0-9;]*m")
SCREENS = (
    "--help",
    "append --help",
    "state funding/stargate --as-of 2025-01-21",
    "state roles/openai",
    "state genesis/stargate --as-of 2023",
    "state participants/stargate",
    "state bid/openai-nonprofit",
    "replay funding/stargate",
    "replay funding/stargate --by file",
    "explain funding/stargate --as-of 2025-01-20",
    "explain roles/openai",
    "show stargate-announced",
    "log",
    "kinds",
    "entities",
    "projections",
    "stories",
)


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("command", SCREENS)
def test_no_line_is_wider_than_the_screen(chrono: Caller, command: str, width: int) -> None:
    done = chrono(*command.split(), columns=width)

    assert done.code == 0
    assert [line for line in done.out.splitlines() if wcswidth(line) > width] == []


def test_japanese_text_takes_two_columns_and_stays_aligned(chrono: Caller) -> None:
    header, *rows = chrono("entities", columns=120).out.splitlines()

    start = wcswidth(header[: header.index("names")])
    doge = next(row for row in rows if row.startswith("doge"))
    assert wcswidth(doge[: doge.index("Department")]) == start
    named = next(row for row in rows if row.startswith("sam-altman"))
    aliases = wcswidth(header[: header.index("aliases")])
    assert wcswidth(named[: named.index("Altman,", named.index("アルトマン"))]) == aliases


def test_every_character_that_is_taken_for_one_column_wide_is() -> None:
    plain = [chr(code) for code in range(0x20, 0x3000) if columns(chr(code)) == 1]

    assert [each for each in plain if wcswidth(each) != 1] == []
    assert columns("日本 – x") == wcswidth("日本 – x") == 8


def test_text_is_wrapped_by_columns_and_inside_words_that_are_too_long() -> None:
    assert wrapped("政府効率化省 of the US", 9) == ["政府効率", "化省 of", "the US"]
    assert padded("省", 4) == "省  "


def on_a_terminal(
    folder: Path, *arguments: str, width: int = 90, settings: Mapping[str, str] | None = None
) -> bytes:
    """Return what a call writes to a terminal that is so many columns wide."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    with subprocess.Popen(
        [*CHRONO, *arguments],
        cwd=folder,
        env=environment({"TERM": "xterm-256color", **(settings or {})}),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        written = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            written += piece
    os.close(ours)
    assert process.returncode == 0
    return written


def test_a_terminal_gets_colour_and_lines_of_its_width(chrono: Caller) -> None:
    written = on_a_terminal(chrono.folder, *STATE, width=72)

    lines = STYLE.sub(b"", written).decode().splitlines()
    assert STYLE.search(written)
    assert 60 < max(wcswidth(line) for line in lines) <= 72


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=lambda each: next(iter(each)))
def test_a_terminal_that_wants_no_colour_gets_none(chrono: Caller, setting: dict[str, str]) -> None:
    assert b"\x1b" not in on_a_terminal(chrono.folder, *STATE, settings=setting)


def test_a_pipe_gets_no_colour(chrono: Caller) -> None:
    done = spawn(*STATE, folder=chrono.folder, env={"TERM": "xterm-256color"})

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(
    "command", [("log",), ("export",), STATE, ("replay", "funding/stargate"), ("--help",)]
)
def test_a_reader_who_has_enough_is_no_fault(chrono: Caller, command: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [*CHRONO, *command],
        cwd=chrono.folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (0, b"")


def test_a_reader_who_reads_nothing_is_no_fault(chrono: Caller) -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {shlex.join(CHRONO)} log | true"],
        cwd=chrono.folder,
        env=environment(),
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


# A process that was started in the background inherits that interrupts are ignored, and Python keeps to it.
INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from chrono.cli import main
main()
"""


def test_an_interrupt_ends_quietly_with_130(chrono: Caller) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, "append", "--file", "-"],
        cwd=chrono.folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        wait_until_it_reads(process.pid)
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        finally:
            process.kill()  # does nothing to a process that has ended
        said = process.stderr.read()

    assert (process.returncode, said) == (130, b"")


def wait_until_it_reads(pid: int) -> None:
    """Return when a process has opened the log: from then on it waits for its standard input."""
    for _ in range(3_000):
        if any(opened_by(pid)):
            return
        time.sleep(0.01)
    raise TimeoutError(pid)


def opened_by(pid: int) -> Iterator[bool]:
    """Yield for each file that a process has open whether it is the log."""
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed again meanwhile
            yield each.readlink().name == "chrono.db"


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_a_locale_without_japanese_gets_escapes_and_no_fault(chrono: Caller) -> None:
    done = spawn("entities", folder=chrono.folder, env=ASCII)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    assert b"\\u30a4\\u30fc\\u30ed\\u30f3" in done.stdout


def test_json_in_a_locale_without_japanese_is_the_same_json(chrono: Caller) -> None:
    plain = spawn("export", folder=chrono.folder, env=ASCII).stdout
    whole = spawn("export", folder=chrono.folder).stdout

    assert plain.isascii()
    assert not whole.isascii()
    assert [json.loads(line) for line in plain.splitlines()] == [
        json.loads(line) for line in whole.splitlines()
    ]


def test_a_fault_in_a_locale_without_japanese_is_still_one_line(chrono: Caller) -> None:
    done = spawn("state", "lawsuit/訴訟", folder=chrono.folder, env=ASCII)

    assert done.returncode == 3
    assert done.stderr.isascii()
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_the_locale_cannot_name_is_a_fault_of_usage(chrono: Caller) -> None:
    (chrono.folder / "記録.jsonl").write_text("", "utf-8")

    done = spawn("append", "--file", "記録.jsonl", folder=chrono.folder, env=ASCII)

    assert done.returncode == 2
    assert done.stderr == b"chrono: this locale (ascii) cannot name every file: set LC_ALL=C.UTF-8\n"
