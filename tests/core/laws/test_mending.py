"""What is done and undone was never done; what nothing visible uses changes nothing."""

from __future__ import annotations

from given import Record
from histories import fields, histories, questions
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import law

Asked = dict[str, object]
KNOWN: Record = {
    "kind": "seen",
    "id": "known",
    "development": "known",
    "source": "a",
    "occurred": "2024",
    "data": {"thing": "x"},
}
"""Makes "x" a key that the log knows."""


def ids(records: list[Record], *types: str) -> list[str]:
    return [str(each["id"]) for each in records if each.get("record", "report") in types]


@law(80)
@given(histories(), questions(), st.data())
def test_a_retraction_of_a_retraction_is_identity(
    records: list[Record], asked: Asked, data: st.DataObject
) -> None:
    of = data.draw(st.sampled_from(ids(records, "report", "correction", "retraction")))
    gone = {"record": "retraction", "id": "gone", "of": of, "reported": "2024-01-11", "why": "w"}
    back = {"record": "retraction", "id": "back", "of": "gone", "reported": "2024-01-11", "why": "w"}

    assert fields([*records, gone, back], asked) == fields(records, asked)


@law(80)
@given(histories(), questions(), st.data())
def test_a_void_retraction_is_identity_at_every_known_at(
    records: list[Record], asked: Asked, data: st.DataObject
) -> None:
    of = data.draw(st.sampled_from(ids(records, "report", "correction", "retraction")))
    gone = {"record": "retraction", "id": "gone", "of": of, "reported": "2024-01-11", "why": "w"}
    void = {"record": "amendment", "id": "void", "of": "gone", "void": True, "why": "w"}

    assert fields([*records, gone, void], asked) == fields(records, asked)


@law(80)
@given(histories(), questions(), st.data())
def test_amending_and_amending_back_is_identity(
    records: list[Record], asked: Asked, data: st.DataObject
) -> None:
    report = data.draw(
        st.sampled_from([each for each in records if each.get("record", "report") == "report"])
    )
    assume(not any(each.get("record") == "amendment" and each["of"] == report["id"] for each in records))
    there = {"record": "amendment", "id": "there", "of": report["id"], "why": "w", "occurred": "2024-03-03"}
    back = {**there, "id": "back", "occurred": report["occurred"]}
    if "word" in report["data"]:  # type: ignore[operator]
        there["data"], back["data"] = {"word": "other"}, {"word": report["data"]["word"]}  # type: ignore[index]

    assert fields([*records, there, back], asked) == fields(records, asked)


@law(80)
@given(histories(), questions(), st.data())
def test_a_void_amendment_is_identity(records: list[Record], asked: Asked, data: st.DataObject) -> None:
    of = data.draw(st.sampled_from(ids(records, "report", "correction", "retraction", "amendment")))
    void = {"record": "amendment", "id": "void", "of": of, "void": True, "why": "w"}
    back = {**void, "id": "back", "of": "void"}

    assert fields([*records, void, back], asked) == fields(records, asked)


@law(80)
@given(histories(), questions(), st.data())
def test_an_amendment_equals_having_said_so_at_once(
    records: list[Record], asked: Asked, data: st.DataObject
) -> None:
    n = data.draw(
        st.sampled_from([n for n, each in enumerate(records) if each.get("record", "report") == "report"])
    )
    of = records[n]["id"]
    assume(not any(each.get("record") == "amendment" and each["of"] == of for each in records))
    changed = {"occurred": data.draw(st.sampled_from(("2024-02-11", "2024-03"))), "modality": "occurred"}
    amended = [*records, {"record": "amendment", "id": "a", "of": of, "why": "w", **changed}]
    at_once = [*records[:n], {**records[n], **changed}, *records[n + 1 :]]

    assert fields(amended, asked) == fields(at_once, asked)


@law(60)
@given(histories(), questions())
def test_a_report_of_another_thing_changes_nothing(records: list[Record], asked: Asked) -> None:
    other = {
        "kind": "put",
        "id": "other",
        "development": "other",
        "source": "a",
        "occurred": "2024-01-15",
        "data": {"thing": "z", "word": "other", "members": ["z"]},
    }

    assert fields([KNOWN, *records, other], asked) == fields([KNOWN, *records], asked)


@law(60)
@given(histories(), questions(), st.data())
def test_a_report_published_later_changes_nothing_known_before(
    records: list[Record], asked: Asked, data: st.DataObject
) -> None:
    asked = {**asked, "known_at": "2024-03-31"}
    name = data.draw(st.sampled_from([str(each["development"]) for each in records if "development" in each]))
    later = {
        "kind": name.split("-")[0],
        "id": "later",
        "development": name,
        "source": "a",
        "occurred": "2024-01-15",
        "reported": "2024-04-01",
        "data": {"thing": "x"},
    }

    assert fields([KNOWN, *records, later], asked) == fields([KNOWN, *records], asked)
