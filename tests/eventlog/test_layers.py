"""The log stands alone, and costs a short-lived command no more than it uses."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import eventlog

PACKAGE = Path(eventlog.__file__).parent
MODULES = {
    ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): file
    for file in PACKAGE.rglob("*.py")
}
ALLOWED = {"eventlog", "attrs", "msgspec", "sqlite_utils", "pytest", *sys.stdlib_module_names}

READS = "from eventlog import open_log; log = open_log({path!r}); list(log.read()); log.head(); log.close()"
LATE = ["sqlite_utils", "random", "logging", "tempfile", "multiprocessing", "pathlib", "pytest"]


def imported(file: Path) -> set[str]:
    """Return the modules that a file imports anywhere, for types alone too."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= whole & MODULES.keys() or {node.module}
    return names


@pytest.mark.parametrize(
    "file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE))
)
def test_the_log_imports_nothing_but_what_it_is_built_on(file: Path) -> None:
    modules = imported(file)
    assert {module.split(".")[0] for module in modules} <= ALLOWED
    if "testing" not in file.parts:
        assert not any(module.startswith(("pytest", "eventlog.testing")) for module in modules)


def test_no_modules_of_the_log_import_one_another_in_a_circle_not_even_for_types() -> None:
    arrows = {name: imported(file) & MODULES.keys() for name, file in MODULES.items()}
    assert "eventlog.sqlite.reading" in arrows["eventlog.sqlite.log"]
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as err:
        pytest.fail(f"a circle of imports: {' <- '.join(err.args[1])}")


@pytest.mark.parametrize(
    "name",
    ["api", "errors", "instants", "digests", "form1", "upcasting", "words", "settings", "opening"],
)
def test_what_all_stores_share_knows_no_store_but_the_one_table_that_chooses(name: str) -> None:
    stores = {module for module in imported(PACKAGE / f"{name}.py") if module.startswith("eventlog.sqlite")}
    assert stores == ({"eventlog.sqlite.log"} if name == "opening" else set())


def test_reading_a_log_loads_nothing_that_only_making_or_writing_one_needs(
    path: Path, log: eventlog.EventLog, child_environment: dict[str, str]
) -> None:
    log.append([eventlog.Event(id="a", type="noted", data=b"{}")])
    bare = "import sys, attrs, msgspec, sqlite3; before = set(sys.modules); "
    code = bare + READS.format(path=str(path)) + "; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=child_environment, capture_output=True, text=True, check=True
    )
    loaded = {name for name in done.stdout.split() if not name.startswith("eventlog")}
    assert loaded & set(LATE) == set()
    assert "eventlog.sqlite.appending" not in done.stdout
    assert "eventlog.sqlite.reading" in done.stdout
