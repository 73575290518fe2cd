"""Prints how long `chrono state` takes on the real story, against a typer app that does nothing.

Run it as `python benchmarks/startup.py [RUNS]`. The two run in turn, each in a process of its own, so that
what else the machine does weighs on both; medians are compared, and the ratio travels between machines. The
ratio is to stay at or below 1.5. `python -X importtime` says where the time goes.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from chrono.chronicle import Chronicle
from chrono.commands.demo import load, story_folder

RUNS = 21
AT_MOST = 1.5
NO_OP = """
import typer
app = typer.Typer()
@app.command()
def one(name: str = "a") -> None:
    print("nothing")
@app.command()
def two(name: str = "a") -> None:
    print("nothing")
app()
"""
CHRONO = "from chrono.cli import main; main()"
QUESTION = ("state", "funding/stargate", "--as-of", "2025-01-22")


def seconds(command: tuple[str, ...]) -> float:
    """Return how long a process takes from its start to its end; it must succeed."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603 - our own command
    return time.perf_counter() - start


def measure(runs: int) -> dict[str, float]:
    """Return the median seconds of each command, in turn; the first run, which compiles, is left out."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "story.db")
        with Chronicle.open(path) as opened:
            load(opened, story_folder())
        script = Path(folder) / "no_op.py"
        script.write_text(NO_OP, "utf-8")
        commands = {
            "no-op typer app of two commands": (sys.executable, str(script), "one"),
            "chrono state funding/stargate": (sys.executable, "-c", CHRONO, "--log", path, *QUESTION),
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs + 1):
            for name, command in commands.items():
                taken[name].append(seconds(command))
    return {name: statistics.median(each[1:]) for name, each in taken.items()}


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    medians = measure(runs)
    for name, each in medians.items():
        print(f"{name:34} {each * 1000:7.0f} ms, median of {runs}")
    no_op, chrono = medians.values()
    print(f"ratio {chrono / no_op:.2f}, to be at most {AT_MOST}")


if __name__ == "__main__":
    main()
