"""The oracle is calibrated on cases worked out elsewhere, where they are at hand."""

import json
import tomllib
from pathlib import Path

import pytest

from oracle.asking import Question, ask
from oracle.books import book
from oracle.comparing import differences
from oracle.knowledge import named
from oracle.values import names

CASES = Path(__file__).parents[3] / "shared" / "acceptance" / "cases"
NOT_YET = frozenset((
    "0001", "0003", "0007", "0010", "0015", "0018", "0024", "0027", "0030", "0032", "0033",
    "0036", "0041", "0053", "0054", "0058", "0059", "0061", "0065",
    "0067", "0068", "0070", "0071", "0073", "0075", "0076", "0078", "0079",
))  # fmt: skip
"""The cases that need rules of the contract that the oracle does not have yet, by number."""
FOLDERS = sorted(CASES.glob("case-*")) if CASES.exists() else []


def small_cases() -> list[object]:
    """Return the small cases as parameters; one that the oracle cannot answer yet must fail."""
    reason = "needs a rule of the contract that the oracle does not have yet"
    return [
        pytest.param(
            folder,
            id=folder.name,
            marks=[pytest.mark.xfail(strict=True, reason=reason)] * (folder.name[5:] in NOT_YET),
        )
        for folder in FOLDERS
    ]


@pytest.mark.skipif(not FOLDERS, reason="the acceptance cases are not at hand")
@pytest.mark.parametrize("folder", small_cases())
def test_the_oracle_answers_the_acceptance_cases_as_they_expect(folder: Path) -> None:
    read = book((folder / "storybook.toml").read_text())
    records = [json.loads(line) for line in (folder / "records.jsonl").read_text().splitlines()]
    entities = [*read.entities, *(each for each in records if each.get("record") == "entity")]
    rows = []
    for number, record in enumerate(records):
        if record.get("record", "report") == "report":
            record["development"] = named(read, record, names(entities[: number + len(read.entities)]))
        rows.append((number + 2, record))
    for line in (folder / "questions.jsonl").read_text().splitlines():
        asked = json.loads(line)
        question = Question(
            target=asked["target"],
            as_of=asked["as_of"],
            known_at=asked["known_at"],
            recorded_at=asked.get("recorded_at"),
            according_to=tuple(asked.get("according_to") or ()),
        )
        answers = ask(read, rows, question)
        reduces = tomllib.loads(read.text)["projections"][asked["target"].split("/")[0]]["fields"]
        for name, expected in asked["expect"]["fields"].items():
            found = differences(answers[name], expected, reduces[name]["reduce"])
            assert not found, (asked["target"], asked["as_of"], asked["known_at"], name, found)
