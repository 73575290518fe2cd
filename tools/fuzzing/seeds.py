"""The sound inputs that are mutated, and the texts that programs have fallen over: files beside this one."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).with_name("seeds")
LONGEST_BOOK = 20_000
"""Of a storybook of the tests: what is longer takes too long."""


def read(name: str) -> str:
    """Return a file of seeds as it is."""
    return (FOLDER / name).read_bytes().decode()


def lines(name: str) -> list[str]:
    """Return the lines of a file of seeds."""
    return read(name).rstrip("\n").split("\n")


STORYBOOK, MAP, SHEET, EXPORT = map(read, ("storybook.toml", "map.toml", "sheet.csv", "export.csv"))
RECORDS: list[dict[str, object]] = [json.loads(line) for line in lines("records.jsonl")]
QUESTIONS = [shlex.split(line) for line in lines("questions.txt")]
COMMANDS = [*QUESTIONS, *(shlex.split(line) for line in lines("commands.txt"))]


TEXT = r'''^[A-Z_]+ = """\n(.*?)"""'''
"""A constant of a test that is a text of several lines."""


def storybooks() -> list[str]:
    """Return sound storybooks: one of everything, those of the stories and those that the tests have."""
    found = [STORYBOOK, *(path.read_text("utf-8") for path in sorted(ROOT.glob("stories/*/storybook.toml")))]
    for path in sorted(ROOT.glob("tests/**/*.py")):
        texts = re.findall(TEXT, path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
        found += [text for text in texts if "[storybook]" in text and _is_toml(text)]
    return found


def _is_toml(text: str) -> bool:
    try:
        return len(json.dumps(tomllib.loads(text))) < LONGEST_BOOK
    except (tomllib.TOMLDecodeError, TypeError):
        return False
