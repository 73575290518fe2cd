"""Where the disk fails a command is done wholly or refused in one line, and goes on when there is room.

`make torture` lets it fail at every step of every command that writes; here it is a sample of them.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


COMMANDS = ("append, checkpoint kept", "init with a storybook", "backup over an earlier one")


def test_a_failing_disk_leaves_nothing_half_done(tmp_path: Path) -> None:
    only = [word for command in COMMANDS for word in ("--only", command)]
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "disk.py", "--most", "1", "--jobs", "1", *only],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "NOT TRIED" in done.stdout:
        pytest.skip(done.stdout.strip())

    assert done.returncode == 0, done.stdout + done.stderr
    assert "refused" in done.stdout
    assert list(tmp_path.iterdir()) == []
