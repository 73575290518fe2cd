"""A field in words: what is printed as standing stands, and what is open or disputed is printed as such."""

from __future__ import annotations

import pytest

from chrono.fold.states import Alternative, FieldState, Member, OtherUnit
from chrono.render.state_table import StateTable
from chrono.render.values import ValueWords
from chrono.resolve.archive import archive


def usd(billions: float) -> dict[str, object]:
    return {"amount": int(billions * 10**9), "unit": "USD"}


def alternative(value: object, source: str, **more: object) -> Alternative:
    return Alternative(value=value, reports=(f"r-{source}",), sources=(source,), origins=1, **more)  # type: ignore[arg-type]


def one_line(field: FieldState) -> str:
    return StateTable(ValueWords(archive((), 0)), 100).one_line(field)


def values(field: FieldState) -> list[str]:
    """Return the second column of the table of a field."""
    return [row[1] for row in StateTable(ValueWords(archive((), 0)), 100).rows("field", field)]


def certain(value: object, **more: object) -> FieldState:
    return FieldState(value=value, certainty="certain", **{"reports": ("r",), "sources": ("p",), **more})  # type: ignore[arg-type]


def test_an_alternative_of_a_total_is_told_with_its_source() -> None:
    tied = certain(
        None,
        range=[usd(31), usd(32)],
        disputed=True,
        alternatives=(
            alternative(usd(31), "p", range=[usd(31), usd(31)]),
            alternative(usd(32), "q", range=[usd(32), usd(32)]),
        ),
    )

    assert one_line(tied) == "USD 31 bn (p) or USD 32 bn (q)  EVENLY DISPUTED"
    assert values(tied) == ["USD 31 bn  EVENLY DISPUTED", "or USD 32 bn"]


def test_a_total_that_stands_first_is_told_before_what_others_give() -> None:
    first = certain(
        usd(31),
        range=[usd(31), usd(31)],
        disputed=True,
        alternatives=(
            alternative(usd(31), "p", range=[usd(31), usd(31)]),
            alternative(usd(32), "q", range=[usd(32), usd(32)]),
        ),
    )

    assert one_line(first) == "USD 31 bn (p) or USD 32 bn (q)  DISPUTED"


def test_of_several_ties_the_range_over_all_is_told_and_each_account() -> None:
    tied = certain(
        None,
        range=[11, 22],
        disputed=True,
        alternatives=tuple(
            alternative(None, source, range=bounds)
            for source, bounds in (("p", [11, 21]), ("q", [12, 22]), ("r", [11, 12]), ("s", [21, 22]))
        ),
    )

    line = one_line(tied)

    assert line.startswith("between 11 and 22")
    assert line.endswith("EVENLY DISPUTED")
    for words in ("between 11 and 21 (p)", "between 12 and 22 (q)", "between 11 and 12 (r)"):
        assert words in line


def test_another_date_leaves_what_it_may_be() -> None:
    dated = certain(
        "one",
        disputed=True,
        alternatives=(
            alternative("one", "p"),
            alternative(None, "q", certainty="possible", possible=(None, "one")),
        ),
    )

    assert one_line(dated) == "one (p) or one, or not yet (q)  DISPUTED"


def test_a_tie_under_a_vague_date_names_every_value_and_says_that_it_is_only_possible() -> None:
    tied = FieldState(
        certainty="possible",
        possible=(None,),
        disputed=True,
        reports=("r",),
        sources=("p", "q"),
        alternatives=(
            alternative(None, "p", certainty="possible", possible=(None, "one")),
            alternative(None, "q", certainty="possible", possible=(None, "two")),
        ),
    )

    assert one_line(tied) == "one, or not yet (p) or two, or not yet (q)  POSSIBLE EVENLY DISPUTED"


def test_amounts_in_other_units_stand_beside_and_dispute_nothing() -> None:
    also = OtherUnit(
        value={"amount": 3_000_000_000, "unit": "CHF"},
        development="d",
        reports=("r2",),
        sources=("q",),
        origins=1,
    )

    assert one_line(certain(usd(31), other_units=(also,))) == "USD 31 bn; also CHF 3 bn (q)"
    assert values(certain(usd(31), other_units=(also,))) == ["USD 31 bn", "also CHF 3 bn"]


def tied_rows(first: object, second: object) -> FieldState:
    members = (
        Member(value="pending", certainty="certain", key="assault", reports=("c",), sources=("q",)),
        Member(
            value=first, certainty="possible", key="trespass", reports=("r-p",), sources=("p",), tied=True
        ),
        Member(
            value=second, certainty="possible", key="trespass", reports=("r-q",), sources=("q",), tied=True
        ),
    )
    return FieldState(
        value={"assault": "pending"},
        certainty="possible",
        possible={"trespass": [first, second]},
        disputed=True,
        alternatives=(
            alternative({"assault": "pending", "trespass": first}, "p"),
            alternative({"assault": "pending", "trespass": second}, "q"),
        ),
        members=members,
        reports=("c", "r-p", "r-q"),
        sources=("q", "p"),
    )


def test_a_tied_row_shows_every_account_with_its_source() -> None:
    told = values(tied_rows("dropped", "pending"))

    assert told == ["assault: pending", "trespass: dropped (p) or pending (q)  EVENLY DISPUTED"]


def test_a_row_that_another_account_has_otherwise_shows_both() -> None:
    field = FieldState(
        value={"trespass": "dropped"},
        certainty="certain",
        possible={},
        disputed=True,
        alternatives=(
            alternative({"trespass": "dropped"}, "p", possible={}),
            alternative({"trespass": "pending", "riot": "pending"}, "q", possible={}),
        ),
        members=(
            Member(value="dropped", certainty="certain", key="trespass", reports=("r-p",), sources=("p",)),
        ),
        reports=("r-p",),
    )

    assert values(field) == ["trespass: dropped (p) or pending (q)  DISPUTED", "or riot: pending  DISPUTED"]
    assert one_line(field).endswith("or riot: pending  DISPUTED (q)")


def test_a_member_that_another_account_has_not_is_disputed_and_one_it_adds_is_told() -> None:
    field = FieldState(
        value=["m", "n"],
        certainty="certain",
        disputed=True,
        alternatives=(alternative(["m", "n"], "p"), alternative(["n", "o"], "q")),
        members=tuple(
            Member(value=each, certainty="certain", reports=("r-p",), sources=("p",)) for each in ("m", "n")
        ),
        reports=("r-p",),
    )

    assert one_line(field) == "m (p; not q)  DISPUTED; n; or o  DISPUTED (q)"


def test_tied_members_are_disputed_and_not_a_matter_of_dates() -> None:
    field = FieldState(
        value=[],
        certainty="possible",
        possible=("m", "n"),
        disputed=True,
        alternatives=(alternative(["m"], "p"), alternative(["n"], "q")),
        members=(
            Member(value="m", certainty="possible", reports=("r-p",), sources=("p",)),
            Member(value="n", certainty="possible", reports=("r-q",), sources=("q",)),
        ),
        reports=("r-p", "r-q"),
    )

    assert one_line(field) == "m (p; not q)  EVENLY DISPUTED; n (q; not p)  EVENLY DISPUTED"


def test_an_item_for_which_accounts_tie_shows_what_each_says() -> None:
    field = FieldState(
        value=[{"word": None}],
        certainty="certain",
        disputed=True,
        alternatives=(alternative([{"word": "one"}], "p"), alternative([{"word": "two"}], "q")),
        members=(
            Member(value={"word": None}, certainty="certain", reports=("r-p", "r-q"), sources=("p", "q")),
        ),
        reports=("r-p", "r-q"),
    )

    assert values(field) == ["one (p) or two (q)  EVENLY DISPUTED"]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        pytest.param(
            FieldState(value=[], certainty="certain", members=(), begun="none"), "none yet", id="never"
        ),
        pytest.param(
            FieldState(value=[], certainty="certain", members=(), begun="certain"), "none", id="gap"
        ),
        pytest.param(FieldState(certainty="certain", begun="none"), "not yet", id="no value yet"),
        pytest.param(FieldState(certainty="certain", begun="certain"), "none", id="cleared"),
        pytest.param(FieldState(value=0, certainty="certain", range=[0, 0]), "none yet", id="no count yet"),
        pytest.param(certain(0, range=[0, 0]), "0", id="a zero that was reported"),
        pytest.param(certain(0), "0", id="a zero that is no tally"),
    ],
)
def test_none_yet_is_said_only_where_nothing_ever_was(field: FieldState, words: str) -> None:
    assert one_line(field) == words


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ([usd(0.95), usd(1.2)], "between USD 0.95 bn and USD 1.2 bn"),
        ([usd(0.005), usd(1)], "between USD 5 m and USD 1,000 m"),
        (
            [usd(1), {"amount": 1_234_567_890, "unit": "USD"}],
            "between USD 1,000,000,000 and USD 1,234,567,890",
        ),
        ([usd(1), usd(2)], "between USD 1 bn and USD 2 bn"),
    ],
)
def test_amounts_in_one_line_stand_in_one_notation(bounds: list[object], words: str) -> None:
    assert one_line(FieldState(certainty="possible", range=bounds)) == f"{words}  POSSIBLE"
