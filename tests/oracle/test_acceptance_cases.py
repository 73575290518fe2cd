"""The oracle is calibrated on cases worked out elsewhere, where they are at hand."""

import json
import tomllib
from pathlib import Path

import pytest

from oracle.asking import Question, ask
from oracle.books import book
from oracle.comparing import differences, left_open
from oracle.knowledge import named
from oracle.values import names

CASES = Path(__file__).parents[3] / "shared" / "acceptance" / "cases"
FOLDERS = sorted(CASES.glob("case-*")) if CASES.exists() else []


@pytest.mark.skipif(not FOLDERS, reason="the acceptance cases are not at hand")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_oracle_gives_every_key_of_the_acceptance_cases_as_they_expect(folder: Path) -> None:
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
            found = differences(answers[name], expected, reduces[name]["reduce"], doubtful=True)
            found += left_open(answers[name], expected)
            assert not found, (asked["target"], asked["as_of"], asked["known_at"], name, found)
