"""A sample of the kills of `make torture`: nothing acknowledged is lost, nothing is half there."""

from pathlib import Path

import pytest
from torture.kills import torture
from torture.victims import SORTS


@pytest.mark.parametrize("seed", [3, 7])
def test_processes_killed_at_any_moment_lose_nothing_and_leave_nothing_half_done(
    tmp_path: Path, seed: int
) -> None:
    tally = torture(tmp_path, kills=12, seed=seed)
    assert tally.wrong == []
    assert tally.kills.total() >= 12
    assert tally.kills.keys() <= SORTS.keys()
    assert tally.acknowledged.total() > 0
    assert tally.checks["sound"] > 3
