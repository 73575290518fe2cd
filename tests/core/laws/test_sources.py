"""Who says it, and how often it is said: what counts as a source of its own, and what does not."""

from __future__ import annotations

from given import Record
from histories import EVERYONE, fields, histories, questions, reports, view
from hypothesis import given
from hypothesis import strategies as st
from laws import law

some_reports = st.integers(1, 5).flatmap(lambda n: st.tuples(*(reports(m) for m in range(n))))
RELAY: Record = {"record": "source", "slug": "relay", "publisher": "Relay"}


def without_names(value: object) -> object:
    """Return an answer without the names of reports and sources in it."""
    if isinstance(value, dict):
        return {key: without_names(each) for key, each in value.items() if key not in ("reports", "sources")}
    return [without_names(each) for each in value] if isinstance(value, list | tuple) else value


@law(80)
@given(histories(), questions())
def test_according_to_every_source_is_according_to_all(
    records: list[Record], asked: dict[str, object]
) -> None:
    publishers = {str(each["publisher"]) for each in view(records).archive.sources.values()}
    everyone = fields(records, {**asked, "according_to": None})

    assert publishers <= set(EVERYONE)
    assert fields(records, {**asked, "according_to": tuple(publishers)}) == everyone
    assert fields(records, {**asked, "according_to": ("a", "a2", "b", "copy", "desk")}) == everyone


@law(100)
@given(some_reports, st.data(), questions())
def test_a_relayed_copy_changes_no_value_and_adds_no_origin(
    told: tuple[Record, ...], data: st.DataObject, asked: dict[str, object]
) -> None:
    asked = {**asked, "according_to": None}
    original = data.draw(st.sampled_from(told))
    origin = {"a": "Alpha", "a2": "Alpha", "b": "Beta", "copy": "Beta"}[str(original["source"])]
    published = {"a": "2024-01-10", "a2": "2024-02-10", "b": "2024-01-20", "copy": "2024-01-21"}
    reported = original.get("reported") or published[str(original["source"])]
    relay = {**RELAY, "origin": origin, "published": reported}
    copied = {**original, "id": "copied", "source": "relay"}

    assert without_names(fields([*told, relay, copied], asked)) == without_names(fields(told, asked))


@law(100)
@given(some_reports, st.data(), questions())
def test_one_report_split_in_two_by_its_source_says_the_same(
    told: tuple[Record, ...], data: st.DataObject, asked: dict[str, object]
) -> None:
    n = data.draw(st.integers(0, len(told) - 1))
    said = dict(told[n]["data"])  # type: ignore[call-overload]
    halves = [
        {
            **told[n],
            "data": {key: each for key, each in said.items() if key == "thing" or (key == "word") is word},
        }
        for word in (True, False)
    ]
    split = [*told[:n], halves[0], {**halves[1], "id": "half"}, *told[n + 1 :]]

    assert without_names(fields(split, asked)) == without_names(fields(told, asked))
