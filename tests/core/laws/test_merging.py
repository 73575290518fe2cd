"""Developments that were one all along are read as if they had been entered as one."""

from __future__ import annotations

from collections.abc import Sequence

from given import Record
from histories import DEVELOPMENTS, KINDS, fields, histories, questions, reports
from hypothesis import given
from hypothesis import strategies as st
from laws import law

Asked = dict[str, object]
PUTS = tuple(each for each in DEVELOPMENTS if each.startswith("put"))

names = st.sampled_from(KINDS).flatmap(
    lambda kind: st.permutations([each for each in DEVELOPMENTS if each.startswith(kind)])
)


def merge(*developments: str) -> Record:
    """Return the record by which these were one; the first name stays."""
    return {"record": "merge", "id": "merged", "developments": list(developments), "why": "w"}


def without_merges(records: Sequence[Record], *developments: str) -> list[Record]:
    """Return the records less the merges that name one of these: which name stays is then the law's own."""
    return [
        each
        for each in records
        if each.get("record") != "merge" or not set(each["developments"]) & set(developments)  # type: ignore[call-overload]
    ]


def entered_as_one(records: Sequence[Record], kept: str, *others: str) -> list[Record]:
    """Return the records as they would stand had every report and link named the one development."""

    def renamed(name: object) -> object:
        return kept if name in others else name

    found = []
    for each in records:
        if "development" not in each:
            found.append(each)
            continue
        own = renamed(each["development"])
        linked = dict.fromkeys(renamed(name) for name in each["after"])  # type: ignore[attr-defined]
        # Nothing is after itself: such a link is refused where the two are entered as one.
        found.append({**each, "development": own, "after": [name for name in linked if name != own]})
    return found


@law(200)
@given(histories(least=2, most=10), names, questions())
def test_merging_two_developments_equals_having_entered_them_as_one(
    records: list[Record], named: list[str], asked: Asked
) -> None:
    kept, other, _ = named
    told = without_merges(records, kept, other)

    assert fields([*told, merge(kept, other)], asked) == fields(entered_as_one(told, kept, other), asked)


@law(100)
@given(
    st.integers(2, 5).flatmap(
        lambda n: st.tuples(*(reports(m, developments=("put-0", "put-1")) for m in range(n)))
    ),
    questions(),
)
def test_accounts_of_merged_developments_are_judged_against_one_another(
    told: tuple[Record, ...], asked: Asked
) -> None:
    merged = fields([*told, merge("put-1", "put-0")], asked)

    assert merged == fields(entered_as_one(told, "put-1", "put-0"), asked)


@law(80)
@given(
    st.integers(3, 6).flatmap(lambda n: st.tuples(*(reports(m, developments=PUTS) for m in range(n)))),
    st.permutations(PUTS),
    questions(),
)
def test_three_developments_are_one_however_they_are_merged(
    told: tuple[Record, ...], named: list[str], asked: Asked
) -> None:
    one, two, three = named
    near, far = {**merge(one, two), "id": "near"}, {**merge(two, three), "id": "far"}
    at_once = fields([*told, merge(one, two, three)], asked)

    assert at_once == fields(entered_as_one(told, one, two, three), asked)
    assert fields([*told, near, far], asked) == at_once
    assert fields([*told, far, near], asked) == at_once


@law(80)
@given(histories(least=2), names, questions())
def test_a_void_merge_is_identity(records: list[Record], named: list[str], asked: Asked) -> None:
    void = {"record": "amendment", "id": "void", "of": "merged", "void": True, "why": "w"}

    assert fields([*records, merge(*named[:2]), void], asked) == fields(records, asked)


@law(80)
@given(histories(), questions(), st.sampled_from(("preferred", "deprecated")), st.data())
def test_a_void_ranking_is_identity(
    records: list[Record], asked: Asked, rank: str, data: st.DataObject
) -> None:
    of = data.draw(
        st.sampled_from([each["id"] for each in records if each.get("record", "report") == "report"])
    )
    ranked = {"record": "ranking", "id": "ranked", "of": of, "rank": rank, "why": "w"}
    void = {"record": "amendment", "id": "void", "of": "ranked", "void": True, "why": "w"}

    assert fields([*records, ranked, void], asked) == fields(records, asked)
