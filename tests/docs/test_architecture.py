"""The page on the architecture names only files that exist; its picture is the order of the layers."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from core.test_layers import PLACES

ROOT = Path(__file__).parents[2]
listed = runpy.run_path(str(ROOT / "tools" / "module_list.py"))["listed"]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_the_picture_shows_every_place_in_the_order_of_the_layers() -> None:
    picture = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert picture is not None

    names = [line.split()[0] for line in picture[1].splitlines()]

    assert names[::-1] == [place.removeprefix("chrono.") for place in PLACES if place != "chrono"]


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:chrono|eventlog|tests|docs)/[\w/-]+(?:\.\w+|/))`", PAGE)))
)
def test_every_file_that_the_page_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("BatchAppender", "chrono/write/append.py"),
        ("GROUPS", "chrono/cli.py"),
        ("POLICY_KEYS", "chrono/resolve/accounts.py"),
        ("STORES", "eventlog/opening.py"),
        ("LogLookup", "chrono/lookup/log_lookup.py"),
        ("LogCache", "chrono/lookup/log_cache.py"),
        ("FieldFold", "chrono/fold/field_fold.py"),
        ("View", "chrono/fold/view.py"),
    ],
)
def test_every_name_that_the_page_gives_is_defined_where_it_says(name: str, path: str) -> None:
    assert re.search(rf"\b{name}\b", PAGE)
    assert re.search(rf"^(class {name}\b|{name}\b.* = )", (ROOT / path).read_text("utf-8"), re.MULTILINE)


def test_the_list_of_modules_is_as_it_would_be_written_now() -> None:
    assert (ROOT / "docs" / "modules.md").read_text("utf-8") == listed()


@pytest.mark.parametrize("line", re.findall(r"^\| `\w+` \| (.*) \|$", listed(), re.MULTILINE))
def test_every_module_says_in_a_line_what_it_is(line: str) -> None:
    assert line.endswith(".")
