"""What mutated inputs once found (`make fuzz`): every file of the corpus, by the same checks.

Of each sort some mutated inputs are taken and some are not, so that a check which judges nothing is seen.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fuzzing.targets import TARGETS, judged

CORPUS = Path(__file__).parents[1] / "fixtures" / "corpus"
FILES = sorted(CORPUS.glob("*/*.txt"))
TRIED = {"dates": 300, "amounts": 300, "zones": 200}
"""How many mutated inputs of a sort are tried here; `make fuzz` tries thousands."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_input_that_once_found_something_is_taken_or_refused_as_it_should(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogatepass")

    assert judged(path.parent.name, text)[0] is None


def test_the_corpus_is_there() -> None:
    assert {path.parent.name for path in FILES} <= TARGETS.keys()
    assert FILES


@pytest.mark.parametrize("name", TARGETS)
def test_mutated_inputs_of_every_sort_are_taken_or_refused_as_they_should(name: str) -> None:
    rng = random.Random(f"a few {name}")  # noqa: S311 - the same again each time

    found = [judged(name, TARGETS[name].mutated(rng)) for _ in range(TRIED.get(name, 12))]

    assert [wrong for wrong, _ in found if wrong is not None] == []


@pytest.mark.parametrize("name", TARGETS)
def test_the_inputs_that_are_mutated_are_neither_all_taken_nor_all_refused(name: str) -> None:
    rng = random.Random(f"some {name}")  # noqa: S311 - the same again each time
    taken = (judged(name, TARGETS[name].mutated(rng))[1] for _ in range(400))

    first = next(taken)
    assert any(each != first for each in taken)
