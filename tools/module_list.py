"""Writes docs/modules.md: every module of the two packages with the first line of its docstring.

python tools/module_list.py docs/modules.md
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = """# Modules

Every module with what it says of itself; written by `make docs`. What each folder is for stands in
[the architecture](architecture.md).
"""


def listed() -> str:
    """Return the page: a table for each folder, in the order of their names."""
    folders = sorted({path.parent for path in _modules()})
    return "\n".join((HEAD, *(line for folder in folders for line in _table(folder))))


def _modules() -> list[Path]:
    return sorted(path for package in ("chrono", "eventlog") for path in (ROOT / package).rglob("*.py"))


def _table(folder: Path) -> Iterator[str]:
    yield f"## {folder.relative_to(ROOT).as_posix()}/"
    yield ""
    yield "| module | |"
    yield "|---|---|"
    for path in sorted(folder.glob("*.py")):
        line = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n", 1)[0]
        yield f"| `{path.stem}` | {line.replace('|', chr(92) + '|')} |"
    yield ""


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(listed(), "utf-8")
