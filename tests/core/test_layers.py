"""Imports point down only, and the core touches nothing outside itself."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Bottom to top. A module may import what stands in its own layer or below. Every module stands in exactly
# one, so that a new module is a decision, not an accident. `x.*` is a package whose modules stand together.
LAYERS: dict[str, tuple[str, ...]] = {
    "log": ("eventlog", "eventlog.*"),
    "words": ("chrono.errors", "chrono.jsontext", "chrono.nearness"),
    "values": (
        "chrono.edtf",
        "chrono.worded_dates",
        "chrono.times",
        "chrono.amounts",
        "chrono.quantities",
    ),
    "accounts": ("chrono.accounts", "chrono.entities"),
    # What is declared, in Python or in TOML: kinds, and projections as values; no folding yet.
    "declarations": (
        "chrono.kinds",
        "chrono.declaring",
        "chrono.events",
        "chrono.fields",
        "chrono.projections",
        "chrono.handwritten",
        "chrono.storybook",
        "chrono.storybook_faults",
    ),
    # Stage 1: records into developments.
    "developments": (
        "chrono.archive",
        "chrono.developments",
        "chrono.records",
        "chrono.record_faults",
        "chrono.templates",
    ),
    # Stage 2: developments into states.
    "states": (
        "chrono.worlds",
        "chrono.current",
        "chrono.readings",
        "chrono.states",
        "chrono.confirmations",
        "chrono.reducers",
        "chrono.reducers.*",
        "chrono.folds",
        "chrono.relevance",
        "chrono.occurrences",
        "chrono.answers",
        "chrono.orders",
        "chrono.runs",
        "chrono.refolds",
        "chrono.views",
    ),
    "questions": (
        "chrono.axes",
        "chrono.replays",
        "chrono.sides",
        "chrono.influences",
        "chrono.omissions",
        "chrono.checks",
        "chrono.mendings",
        "chrono.stages",
        "chrono.diffs",
        "chrono.comparisons",
        "chrono.patches",
        "chrono.stories",
        "chrono.timelines",
        "chrono.explanations",
    ),
    # Here the core meets the log: records become events, and what the log knows is looked up.
    "admission": (
        "chrono.codec",
        "chrono.known",
        "chrono.identities",
        "chrono.log_faults",
        "chrono.amendment_faults",
        "chrono.admission",
        "chrono.appending",
        "chrono.likeness",
        "chrono.advice",
        "chrono.finding",
    ),
    # Spreadsheets: records as rows, rows as records, and what takes them in.
    "tables": ("chrono.exports", "chrono.imports", "chrono.imports.*", "chrono.intakes"),
    "chronicle": (
        "chrono",
        "chrono.chronicle",
        "chrono.holdings",
        "chrono.standpoints",
        "chrono.showing",
        "chrono.impacts",
        "chrono.corrections",
        "chrono.installed",
        "chrono.testing",
        "chrono.testing.*",
    ),
    "shells": (
        "chrono.cli",
        "chrono.commands",
        "chrono.commands.*",
        "chrono.render",
        "chrono.render.*",
    ),
}
LEVELS = {layer: level for level, layer in enumerate(LAYERS)}
CORE = ("words", "values", "accounts", "declarations", "developments", "states", "questions")

# All that the core may import from outside. None of it reads a clock, a file, the environment or chance.
PURE = {
    "__future__", "attrs", "bisect", "calendar", "collections", "datetime", "decimal", "difflib", "enum",
    "fractions", "functools", "graphlib", "hashlib", "heapq", "itertools", "json", "kanjize", "math",
    "msgspec", "operator", "re", "string", "textwrap", "tomllib", "types", "typing", "unicodedata",
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


def layers_of(module: str) -> list[str]:
    """The layers that name the module: one, where the table is in order."""
    exact = [layer for layer, names in LAYERS.items() if module in names]
    return exact or [
        layer for layer, names in LAYERS.items() if any(fnmatchcase(module, name) for name in names)
    ]


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


def upward(code: str, module: str, known: set[str]) -> list[str]:
    """The imports of the code that stand in a higher layer than the module, or in none."""
    level = LEVELS[layers_of(module)[0]]
    own = [name for name in imported(ast.parse(code), known) if name.split(".")[0] in {"chrono", "eventlog"}]
    return [name for name in own if not layers_of(name) or LEVELS[layers_of(name)[0]] > level]


def impure(code: str, known: set[str]) -> list[str]:
    """What in the code of a core module reaches outside: an import not known to be pure, a call, a global."""
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
def test_every_module_stands_in_one_layer(module: str) -> None:
    assert len(layers_of(module)) == 1, f"give {module} a place in LAYERS"


@pytest.mark.parametrize("name", sorted(name for names in LAYERS.values() for name in names))
def test_every_name_in_the_table_of_layers_is_a_module(name: str) -> None:
    assert any(fnmatchcase(module, name) for module in MODULES), f"{name} is gone: take it out of LAYERS"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_module_imports_from_a_layer_above(module: str) -> None:
    assert upward(MODULES[module].read_text("utf-8"), module, set(MODULES)) == []


@pytest.mark.parametrize("module", sorted(each for each in MODULES if set(layers_of(each)) & set(CORE)))
def test_no_module_of_the_core_reaches_outside(module: str) -> None:
    assert impure(MODULES[module].read_text("utf-8"), set(MODULES)) == []


@pytest.mark.parametrize(
    ("module", "code", "names"),
    [
        pytest.param("chrono.times", "from chrono.kinds import Kind", ["chrono.kinds"], id="a name"),
        pytest.param("chrono.times", "from chrono import kinds", ["chrono.kinds"], id="a module"),
        pytest.param("chrono.times", "import chrono.kinds as k", ["chrono.kinds"], id="by its full name"),
        pytest.param(
            "chrono.times", "def f():\n    import chrono.views", ["chrono.views"], id="in a function"
        ),
        pytest.param(
            "eventlog.api", "from chrono.errors import ChronoError", ["chrono.errors"], id="from the log"
        ),
        pytest.param("chrono.times", "from chrono.nowhere import x", ["chrono.nowhere"], id="in no layer"),
        pytest.param("chrono.kinds", "import re\nfrom chrono import times", [], id="downwards"),
        pytest.param("chrono.times", "from chrono.edtf import parse", [], id="within the layer"),
    ],
)
def test_an_import_that_points_up_is_found(module: str, code: str, names: list[str]) -> None:
    known = {"chrono.kinds", "chrono.times", "chrono.views", "chrono.cli", "chrono.errors", "chrono.edtf"}

    assert upward(code, module, known) == names


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
