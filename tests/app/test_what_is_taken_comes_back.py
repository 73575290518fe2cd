"""Whatever text stands in a record: one check says whether it is taken, and what is taken comes back."""

from __future__ import annotations

import csv
import io

from given import new_chronicle
from hypothesis import given as drawn
from hypothesis import strategies as st
from laws import law

from chrono import Chronicle, RefusedBatch
from chrono.lookup.decoding import decode
from chrono.tables.export import columns, record, rows
from chrono.tables.table import table
from chrono.write.codec import line, parse_line

BOOK = """
[storybook]
name = "t"
[kinds.k]
identity = ["n", "w"]
[kinds.k.fields]
n = "entity"
w = "word?"
words = "text?"
x = "quantity?"
list = "word[]?"
"""
NASTY = [
    "\0",
    "\x01",
    "\t",
    "\n",
    "\r",
    "\x1b",
    "\x7f",
    "\x85",
    "\x9b",
    "\u2028",
    "\u202e",
    "\u200b",
    "\ufeff",
]
NASTY += [
    "\ufffe",
    "\ud800",
    "\udfff",
    "\U000e0041",
    "'",
    '"',
    "\\",
    "=",
    "＝",
    "@",
    "/",
    ":",
    "|",
    ",",
    " ",
    "\u3000",
]
NASTY += [
    "{",
    "[",
    "null",
    "true",
    "5",
    "1e5",
    "1e999999",
    "source:",
    "entity:",
    "desk",
    "USD",
    "a",
    "日本",
    "é",
    "😀",
]
TEXTS = st.lists(st.sampled_from(NASTY), max_size=4).map("".join) | st.text(max_size=4)
NAMED = st.one_of(TEXTS, TEXTS.map(lambda text: f"n{text}n"))
NUMBERS = st.one_of(
    st.integers(), st.floats(), st.decimals(), st.sampled_from([10**59, 10**61, 10**3899, 10**3900])
)
PLAIN = st.one_of(TEXTS, NUMBERS, st.booleans(), st.none())
EXTRA = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2), max_leaves=4
)
AMOUNTS = st.one_of(
    TEXTS, NUMBERS, st.fixed_dictionaries({"amount": NUMBERS, "unit": NAMED}, optional={"wording": TEXTS})
)
REPORTS = st.fixed_dictionaries(
    {
        "record": st.just("report"),
        "kind": st.just("k"),
        "source": st.one_of(
            st.just("s"),
            st.builds(lambda a, b: {"slug": a, "publisher": b, "published": "2024"}, NAMED, NAMED),
        ),
        "occurred": st.just("2024") | TEXTS.map(lambda text: {"edtf": "2024", "wording": text}),
        "data": st.fixed_dictionaries(
            {"n": NAMED},
            optional={"w": NAMED, "words": TEXTS, "x": AMOUNTS, "list": st.lists(NAMED, max_size=2)},
        ),
    },
    optional={
        "id": NAMED,
        "development": NAMED,
        "summary": TEXTS,
        "locator": TEXTS,
        "after": st.lists(NAMED, max_size=2),
        "stories": st.lists(NAMED, max_size=2),
        "attribution": st.fixed_dictionaries({"by": NAMED}, optional={"via": NAMED}),
        "extra": st.dictionaries(TEXTS, EXTRA, max_size=2),
    },
)
OTHERS = st.one_of(
    st.fixed_dictionaries(
        {"record": st.just("source"), "slug": NAMED, "publisher": NAMED}, optional={"title": TEXTS}
    ),
    st.fixed_dictionaries(
        {"record": st.just("entity"), "slug": NAMED, "names": st.dictionaries(NAMED, NAMED, max_size=1)},
        optional={"aliases": st.lists(NAMED, max_size=1), "type": NAMED},
    ),
    st.fixed_dictionaries(
        {"record": st.just("amendment"), "of": st.just("r"), "why": TEXTS, "id": NAMED, "quote": TEXTS},
        optional={"by": NAMED, "extra": st.dictionaries(TEXTS, EXTRA, max_size=1)},
    ),
)
SOUND = (
    {"record": "source", "slug": "s", "publisher": "P", "published": "2024-06"},
    {"kind": "k", "id": "r", "source": "s", "occurred": "2024", "data": {"n": "n"}},
)


def held(chronicle: Chronicle) -> list[dict[str, object]]:
    """Return the records of a log."""
    return [dict(decode(each).record) for each in chronicle.records()]


def through_csv(records: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return records as a spreadsheet gives them that was written as CSV."""
    header, text = columns(records), io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows(records, header)])
    found = table(io.StringIO(text.getvalue(), newline=""), ",")
    return [record(found.header, row.cells) for row in found.rows]


@law(150)
@drawn(st.lists(REPORTS | OTHERS, min_size=1, max_size=3))
def test_what_a_log_takes_every_export_gives_and_every_way_in_takes_again(
    given: list[dict[str, object]],
) -> None:
    made = new_chronicle(BOOK)
    made.append(*SOUND)
    head = made.log.head()
    for each in given:
        try:
            made.append(each)
        except RefusedBatch as err:
            str(err).encode()
    taken = held(made)

    ways = {
        "Python": taken,
        "JSON Lines": [parse_line(line(each)) for each in taken],
        "CSV": through_csv(taken),
    }
    for way, records in ways.items():
        again = new_chronicle()
        again.append(*records)
        assert held(again) == taken, way
    assert len(taken) >= head


@law(60)
@drawn(st.lists(REPORTS | OTHERS, min_size=1, max_size=3))
def test_a_record_that_is_refused_alone_is_refused_in_a_batch_that_then_writes_nothing(
    given: list[dict[str, object]],
) -> None:
    made = new_chronicle(BOOK)
    made.append(*SOUND)
    head = made.log.head()
    outcome = made.append_all(given, keep_going=True)
    if not outcome.rejects:
        return
    again = new_chronicle(BOOK)
    again.append(*SOUND)

    refused = False
    try:
        again.append(*given)
    except RefusedBatch as err:
        refused = [each.index for each in err.refusals] == [each.index for each in outcome.rejects]

    assert refused
    assert again.log.head() == head
