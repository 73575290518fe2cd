"""What a log holds is the same, however it is looked up: piece by piece, out of the whole log, in a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from given import Record, new_chronicle
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from chrono import Chronicle, RefusedBatch
from chrono.errors import NoSuchTarget
from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.lookup.lookup import Lookup
from chrono.lookup.records import find_record
from chrono.resolve.archive import Entry

BOOK = """
[storybook]
name = "lookups"
[kinds.put]
fields.thing = "entity"
identity = ["thing"]
[entities.c]
aliases = ["see"]
[sources.book]
publisher = "P"
"""
SLUGS, NAMES = ("a", "b", "c"), ("a", "b", "c", "n", "N ", "see")
SOURCES, IDS, FIXES = ("s", "t", "book"), ("r1", "r2", "r3"), ("m1", "m2", "m3", "m4")
EVERYTHING = (*NAMES, *SOURCES, *IDS, *FIXES, "w1", "desk")

_names = st.lists(st.sampled_from(NAMES), max_size=2)
_entities = st.fixed_dictionaries(
    {"record": st.just("entity"), "slug": st.sampled_from(SLUGS)},
    optional={"aliases": _names, "same_as": st.lists(st.sampled_from(SLUGS), max_size=1)},
)
_declared = st.fixed_dictionaries(
    {"slug": st.sampled_from(SOURCES[:2]), "publisher": st.just("P")},
    optional={"published": st.just("2024-01-01")},
)
_sources = _declared.map(lambda made: {"record": "source", **made})
_reports = st.fixed_dictionaries(
    {
        "record": st.just("report"),
        "id": st.sampled_from(IDS),
        "kind": st.just("put"),
        "source": st.sampled_from(SOURCES) | _declared,
        "occurred": st.just("2024-01-01"),
        "data": st.fixed_dictionaries({"thing": st.sampled_from(NAMES)}),
    },
    optional={"reported": st.just("2024-02-01")},
)
_changes = st.one_of(
    st.just({"void": True}),
    st.just({"published": "2024-03-01"}),
    st.just({"published": None}),
    st.just({"publisher": "Q"}),
    st.just({"title": "t"}),
    st.just({"aliases": ["n"]}),
    st.just({"summary": "other"}),
    _declared.map(lambda made: {"source": made}),
)
_amendments = st.builds(
    lambda name, of, changes: {"record": "amendment", "id": name, "of": of, "why": "w", **changes},
    st.sampled_from(FIXES),
    st.sampled_from((*IDS, *FIXES, *SOURCES, *SLUGS)),
    _changes,
)
_withdrawals = st.fixed_dictionaries(
    {
        "record": st.just("retraction"),
        "id": st.just("w1"),
        "of": st.sampled_from(IDS),
        "reported": st.just("2024-05-01"),
        "why": st.just("w"),
    }
)
_merges = st.just({"record": "merge", "id": "j1", "developments": ["put:a", "put:b"], "why": "w"})
some_records = st.lists(
    st.one_of(_entities, _sources, _reports, _reports, _amendments, _amendments, _withdrawals, _merges),
    min_size=1,
    max_size=9,
)


def appended_apart(records: Sequence[Record]) -> Chronicle:
    """Return a log that takes the records one after the other, each by a process of its own."""
    made = new_chronicle()
    made.append({"record": "storybook", "toml": BOOK})
    for each in records:
        try:
            Chronicle(made.log, made.clock).append(each)
        except RefusedBatch:
            continue
    return made


def appended_together(records: Sequence[Record]) -> Chronicle:
    """Return a log that takes the records in one batch."""
    made = new_chronicle()
    made.append({"record": "storybook", "toml": BOOK})
    made.append_all(records, keep_going=True)
    return made


def held(chronicle: Chronicle) -> list[tuple[str, Mapping[str, object]]]:
    """Return every record of a log, with its id."""
    return [(each.id, decode(each).record) for each in chronicle.records()]


def answers(lookup: Lookup, entries: Sequence[Entry]) -> dict[str, object]:
    """Return all that a lookup says of a small log."""
    return {
        "resolve": {name: lookup.resolve(name) for name in EVERYTHING},
        "entity": {name: lookup.entity(name) for name in EVERYTHING},
        "source": {name: lookup.source(name) for name in EVERYTHING},
        "named": {name: lookup.named(name) for name in EVERYTHING},
        "as_amended": [lookup.as_amended(each) for each in entries if each.type not in ("entity", "source")],
        "last": lookup.last(),
        "entries": list(lookup.entries),
        "developments": list(lookup.developments()),
        "kinds": list(lookup.shelf.kinds),
        "find": {name: found(lookup, name) for name in ("@last", "r", "m", "put", "")},
    }


def found(lookup: Lookup, name: str) -> Entry | str:
    """Return the record that a name finds, or why it finds none."""
    try:
        return find_record(lookup, name)
    except NoSuchTarget as err:
        return str(err)


@law(60)
@given(some_records)
def test_a_log_looked_up_piece_by_piece_holds_what_the_whole_log_does(records: list[Record]) -> None:
    log = appended_together(records)
    read = LogLookup(log.log, log.log.head())
    read.fill()

    told = answers(log.held, log.entries())

    assert answers(LogLookup(log.log, log.log.head()), log.entries()) == told
    assert answers(read, log.entries()) == told


@law(60)
@given(some_records)
def test_a_lookup_that_is_kept_while_records_are_appended_is_as_one_made_anew(records: list[Record]) -> None:
    log = new_chronicle()
    log.append({"record": "storybook", "toml": BOOK})
    for each in records:
        log.append_all([each], keep_going=True)

    assert answers(log.lookup(), log.entries()) == answers(log.held, log.entries())


@law(60)
@given(some_records)
def test_a_batch_is_taken_as_its_records_are_one_by_one(records: list[Record]) -> None:
    assert held(appended_together(records)) == held(appended_apart(records))


def report(**given: object) -> Record:
    """Return a report whose source is declared within it, changed as given."""
    source = {"slug": "s", "publisher": "P", "published": "2024-01-01"}
    return {"kind": "put", "source": source, "occurred": "2024-01-01", "data": {"thing": "a"}, **given}


def fix(of: str, **changes: object) -> Record:
    """Return an amendment."""
    return {"record": "amendment", "of": of, "why": "w", **changes}


def test_a_source_that_only_a_void_report_declares_is_unknown() -> None:
    log = appended_apart([report(id="r1"), fix("r1", void=True)])

    with pytest.raises(RefusedBatch, match='unknown source "s"'):
        log.append(report(source="s"))


def test_a_source_that_a_report_declares_is_dated_as_we_have_amended_it() -> None:
    log = appended_apart([report(id="r1", reported="2024-02-01"), fix("s", published=None)])

    with pytest.raises(RefusedBatch, match='source "s" has no date of publication'):
        log.append(report(source="s"))


def test_a_source_corrects_its_report_under_the_publisher_that_we_have_amended() -> None:
    log = appended_apart([report(id="r1"), {"record": "source", "slug": "t", "publisher": "Q"}])
    correction = {"record": "correction", "of": "r1", "source": "t", "reported": "2024-02-01", "why": "w",
                  "occurred": "2024-01-02"}  # fmt: skip
    with pytest.raises(RefusedBatch, match='"Q" cannot correct what "P" published'):
        log.append(correction)

    log.append(fix("s", publisher="Q"))

    assert log.append(correction)[0].new


def test_a_slug_comes_before_an_alias_that_was_declared_earlier_in_the_same_batch() -> None:
    log = appended_together(
        [
            {"record": "entity", "slug": "a", "aliases": ["b"]},
            {"record": "entity", "slug": "b"},
            report(data={"thing": "b"}),
        ]
    )

    assert held(log)[-1][1]["development"] == "put:b"


def test_an_amendment_appended_again_undoes_none_that_came_after_it() -> None:
    first, second = fix("r1", id="m1", summary="one"), fix("r1", id="m2", summary="two")
    log = appended_together([report(id="r1"), first, second, first])

    amended = log.lookup().as_amended(log.entries()[1])

    assert amended is not None
    assert amended.record["summary"] == "two"
