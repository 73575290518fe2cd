"""Tables that hold an entry for every name: what is missing, and what nothing declares, is told at once."""

from __future__ import annotations

import pytest

from chrono.values.completeness import complete


def test_a_table_with_an_entry_for_each_name_is_returned_as_it_is() -> None:
    table = {"a": 1, "b": 2}

    assert complete(table, ("b", "a"), where="here") is table


def test_every_missing_entry_is_named() -> None:
    with pytest.raises(LookupError, match=r'^here has no entry for "b", "c"$'):
        complete({"a": 1}, ("c", "a", "b"), where="here")


def test_an_entry_that_nothing_declares_is_named() -> None:
    with pytest.raises(LookupError, match=r'^here has entries that nothing declares: "b"$'):
        complete({"a": 1, "b": 2}, ("a",), where="here")
