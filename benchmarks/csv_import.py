"""Loads a spreadsheet of 100,000 rows with `chrono import`: dry, with rejects, again, and all or nothing.

Beside it, in the same run: decoding the JSON of the same records and appending them as they are, batch by
batch, which is the least that loading them can cost. Durability: full (WAL, synchronous=FULL). Each step is a
process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROWS, BATCH = 100_000, 1_000
MAP = """
kind = "lawsuit.filed"
source = "court-register"
id = { column = "Number", prefix = "register-" }
occurred = { column = "Filed", format = "%d/%m/%Y" }
locator = { column = "Number", prefix = "row " }

[attribution]
standing = "document"

[data]
case = { column = "Case" }
plaintiffs = { column = "Plaintiffs", split = ";" }
court = { column = "Court" }

[sources.court-register]
publisher = "Register of Courts"
published = 2026-01-15
"""
RAW = """
import sys
from itertools import islice
from chrono.write.codec import event
from chrono.values.canonical_json import from_json
from eventlog import open_log
with open_log("raw.db", create=True) as log, open("records.jsonl", "rb") as lines:
    while batch := list(islice(lines, int(sys.argv[1]))):
        log.append([event(from_json(line)) for line in batch])
"""


def make(path: Path) -> None:
    """Write the spreadsheet; one row in a hundred has a date that does not exist."""
    chance = random.Random(7)  # noqa: S311 - the same rows in every run
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["Number", "Case", "Filed", "Plaintiffs", "Claim", "Court", "Room"])
        for n in range(1, ROWS + 1):
            day = date(2010, 1, 1) + timedelta(days=chance.randrange(5500))
            filed = f"{day:%d/%m/%Y}" if n % 100 != 50 else "31/02/2020"
            claim, court = chance.randrange(10**6), f"Court no. {n % 50}"
            out.writerow([n, f"case-{n}", filed, "Ann Example; Example Corp", claim, court, n % 12])


def timed(name: str, *arguments: object, base: float | None = None, fails: int = 0) -> float:
    """Run a process, print the seconds that it took and its peak memory, and return the seconds."""
    start = time.perf_counter()
    with Path("said.txt").open("wb") as said:
        process = subprocess.Popen([sys.executable, *map(str, arguments)], stdout=said, stderr=said)  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != fails:
        raise SystemExit(Path("said.txt").read_text("utf-8"))
    ratio = f"{took / base:6.2f} x raw" if base else ""
    print(f"{name:<44}{took:7.2f} s{ROWS / took:10,.0f} rows/s{used.ru_maxrss / 1024:7.0f} MB  {ratio}")
    return took


def main() -> None:
    """Run it, and print how long each step took."""
    chrono = ("-c", "from chrono.cli import main; main()", "--log")
    load = ("import", "rows.csv", "--map", "map.toml")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("map.toml").write_text(MAP, "utf-8")
        make(Path("rows.csv"))
        for name in ("a.db", "b.db"):
            subprocess.run([sys.executable, *chrono, name, "init"], check=True, capture_output=True)  # noqa: S603
        timed("dry run", *chrono, "a.db", *load, "--dry-run")
        rejecting = (*load, "--rejects", "bad.csv")
        first = timed("import, 1 % rejected", *chrono, "a.db", *rejecting, fails=4)
        exported = subprocess.check_output([sys.executable, *chrono, "a.db", "export"])  # noqa: S603
        lines = [line for line in exported.splitlines(keepends=True) if b'"record":"report"' in line]
        Path("records.jsonl").write_bytes(b"".join(lines))
        base = timed("decode and append the same events", "-c", RAW, BATCH)
        print(f"{'import against that':<44}{first / base:7.2f} x")
        timed("import again: nothing to append", *chrono, "a.db", *rejecting, base=base, fails=4)
        rows = Path("rows.csv").read_text("utf-8").splitlines(keepends=True)
        Path("rows.csv").write_text("".join(row for row in rows if "31/02/2020" not in row), "utf-8")
        timed("import, every row checked first", *chrono, "b.db", *load, base=base)
        timed("export as CSV", *chrono, "b.db", "export", "--format", "csv", base=base)
        os.chdir("/")


main()
