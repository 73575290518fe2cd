"""Records taken alone: their keys, and what is wrong with one without looking at a log."""

from __future__ import annotations

import pytest

from chrono import Correction, Entity, Merge, Ranking, Report, Retraction, Source
from chrono.model.records import Amendment, as_mapping
from chrono.write.record_faults import faults

ENDLESS: dict[str, object] = {}
ENDLESS["a"] = ENDLESS
REPORT = {"record": "report", "kind": "put", "source": "a", "occurred": "2024-01-01", "data": {}}
SOURCE = {"record": "source", "slug": "a", "publisher": "A"}


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(REPORT, id="report"),
        pytest.param(
            {
                **REPORT,
                "id": "r1",
                "development": "d",
                "reported": "2024-01-02T09:00:00+09:00",
                "attribution": {"by": "elon-musk", "standing": "on-record", "via": "his lawyer"},
                "locator": "P4",
                "quote": "words",
                "summary": "words",
                "modality": "planned",
                "after": ["e"],
                "stories": ["s"],
                "extra": {"anything": 1},
            },
            id="report in full",
        ),
        pytest.param(SOURCE, id="source"),
        pytest.param(
            {
                **SOURCE,
                "title": "t",
                "authors": ["b"],
                "language": "ja",
                "url": "https://example.org/a",
                "published": "2024-01",
                "origin": "Reuters",
            },
            id="source in full",
        ),
        pytest.param(
            {"record": "entity", "slug": "x", "names": {"ja": "エックス"}, "same_as": ["y"]}, id="entity"
        ),
        pytest.param(
            {"record": "correction", "of": "r", "reported": "2024-01-02", "why": "w", "data": {}},
            id="correction",
        ),
        pytest.param(
            {"record": "retraction", "of": "r", "reported": "2024-01-02", "why": "w"}, id="retraction"
        ),
        pytest.param({"record": "amendment", "of": "r", "why": "w", "void": True}, id="amendment"),
        pytest.param({"record": "ranking", "of": "r", "rank": "preferred", "why": "w"}, id="ranking"),
        pytest.param({"record": "merge", "developments": ["a", "b"], "why": "w"}, id="merge"),
        pytest.param({"record": "storybook", "toml": "[storybook]"}, id="storybook"),
    ],
)
def test_a_record_of_the_contract_has_no_fault(record: dict[str, object]) -> None:
    assert faults(record) == []


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("source", {"slug", "publisher"}),
        ("entity", {"slug"}),
        ("report", {"kind", "source", "occurred", "data"}),
        ("correction", {"of", "reported", "why"}),
        ("retraction", {"of", "reported", "why"}),
        ("amendment", {"of", "why"}),
        ("ranking", {"of", "rank", "why"}),
        ("merge", {"developments", "why"}),
        ("storybook", {"toml"}),
    ],
)
def test_every_key_that_a_record_lacks_is_named(name: str, required: set[str]) -> None:
    found = faults({"record": name})

    assert {key for key, _ in found} == required
    assert all(what == f'missing: a {name} needs "{key}"' for key, what in found)


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        pytest.param({"occured": "2024"}, "occured", 'did you mean "occurred"?', id="an unknown key"),
        pytest.param({"occurred": "2023-02-29"}, "occurred", '"2023-02-29"', id="an impossible date"),
        pytest.param({"occurred": "2024-02/2024-01"}, "occurred", "reversed", id="a reversed date"),
        pytest.param({"occurred": "[2024,2025]"}, "occurred", "interval", id="a set of dates, with advice"),
        pytest.param(
            {"occurred": {"edtf": "2024", "sens": "within"}}, "occurred", '"sense"', id="a key of a date"
        ),
        pytest.param({"occurred": {"edtf": "2024", "sense": "with"}}, "occurred", '"within"', id="a sense"),
        pytest.param({"occurred": "2024-01-02T09:00:00"}, "occurred", "offset", id="a naive datetime"),
        pytest.param({"reported": "2024-01-02T25:00:00"}, "reported", "24", id="no such time of day"),
        pytest.param({"reported": "2024-01-02/.."}, "reported", "end", id="a publication without an end"),
        pytest.param({"modality": "plannd"}, "modality", '"planned"', id="a modality"),
        pytest.param(
            {"attribution": {"standing": "onrecord"}}, "attribution", '"on-record"', id="a standing"
        ),
        pytest.param(
            {"attribution": {"stands": "reporter"}}, "attribution", '"standing"', id="an attribution's key"
        ),
        pytest.param({"data": ["case"]}, "data", "object", id="data that is no object"),
        pytest.param({"after": "d"}, "after", "list", id="one name for a list"),
        pytest.param({"source": "a b"}, "source", "slug", id="a slug with a space"),
        pytest.param(
            {"source": {"slug": "a"}}, "source", '"publisher"', id="an inline source without publisher"
        ),
        pytest.param({"source": {**SOURCE, "titel": "t"}}, "source", '"title"', id="an inline source's key"),
        pytest.param({"id": " r1"}, "id", "spaces", id="an id with a space"),
        pytest.param(
            {"development": "a\x1b[31mb"}, "development", "control", id="a name with a control character"
        ),
        pytest.param({"quote": "\ud800"}, "quote", "surrogate", id="half a character"),
        pytest.param({"summary": "  "}, "summary", "not empty", id="empty words"),
        pytest.param({"id": "source:a"}, "id", "the log's own", id="an id as the log's own of sources"),
        pytest.param({"id": "entity:a"}, "id", "the log's own", id="an id as the log's own of entities"),
        pytest.param({"development": "a\x85"}, "development", "control", id="a control character at the end"),
        pytest.param({"attribution": {"by": "a\x85b"}}, "attribution", "control", id="who says so"),
        pytest.param(
            {"occurred": {"edtf": "2024", "wording": "\ud800"}}, "occurred", "surrogate", id="a wording"
        ),
        pytest.param({"extra": {"a": ["\ud800"]}}, "extra", "surrogate", id="half a character kept aside"),
        pytest.param(
            {"extra": {1: 2}}, "extra", "keys of an object are text, not int", id="a number for a key"
        ),
        pytest.param({"extra": {"a": object()}}, "extra", "object is no JSON", id="an object of Python"),
        pytest.param({"extra": {"a": {1}}}, "extra", "set is no JSON", id="a set"),
        pytest.param({"extra": {"a": b"x"}}, "extra", "bytes is no JSON", id="bytes"),
        pytest.param({"extra": {"a": float("nan")}}, "extra", "finite", id="no number"),
        pytest.param({"extra": {"a": float("inf")}}, "extra", "finite", id="an infinite number"),
        pytest.param({"extra": {"a": 10**5_000}}, "extra", "out of range", id="a number that nothing reads"),
        pytest.param({"extra": ENDLESS}, "extra", "nested too deeply", id="what contains itself"),
        pytest.param({"record": "raport"}, "record", '"report"', id="an unknown record"),
    ],
)
def test_a_fault_of_a_report_is_named_with_what_would_be_right(
    change: dict[str, object], path: str, says: str
) -> None:
    found = faults({**REPORT, **change})

    assert [key for key, _ in found] == [path]
    assert says in found[0][1]
    assert "\n" not in found[0][1]


def test_every_fault_of_a_record_is_named_at_once() -> None:
    found = faults({**REPORT, "occurred": "2024-13", "modality": "maybe", "kin": "put", "after": "d"})

    assert {key for key, _ in found} == {"occurred", "modality", "kin", "after"}


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        pytest.param({"slug": "a/b"}, "slug", "slug", id="a slug with a slash"),
        pytest.param({"language": "日本語"}, "language", "BCP 47", id="a language"),
        pytest.param({"published": "someday"}, "published", '"someday"', id="no date"),
        pytest.param({"authors": "b"}, "authors", "list", id="one author for a list"),
    ],
)
def test_a_fault_of_a_source_is_named(change: dict[str, object], path: str, says: str) -> None:
    found = faults({**SOURCE, **change})

    assert [key for key, _ in found] == [path]
    assert says in found[0][1]


def test_an_unknown_rank_is_refused_with_those_known() -> None:
    found = faults({"record": "ranking", "of": "r", "rank": "best", "why": "w"})

    assert [key for key, _ in found] == ["rank"]
    assert all(name in found[0][1] for name in ("preferred", "normal", "deprecated"))


def test_a_record_without_a_name_is_a_report() -> None:
    assert as_mapping({"kind": "put"})["record"] == "report"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Source(slug="a", publisher="A"), {"record": "source", "slug": "a", "publisher": "A"}),
        (Entity(slug="x", aliases=("y",)), {"record": "entity", "slug": "x", "aliases": ["y"]}),
        (
            Report(kind="put", source="a", occurred="2024", data={"word": "w", "text": None}),
            {"record": "report", "kind": "put", "source": "a", "occurred": "2024", "data": {"word": "w"}},
        ),
        (
            Correction(of="r", reported="2024", why="w", data={"word": None}),
            {"record": "correction", "of": "r", "reported": "2024", "why": "w", "data": {"word": None}},
        ),
        (
            Retraction(of="r", reported="2024", why="w"),
            {"record": "retraction", "of": "r", "reported": "2024", "why": "w"},
        ),
        (
            Ranking(of="r", rank="normal", why="w"),
            {"record": "ranking", "of": "r", "rank": "normal", "why": "w"},
        ),
        (
            Merge(developments=("a", "b"), why="w"),
            {"record": "merge", "developments": ["a", "b"], "why": "w"},
        ),
        (
            Amendment(of="r", why="w", summary=None),
            {"record": "amendment", "of": "r", "why": "w", "summary": None},
        ),
    ],
    ids=lambda each: type(each).__name__,
)
def test_an_object_stands_for_the_mapping_of_its_keys(given: object, expected: dict[str, object]) -> None:
    assert as_mapping(given) == expected
