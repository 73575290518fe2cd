"""Imports point down only and never in a circle, and what is pure touches nothing outside itself."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Bottom to top: the log, then the folders and single modules of `chrono`. A module imports only from its own
# place and from those before it.
PLACES = (
    "eventlog",
    "chrono.errors",
    "chrono.values",
    "chrono.model",
    "chrono.resolve",
    "chrono.lawsuit_events",
    "chrono.events",
    "chrono.projections",
    "chrono.fold",
    "chrono.lookup",
    "chrono.write",
    "chrono.tables",
    "chrono.ask",
    "chrono.chronicle",
    "chrono.render",
    "chrono.testing",
    "chrono.commands",
    "chrono.cli",
    "chrono",
)
LEVELS = {place: level for level, place in enumerate(PLACES)}
PURE_PLACES = (*PLACES[1 : LEVELS["chrono.fold"] + 1], "chrono.ask")
# Where an answer goes by single records, asking reads the log: when each was recorded, what mentions a text.
ASKS_THE_LOG = ("chrono.ask.corrections", "chrono.ask.search")

# All that pure modules may import from outside. None of it reads a clock, a file, the environment or chance.
PURE = {
    "__future__", "abc", "attrs", "bisect", "calendar", "collections", "copy", "datetime", "decimal",
    "difflib", "enum", "fractions", "functools", "graphlib", "hashlib", "heapq", "itertools", "json",
    "kanjize", "math", "msgspec", "operator", "re", "shlex", "string", "textwrap", "tomllib", "types",
    "typing", "unicodedata", "zoneinfo",
}  # fmt: skip
IMPURE_CALLS = {"breakpoint", "eval", "exec", "input", "open", "print", "__import__"}
IMPURE_METHODS = {"now", "today", "utcnow"}


def modules() -> dict[str, Path]:
    """Every module of the two packages, by its dotted name."""
    found = {}
    for path in [*ROOT.glob("chrono/**/*.py"), *ROOT.glob("eventlog/**/*.py")]:
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def place_of(module: str) -> str:
    """The folder or single module of the house that a module belongs to; the package itself is the last."""
    first, *rest = module.split(".")
    return first if first != "chrono" or not rest else f"chrono.{rest[0]}"


def imported(tree: ast.AST, known: set[str]) -> Iterator[str]:
    """What the code imports, wherever in it: modules by their full names, names by the module that has them.

    Relative imports are refused by the linter.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from inside & known
            if inside - known:
                yield str(node.module)


def own(code: str, known: set[str]) -> list[str]:
    """What the code imports of the two packages."""
    return [name for name in imported(ast.parse(code), known) if name.split(".")[0] in {"chrono", "eventlog"}]


def upward(code: str, module: str, known: set[str]) -> list[str]:
    """The imports of the code that stand above the module's place, or in no place.

    The version, which the package itself holds, may be asked for everywhere.
    """
    level = LEVELS[place_of(module)]
    return [
        name
        for name in own(code, known)
        if name != "chrono" and LEVELS.get(place_of(name), len(PLACES)) > level
    ]


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """The circles among modules, one for each group that a sorting of what depends on what runs into."""
    left, found = dict(arrows), []
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as err:
            circle = list(err.args[1])
            found.append(circle)
            left = {
                module: below - {circle[-2]} if module in circle else below for module, below in left.items()
            }
        else:
            return found


def impure(code: str, known: set[str]) -> list[str]:
    """What in the code of a pure module reaches outside: an import not known to be pure, a call, a global."""
    tree = ast.parse(code)
    found = [name for name in imported(tree, known) if name.split(".")[0] not in PURE | {"chrono"}]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            found.append(f"{node.func.id}()")
        elif isinstance(node, ast.Attribute) and node.attr in IMPURE_METHODS:
            found.append(f".{node.attr}")
        elif isinstance(node, ast.Global):
            found.append(f"global {', '.join(node.names)}")
    return found


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_module_stands_in_a_place_of_the_house(module: str) -> None:
    assert place_of(module) in PLACES


def test_every_place_of_the_house_holds_a_module() -> None:
    assert {place_of(module) for module in MODULES} == set(PLACES)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_module_imports_from_a_place_above(module: str) -> None:
    assert upward(MODULES[module].read_text("utf-8"), module, set(MODULES)) == []


@pytest.mark.parametrize("place", PLACES)
def test_no_imports_within_a_place_run_in_a_circle(place: str) -> None:
    inside = [module for module in MODULES if place_of(module) == place]
    arrows = {
        module: {name for name in own(MODULES[module].read_text("utf-8"), set(MODULES)) if name in inside}
        for module in inside
    }

    assert circles(arrows) == []


@pytest.mark.parametrize("module", sorted(each for each in MODULES if place_of(each) in PURE_PLACES))
def test_no_pure_module_reaches_outside(module: str) -> None:
    reaches = impure(MODULES[module].read_text("utf-8"), set(MODULES))

    assert [name for name in reaches if not (name == "eventlog" and module in ASKS_THE_LOG)] == []


@pytest.mark.parametrize("module", sorted(each for each in MODULES if place_of(each) == "chrono.tables"))
def test_spreadsheets_know_nothing_of_the_log(module: str) -> None:
    assert "eventlog" not in {
        name.split(".")[0] for name in own(MODULES[module].read_text("utf-8"), set(MODULES))
    }


@pytest.mark.parametrize(
    ("module", "code", "names"),
    [
        pytest.param(
            "chrono.values.times", "from chrono.model.kinds import Kind", ["chrono.model.kinds"], id="a name"
        ),
        pytest.param(
            "chrono.values.times", "from chrono.model import kinds", ["chrono.model.kinds"], id="a module"
        ),
        pytest.param(
            "chrono.values.times",
            "import chrono.model.kinds as k",
            ["chrono.model.kinds"],
            id="by its full name",
        ),
        pytest.param(
            "chrono.values.times",
            "def f():\n    import chrono.fold.view",
            ["chrono.fold.view"],
            id="in a function",
        ),
        pytest.param(
            "eventlog.api", "from chrono.errors import ChronoError", ["chrono.errors"], id="from the log"
        ),
        pytest.param(
            "chrono.values.times", "from chrono.nowhere import x", ["chrono.nowhere"], id="in no place"
        ),
        pytest.param("chrono.model.kinds", "import re\nfrom chrono.values import times", [], id="downwards"),
        pytest.param(
            "chrono.values.times", "from chrono.values.edtf import parse", [], id="within the place"
        ),
    ],
)
def test_an_import_that_points_up_is_found(module: str, code: str, names: list[str]) -> None:
    known = {
        "chrono.model.kinds",
        "chrono.values.times",
        "chrono.fold.view",
        "chrono.errors",
        "chrono.values.edtf",
    }

    assert upward(code, module, known) == names


@pytest.mark.parametrize(
    ("arrows", "count"),
    [
        pytest.param({"a": {"b"}, "b": {"c"}, "c": set()}, 0, id="none"),
        pytest.param({"a": {"b"}, "b": {"a"}}, 1, id="of two"),
        pytest.param({"a": {"b"}, "b": {"c"}, "c": {"a"}}, 1, id="of three"),
        pytest.param({"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}, 2, id="two of them"),
    ],
)
def test_a_circle_of_imports_is_found(arrows: dict[str, set[str]], count: int) -> None:
    assert len(circles(arrows)) == count


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import os.path", ["os.path"]),
        ("from time import monotonic", ["time"]),
        ("from pathlib import Path", ["pathlib"]),
        ("import random", ["random"]),
        ("def f():\n    import logging", ["logging"]),
        ("from eventlog import open_log", ["eventlog"]),
        ("import datetime\ndatetime.datetime.now(datetime.UTC)", [".now"]),
        ("from datetime import date\ndate.today()", [".today"]),
        ("open('x')", ["open()"]),
        ("def f():\n    global g", ["global g"]),
        ("from datetime import UTC, datetime\ndatetime(2024, 6, 15, tzinfo=UTC)", []),
    ],
)
def test_what_reaches_outside_the_core_is_found(code: str, found: list[str]) -> None:
    assert impure(code, set()) == found
