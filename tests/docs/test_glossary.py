"""One word for one thing: each of the nouns for contributors is defined once; no two classes share a name."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "docs" / "glossary.md").read_text("utf-8").partition("## For contributors")[2]
NOUNS = re.findall(r"^\| `(\w+)` \|", SECTION, re.MULTILINE)


def defined() -> dict[str, list[str]]:
    """The modules that define each class, or name for a type, at their top.

    The words in which the built-in kinds are declared (`Quantity`, `Date`) are those of the format.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for path in set(ROOT.glob("chrono/**/*.py")) - {ROOT / "chrono" / "model" / "declaring.py"}:
        for node in ast.parse(path.read_text("utf-8")).body:
            name = path.relative_to(ROOT).as_posix()
            if isinstance(node, ast.ClassDef):
                found[node.name.lstrip("_")].append(name)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found[node.targets[0].id].append(name)
    return found


def test_each_noun_for_contributors_is_defined_in_one_module() -> None:
    places = defined()

    assert {noun: places[noun] for noun in NOUNS if len(places[noun]) != 1} == {}


def test_the_nouns_for_contributors_are_few_enough_to_learn() -> None:
    assert 30 < len(NOUNS) <= 42


def test_no_two_classes_share_a_name() -> None:
    classes: dict[str, list[str]] = defaultdict(list)
    for path in ROOT.glob("chrono/**/*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                classes[node.name.lstrip("_")].append(path.relative_to(ROOT).as_posix())

    assert {name: places for name, places in classes.items() if len(places) > 1} == {}
