"""The line of a map on which a fault stands is found in one pass over its text."""

from __future__ import annotations

import pytest

from chrono.tables.map import line_of


@pytest.mark.parametrize("heading", ["[occurred]", "  [ occurred ]  # when", "[[occurred]]"])
def test_the_line_of_a_key_is_found_under_its_heading(heading: str) -> None:
    assert line_of(f'kind = "a.b"\n{heading}\ncolumn = "Filed"\n', "occurred.column") == 3


@pytest.mark.parametrize("sign", ["[", " ", "[ "])
def test_a_line_of_brackets_and_blanks_is_no_heading(sign: str) -> None:
    # 100,000 of them are read at once; when each way to part them was tried, 2,000 took seconds
    assert line_of(f"[{sign * 100_000}\ncolumn = 1\n", "column") == 2
