"""The acceptance cases kept beside the project: small chronicles, and a real list of closed products.

What a question expects is compared as the cases' own description says: of the fields named, only the keys
given; without regard to order where the order means nothing; numbers as numbers.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from chrono.chronicle import Chronicle
from chrono.model.records import Storybook
from chrono.write.codec import parse_line

FOLDER = Path(__file__).parents[3] / "shared" / "acceptance"
PRODUCTS = FOLDER / "killedbygoogle"
CASES = sorted(FOLDER.glob("cases/case-*"))
CONTRADICTED = {
    "0051": "question 4 leaves the date of d0 undisputed, though under that of r8 the greatest is certain "
    "for one alone of the groups that tie (format.md §3: certain if it is so under every tied group)",
}
"""The cases of which we hold that they contradict the contract, by number, and why."""
AXES = ("as_of", "known_at", "recorded_at", "according_to")

Question = dict[str, object]
Fields = Mapping[str, Mapping[str, object]]
Answers = Callable[[Path, Path], list[Fields]]


def small_cases() -> list[object]:
    """Return the small cases as parameters; one that contradicts the contract must fail."""
    return [
        pytest.param(
            case,
            id=case.name,
            marks=[
                pytest.mark.xfail(strict=True, reason=reason)
                for number, reason in CONTRADICTED.items()
                if case.name[5:] == number
            ],
        )
        for case in CASES
    ]


cases_present = pytest.mark.skipif(
    not CASES, reason=f"NO SMALL CASE IS TRIED: there is none in {FOLDER}/cases"
)
products_present = pytest.mark.skipif(
    not PRODUCTS.exists(), reason=f"THE LIST OF CLOSED PRODUCTS IS NOT TRIED: there is no {PRODUCTS}"
)


def lines(file: Path) -> list[dict[str, object]]:
    """Return the objects of a JSON Lines file, numbers with a fraction as exact ones."""
    return [json.loads(line, parse_float=Decimal) for line in file.read_text("utf-8").splitlines()]


# Asking.


def through_python(case: Path, log: Path) -> list[Fields]:
    """Load a case into a new chronicle, and return the fields of the state for each of its questions."""
    with Chronicle.open(log) as chronicle:
        chronicle.append(Storybook(toml=(case / "storybook.toml").read_text("utf-8")))
        chronicle.append_all(
            parse_line(line) for line in (case / "records.jsonl").read_text("utf-8").splitlines()
        )
        found: list[Fields] = []
        for each in lines(case / "questions.jsonl"):
            axes = {name: each[name] for name in AXES if each.get(name) is not None}
            state = chronicle.state(str(each["target"]), **axes)  # type: ignore[arg-type]
            found.append({name: field.to_dict() for name, field in state.fields.items()})
        return found


@pytest.fixture
def through_the_command_line(capsysbinary: pytest.CaptureFixture[bytes]) -> Answers:
    """Return what does the same by `init`, `append --file` and `state --batch`."""
    cli = pytest.importorskip("chrono.cli", reason="THE COMMAND LINE IS NOT TRIED: there is none yet")

    def answers(case: Path, log: Path) -> list[Fields]:
        for command in (
            ["init", "--storybook", str(case / "storybook.toml")],
            ["append", "--file", str(case / "records.jsonl")],
            ["state", "--batch", str(case / "questions.jsonl")],
        ):
            capsysbinary.readouterr()
            code = cli.call(["--log", str(log), *command])
            assert code == 0, capsysbinary.readouterr().err.decode()
        shown = capsysbinary.readouterr().out.decode().splitlines()
        return [json.loads(line, parse_float=Decimal)["fields"] for line in shown]

    return answers


# Comparing.


def same(expected: object, ours: object) -> bool:
    """Return whether two values are equal; numbers as numbers, and a truth value is none."""
    if isinstance(expected, dict):
        return (
            isinstance(ours, Mapping)
            and expected.keys() == ours.keys()
            and all(same(value, ours[key]) for key, value in expected.items())
        )
    if isinstance(expected, list):
        return isinstance(ours, Sequence) and len(expected) == len(ours) and all(map(same, expected, ours))
    return isinstance(expected, bool) == isinstance(ours, bool) and expected == ours


def given(expected: object, ours: object) -> bool:
    """Return whether a member or alternative is met: it has the value of each key that is given."""
    assert isinstance(expected, dict)
    assert isinstance(ours, Mapping)
    return all(
        key in ours
        and (
            in_any_order(same)(value, ours[key]) if key in {"reports", "sources"} else same(value, ours[key])
        )
        for key, value in expected.items()
    )


def in_any_order(one: Callable[[object, object], bool]) -> Callable[[object, object], bool]:
    """Return what compares two lists whose order means nothing, item by item."""

    def compare(expected: object, ours: object) -> bool:
        if not isinstance(expected, list) or not isinstance(ours, Sequence) or len(expected) != len(ours):
            return False
        if not expected:
            return True
        first, *others = expected
        fitting = [n for n, each in enumerate(ours) if one(first, each)]
        return any(compare(others, [*ours[:n], *ours[n + 1 :]]) for n in fitting)

    return compare


COMPARED = {
    "reports": in_any_order(same),
    "sources": in_any_order(same),
    "members": in_any_order(given),
    "alternatives": in_any_order(given),
}


def wrong(expected: Fields, ours: Fields, reduced: Mapping[str, str]) -> Iterator[str]:
    """Yield what is not as expected, in words; `reduced` has the reducer of each field."""
    for name, keys in expected.items():
        for key, value in keys.items():
            unordered = key == "possible" and reduced.get(name) in {"set", "collect"}
            compare = in_any_order(same) if unordered else COMPARED.get(key, same)
            got = ours.get(name, {}).get(key, "nothing")
            if not compare(value, got):
                yield f"{name}.{key}: {value!r} is expected, not {got!r}"


def reducers(case: Path, target: object) -> dict[str, str]:
    """Return the reducer of each field of a target, as the case's storybook declares it."""
    book = tomllib.loads((case / "storybook.toml").read_text("utf-8"))
    fields = book["projections"][str(target).split("/")[0]]["fields"]
    return {name: str(field["reduce"]) for name, field in fields.items()}


def faults(case: Path, found: list[Fields]) -> list[str]:
    """Return what is wrong in the answers to the questions of a small case."""
    asked = lines(case / "questions.jsonl")
    return [
        f"{number}: {fault}"
        for number, (question, ours) in enumerate(zip(asked, found, strict=True), 1)
        for fault in wrong(_fields(question["expect"]), ours, reducers(case, question["target"]))
    ]


def _fields(expected: object) -> Fields:
    assert isinstance(expected, dict)
    fields = expected["fields"]
    assert isinstance(fields, dict)
    return fields


def misjudged(found: list[Fields]) -> list[str]:
    """Return what is wrong in the answers on the list of closed products."""
    asked = lines(PRODUCTS / "questions.jsonl")
    return [
        f"{number} {question['target']}: {fault}"
        for number, (question, ours) in enumerate(zip(asked, found, strict=True), 1)
        for fault in wrong({str(question["field"]): question["expect"]}, ours, {})  # type: ignore[dict-item]
    ]


# The cases.


@cases_present
@pytest.mark.parametrize("case", small_cases())
def test_a_small_case_is_answered_as_expected(case: Path, tmp_path: Path) -> None:
    assert faults(case, through_python(case, tmp_path / "case.db")) == []


@cases_present
@pytest.mark.parametrize("case", small_cases())
def test_a_small_case_is_answered_alike_through_the_command_line(
    case: Path, tmp_path: Path, through_the_command_line: Answers
) -> None:
    assert faults(case, through_the_command_line(case, tmp_path / "case.db")) == []


@products_present
def test_every_question_on_closed_products_is_answered_as_the_list_stood(tmp_path: Path) -> None:
    assert misjudged(through_python(PRODUCTS, tmp_path / "products.db")) == []


@products_present
def test_every_question_on_closed_products_is_answered_alike_through_the_command_line(
    tmp_path: Path, through_the_command_line: Answers
) -> None:
    assert misjudged(through_the_command_line(PRODUCTS, tmp_path / "products.db")) == []


# The comparison itself.


@pytest.mark.parametrize(
    ("expected", "ours"),
    [
        pytest.param(
            {"value": 5}, {"value": Decimal("5.0"), "since": None}, id="numbers, and no more than given"
        ),
        pytest.param({"possible": ["a", "b"]}, {"possible": ["b", "a"]}, id="possible of a set"),
        pytest.param({"reports": ["r1", "r2"]}, {"reports": ["r2", "r1"]}, id="reports"),
        pytest.param(
            {"members": [{"value": 1}, {"value": 1, "sources": ["x", "y"]}]},
            {"members": [{"value": 1, "sources": ["y", "x"]}, {"value": 1, "sources": []}]},
            id="members, each met by another",
        ),
    ],
)
def test_what_is_as_expected_passes(expected: dict[str, object], ours: dict[str, object]) -> None:
    assert list(wrong({"named": expected}, {"named": ours}, {"named": "set"})) == []


@pytest.mark.parametrize(
    ("expected", "ours"),
    [
        pytest.param({"value": 5}, {"value": 6}, id="another number"),
        pytest.param({"value": True}, {"value": 1}, id="a truth value is no number"),
        pytest.param({"value": None}, {"certainty": "none"}, id="a key that is missing"),
        pytest.param({"reports": ["r1"]}, {"reports": ["r1", "r1"]}, id="one report more"),
        pytest.param(
            {"members": [{"value": 1}]}, {"members": [{"value": 1}, {"value": 2}]}, id="one member more"
        ),
        pytest.param(
            {"members": [{"value": 1}, {"value": 1}]},
            {"members": [{"value": 1}, {"value": 2}]},
            id="another member",
        ),
        pytest.param({"possible": {"a": [1]}}, {"possible": {}}, id="possible of a map"),
    ],
)
def test_what_is_not_as_expected_is_found(expected: dict[str, object], ours: dict[str, object]) -> None:
    assert len(list(wrong({"named": expected}, {"named": ours}, {"named": "set"}))) == 1


def test_the_order_of_what_is_possible_counts_but_in_sets_and_collections() -> None:
    expected, ours = {"named": {"possible": [None, 1]}}, {"named": {"possible": [1, None]}}

    found = Counter(
        {each: len(list(wrong(expected, ours, {"named": each}))) for each in ("latest", "set", "collect")}
    )

    assert found == {"latest": 1, "set": 0, "collect": 0}
