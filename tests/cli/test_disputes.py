"""How disputes print: totals as totals, and rows with who says what."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from cli.calls import Caller

BOOK = """
[storybook]
name = "dues"
title = "Dues"
[kinds."due.told"]
title = "A due is told"
identity = ["member", "@occurred"]
fields.member = "word"
fields.club = "word"
fields.paid = "quantity?"
fields.seat = "word?"
fields.room = "text?"
[projections.club]
title = "Club"
key = "club"
[projections.club.fields.total]
reduce = "sum"
from = { "due.told" = "paid" }
[projections.club.fields.most]
reduce = "greatest"
from = { "due.told" = "paid" }
[projections.club.fields.seats]
reduce = "map"
put = { "due.told" = { key = ["member"], value = ["seat", "room"] } }
"""


def told(report: str, source: str, member: str, day: int, **more: object) -> str:
    data = {"club": "rowers", "member": member, **more}
    record = {"kind": "due.told", "id": report, "source": source, "occurred": f"2026-06-{day}", "data": data}
    return json.dumps(record)


def screen(chrono: Caller, tmp_path: Path, *records: str) -> str:
    sources = (
        json.dumps({"record": "source", "slug": slug, "publisher": slug, "published": "2026-06-22"})
        for slug in ("pp", "qq")
    )
    (tmp_path / "book.toml").write_text(BOOK, "utf-8")
    (tmp_path / "records.jsonl").write_text("\n".join((*sources, *records)), "utf-8")
    assert chrono("init", "--storybook", str(tmp_path / "book.toml")).code == 0
    assert chrono("append", "--file", str(tmp_path / "records.jsonl")).code == 0
    return chrono("state", "club/rowers", "--as-of", "2026-07-01", columns=100).out


def test_a_disputed_part_of_a_total_prints_as_the_totals_it_makes(nothing: Caller, tmp_path: Path) -> None:
    shown = screen(
        nothing,
        tmp_path,
        told("a", "pp", "al", 10, paid=10),
        told("b", "pp", "bo", 11, paid=20),
        told("c", "pp", "cy", 12, paid=1),
        told("d", "qq", "cy", 12, paid=2),
    )
    lines = [line.split() for line in shown.splitlines()]

    assert any(line[:4] == ["total", "31", "EVENLY", "DISPUTED"] and line[-1] == "pp" for line in lines)
    assert ["or", "32", "qq"] in lines
    assert any(line[:2] == ["most", "20"] and "DISPUTED" not in line for line in lines)


def test_a_total_on_which_accounts_tie_has_its_bounds_in_a_table_of_data(
    nothing: Caller, tmp_path: Path
) -> None:
    screen(nothing, tmp_path, told("c", "pp", "cy", 12, paid=1), told("d", "qq", "cy", 12, paid=2))
    shown = nothing("state", "club/rowers", "--as-of", "2026-07-01", "--format", "csv").out

    [total] = [row for row in csv.DictReader(io.StringIO(shown)) if row["field"] == "total"]

    assert (total["value"], total["certainty"], total["range"]) == ("", "certain", "between 1 and 2")
    assert total["alternatives"] == "1 (pp) or 2 (qq)"


def test_a_row_told_in_two_ways_prints_both_each_value_with_its_own_source(
    nothing: Caller, tmp_path: Path
) -> None:
    shown = screen(
        nothing,
        tmp_path,
        told("a", "pp", "al", 10, seat="bow", room="North"),
        told("b", "qq", "al", 10, seat="cox"),
    )

    row = " ".join(line[16:54].strip() for line in shown.splitlines() if line[16:54].strip())
    assert "al: bow (pp) · North (pp) or cox (qq) · North (pp)  EVENLY DISPUTED" in row
    assert "not yet" not in shown
