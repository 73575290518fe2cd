"""The states of random chronicles are those that the definition gives by enumeration.

`CHRONO_ORACLE_CASES` sets how many chronicles are tried, from the first seed on, and a quarter as many of
those that are about more; 800 by default.
"""

import os

import pytest
from oracle.chronicles import chronicle
from oracle.disagreements import Tally, disagreements, least
from oracle.themes import FIRST_WIDER

CASES = int(os.environ.get("CHRONO_ORACLE_CASES", "800"))
CHUNK = 100
SHOWN = 3
CHUNKS = [
    range(first, min(first + CHUNK, start + count))
    for start, count in ((0, CASES), (FIRST_WIDER, CASES // 4))
    for first in range(start, start + count, CHUNK)
]


@pytest.mark.parametrize("seeds", CHUNKS, ids=lambda seeds: str(seeds.start))
def test_every_state_is_the_one_that_enumerating_all_worlds_gives(seeds: range) -> None:
    tally = Tally()
    found = [each for seed in seeds for each in disagreements(chronicle(seed), tally)]
    if found:
        shown = "\n\n".join(least(each).shown() for each in found[:SHOWN])
        pytest.fail(f"{len(found)} in these seeds, such as\n\n{shown}", pytrace=False)
    assert tally.compared > len(seeds), f"too few questions were compared: {tally}"
