"""The document of records says of every reducer what it takes and gives."""

import re
from pathlib import Path

from chrono.model.fields import COMMON, SPECS

RECORDS = Path(__file__).parents[2] / "docs" / "records.md"


def rows() -> dict[str, str]:
    """The parameters in the table of reducers, by reducer; a row can be of several."""
    text = RECORDS.read_text("utf-8").split("| reduce | parameters | value |\n", 1)[1].split("\n\n", 1)[0]
    cells = [[each.strip() for each in line.strip("|").split("|")] for line in text.splitlines()[1:]]
    return {name: parameters for names, parameters, _ in cells for name in re.findall(r"`(\w+)`", names)}


def test_every_reducer_has_a_row_and_every_row_is_of_a_reducer() -> None:
    assert sorted(rows()) == sorted(SPECS)


def test_a_row_names_every_parameter_but_observe_which_has_a_sentence_of_its_own() -> None:
    for name, spec in SPECS.items():
        wanted = {*spec.parameters, *spec.options} - {"observe", *COMMON}
        assert wanted <= set(re.findall(r"\w+", rows()[name])), name
