"""The limits that the documents name are those that are enforced, each with one clear line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from given import new_chronicle

from chrono import Chronicle
from chrono.errors import ChronoError
from chrono.tables.map import BadMap
from chrono.tables.map_files import import_map
from chrono.values import limits

DOCUMENT = Path(__file__).parents[2] / "docs" / "limits.md"
ROWS = re.findall(r"^\| .* \| ([0-9,]+) \| `([A-Z_]+)` \|$", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)
BOOK = """
[storybook]
name = "t"
[kinds.k.fields]
n = "entity"
names = "entity[]?"
words = "text?"
x = "quantity?"
on = "date?"
count = "number?"
"""


def test_the_table_has_every_limit_as_it_is_enforced() -> None:
    enforced = {name: value for name, value in vars(limits).items() if name.isupper()}

    assert {name: int(number.replace(",", "")) for number, name in ROWS} == enforced


def nested(depth: int) -> object:
    value: object = "x"
    for _ in range(depth):
        value = [value]
    return value


SOURCE = {"record": "source", "slug": "s", "publisher": "P", "published": "2024"}
SOUND = {"kind": "k", "source": "s", "occurred": "2024", "data": {"n": "a"}}
AT, BEYOND = 0, 1
"""Where a value stands: at the limit, or one beyond it."""
RECORDS: dict[str, tuple[str, Callable[[int], dict[str, object]]]] = {
    "TEXT_CHARACTERS": ("quote: too long", lambda n: {"quote": "q" * (limits.TEXT_CHARACTERS + n)}),
    "TEXT_CHARACTERS of a field": (
        "data.words: ",
        lambda n: {"data": {"n": "a", "words": "q" * (limits.TEXT_CHARACTERS + n)}},
    ),
    "NAME_CHARACTERS": ("id: too long", lambda n: {"id": "i" * (limits.NAME_CHARACTERS + n)}),
    "NAME_CHARACTERS of a field": ("data.n: ", lambda n: {"data": {"n": "i" * (limits.NAME_CHARACTERS + n)}}),
    "LIST_MEMBERS": (
        "after: too many",
        lambda n: {"after": [f"d{k}" for k in range(limits.LIST_MEMBERS + n)]},
    ),
    "LIST_MEMBERS of a field": (
        "data.names: too many",
        lambda n: {"data": {"n": "a", "names": [f"e{k}" for k in range(limits.LIST_MEMBERS + n)]}},
    ),
    "INDEXED_MEMBERS": (
        "stories: too many",
        lambda n: {"stories": [f"s{k}" for k in range(limits.INDEXED_MEMBERS + n)]},
    ),
    "AMOUNT_DIGITS": (
        "data.x: ",
        lambda n: {"data": {"n": "a", "x": int("9" * (limits.AMOUNT_DIGITS + 1 + n))}},
    ),
    "AMOUNT_DIGITS of a number": (
        "data.count: ",
        lambda n: {"data": {"n": "a", "count": int("9" * (limits.AMOUNT_DIGITS + 1 + n))}},
    ),
    "AMOUNT_CHARACTERS": (
        "data.x: ",
        lambda n: {"data": {"n": "a", "x": "0" * (limits.AMOUNT_CHARACTERS - 1 + n) + "5"}},
    ),
    "NUMBER_DIGITS": (
        "extra: out of range",
        lambda n: {"extra": {"a": int("9" * (limits.NUMBER_DIGITS + n))}},
    ),
    "NESTING": ("extra: nested too deeply", lambda n: {"extra": {"a": nested(limits.NESTING - 1 + n)}}),
    "DATE_CHARACTERS": (
        "data.on: ",
        lambda n: {"data": {"n": "a", "on": "2" * (limits.DATE_CHARACTERS + n)}},
    ),
    "RECORD_BYTES": ("too long", lambda n: {"extra": _filled(n)}),
}


def _filled(more: int) -> dict[str, object]:
    """Return what makes a report as long as a record may be, or longer."""
    return {f"a{n}": "x" * 199_000 for n in range(5)} | {"b": "x" * (4_700 if more == AT else 5_200)}


def with_source() -> Chronicle:
    made = new_chronicle(BOOK)
    made.append(SOURCE)
    return made


@pytest.mark.parametrize("name", [name for name in RECORDS if name != "DATE_CHARACTERS"])
def test_what_is_at_a_limit_is_taken_and_comes_back_from_an_export(name: str) -> None:
    made = with_source()

    made.append({**SOUND, **RECORDS[name][1](AT)})

    again = new_chronicle()
    again.append(*(each.record for each in made.entries()))
    assert [each.record for each in again.entries()] == [each.record for each in made.entries()]


@pytest.mark.parametrize("name", RECORDS)
def test_what_is_beyond_a_limit_is_refused_in_one_line(name: str) -> None:
    says, change = RECORDS[name]
    made = with_source()
    head = made.log.head()

    with pytest.raises(ChronoError) as refusal:
        made.append({**SOUND, **change(BEYOND)})

    assert str(refusal.value).startswith(says)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 400
    assert made.log.head() == head


def test_a_storybook_and_a_map_have_a_limit() -> None:
    text = "#" * (limits.TOML_CHARACTERS + 1)

    with pytest.raises(ChronoError, match="too long: 500,001 characters, and 500,000 at most"):
        new_chronicle().append({"record": "storybook", "toml": text})
    with pytest.raises(BadMap, match="too long: 500,001 characters, and 500,000 at most"):
        import_map(text)
