"""The C compiler makes the shim that lets calls fail; where there is none, that is said."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
WRITE, SYNC, TRUNCATE, CREATE, NAME = 1, 2, 4, 8, 16
KINDS = {
    "write": WRITE,
    "sync": SYNC,
    "truncate": TRUNCATE,
    "create": CREATE,
    "name": NAME,
}
"""What sorts of calls can fail; as shim.c numbers them."""


def compiler() -> str | None:
    """Return a C compiler, or None where there is none, or where the system has no LD_PRELOAD."""
    if os.uname().sysname != "Linux":
        return None
    return shutil.which(os.environ.get("CC", "cc")) or shutil.which("gcc") or shutil.which("clang")


def compiled(folder: Path, with_: str) -> Path:
    """Return the shim, made in a folder."""
    made = folder / "shim.so"
    command = [with_, "-O1", "-shared", "-fPIC", "-o", str(made), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)  # noqa: S603 - the compiler that was found
    return made


def arm(folder: Path, kind: str, first: int, *, lasting: bool, error: int) -> None:
    """Let the call of a kind numbered `first`, from 1 on, fail under a folder; if lasting all later ones."""
    shim = ctypes.CDLL(None)
    shim.faults_arm(
        os.fsencode(folder), KINDS[kind], ctypes.c_long(first), ctypes.c_int(lasting), ctypes.c_int(error)
    )


def counted() -> dict[str, int]:
    """Return how many calls of each kind there were since `arm`."""
    count = ctypes.CDLL(None).faults_counted
    count.restype = ctypes.c_long
    return {name: int(count(kind)) for name, kind in KINDS.items()}
