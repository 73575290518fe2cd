"""Kill processes that work on a log at random moments, and say what they left.

    python tools/kills.py --kills 300 --seed 1

A kill is a SIGKILL. Exit code 1 if anything acknowledged is missing, or anything is half there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from torture.kills import torture
from torture.victims import SORTS


def main() -> None:
    """Kill as many as are asked for, and print a table."""
    parser = argparse.ArgumentParser(description="Kill processes that work on a log.")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        tally = torture(Path(folder), kills=given.kills, seed=given.seed)
    print(f"{'':<12}{'killed':>8}{'acknowledged':>14}")
    for sort in SORTS:
        print(f"{sort:<12}{tally.kills[sort]:>8}{tally.acknowledged[sort]:>14,}")
    killed, acknowledged = sum(tally.kills.values()), sum(tally.acknowledged.values())
    print(f"{'in all':<12}{killed:>8}{acknowledged:>14,}")
    print(
        f"{tally.checks.total()} times looked at what was left: {tally.checks['sound']} times all was there, "
        f"{len(tally.wrong)} wrong  ({time.monotonic() - began:.0f} s, seed {given.seed})"
    )
    for each in tally.wrong:
        print(f"  {each}")
    sys.exit(bool(tally.wrong))


if __name__ == "__main__":
    main()
