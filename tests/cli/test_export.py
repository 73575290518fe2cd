"""Exports: what comes out goes into another log, and comes out of that the same, byte for byte."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import tempfile
from pathlib import Path

import pytest
from cli.calls import CHRONO, Caller, environment, spawn
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from things import THINGS, amendment, correction, cut, held, merge, put, ranking, retraction, source

from chrono.chronicle import Chronicle
from chrono.lookup.decoding import decode
from chrono.tables.export import columns, record, rows
from chrono.tables.table import table
from chrono.write.append import BatchAppender
from chrono.write.codec import line
from eventlog import Checkpoint

FORMULAS = tuple("=+-@\t\r")


def cells(text: str) -> list[list[str]]:
    """Return the cells of CSV."""
    return list(csv.reader(io.StringIO(text, newline="")))


def test_an_export_as_csv_makes_the_same_log_again(chrono: Caller) -> None:
    (chrono.folder / "records.csv").write_text(chrono("export", "--format", "csv").out, "utf-8")
    assert chrono("--log", "copy.db", "init").code == 0

    done = chrono("--log", "copy.db", "import", "records.csv")

    assert (done.code, done.out) == (0, "")
    assert chrono("--log", "copy.db", "export").records() == chrono("export").records()


def test_an_export_has_a_row_for_each_record_and_a_column_for_each_field_in_use(chrono: Caller) -> None:
    records = chrono("export").records()
    header, *found, end = cells(chrono("export", "--format", "csv").out)

    data = [each["data"] for each in records if isinstance(each.get("data"), dict)]
    fields = {f"data.{name}" for each in data for name in each}  # type: ignore[attr-defined]
    assert {name for name in header if name.startswith("data.")} == fields
    assert header[:3] == ["record", "id", "kind"]
    assert end[0] == "end"
    assert [row[0] for row in found] == [each["record"] for each in records]
    filed = next(row for row in found if row[header.index("kind")] == "lawsuit.filed")
    assert filed[header.index("data.case")] == "musk-v-openai"


def test_nothing_that_is_recorded_becomes_a_formula(empty: Caller) -> None:
    evil = '=HYPERLINK("https://example.org")'
    source = ("--source", "s", "--publisher", "+P", "--published", "2024")
    fields = (f"case={evil}", "terms=-1+1", "--occurred", "2024", "--summary", "@SUM(A1)")
    assert empty("append", "lawsuit.settled", *fields, *source).code == 0

    out = empty("export", "--format", "csv").out

    assert [cell for row in cells(out) for cell in row if cell.startswith(FORMULAS)] == []
    assert f"'{evil}" in [cell for row in cells(out) for cell in row]


def test_an_export_is_utf_8_whatever_the_locale(chrono: Caller) -> None:
    plain = spawn("export", "--format", "csv", folder=chrono.folder, env={"LC_ALL": "C"}).stdout
    latin = {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1"}

    assert "マスク" in plain.decode()
    assert spawn("export", "--format", "csv", folder=chrono.folder, env=latin).stdout == plain


def test_who_has_read_enough_of_an_export_may_go(chrono: Caller) -> None:
    done = subprocess.run(
        ["bash", "-c", '"$@" | head -1', "bash", *CHRONO, "export", "--format", "csv"],
        cwd=chrono.folder,
        env=environment(),
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"record,")


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_an_empty_log_is_exported_too(empty: Caller, form: str) -> None:
    done = empty("export", "--format", form)

    assert (done.code, done.err) == (0, "")
    end = {"record": "end", "records": 0, "checkpoint": str(Checkpoint(0, bytes(32)))}
    written = {
        "csv": lambda text: [record(*cells(text))],
        "jsonl": lambda text: [json.loads(text)],
        "json": json.loads,
    }
    assert written[form](done.out) == [end]


TEXTS = st.builds(
    str.__add__,
    st.sampled_from(
        ["", "=", "+", "-", "@", "'", "\t", "\n", '"', "{", "[", "null", "5", "＝", "日本語", "😀"]
    ),
    st.text(st.sampled_from("=+-@'\"\t\r\n,;|{}[]05.日本語😀\u200b\x1b é"), max_size=6),
).filter(str.strip)
NAMES = TEXTS.map(lambda text: "n" + "".join(each for each in text if each.isprintable()).strip())
NUMBERS = st.integers(-(10**9), 10**9) | st.decimals(-1000, 1000, places=3)


@settings(max_examples=30, deadline=None)
@drawn(st.lists(TEXTS, min_size=7, max_size=7), st.lists(NAMES, min_size=3, max_size=3), NUMBERS)
def test_records_of_every_type_come_back_through_csv_byte_for_byte(
    texts: list[str], names: list[str], number: object
) -> None:
    book = THINGS + f"\n[stories.all]\ntitle = {json.dumps(texts[0], ensure_ascii=False)}\ntargets = []\n"
    records = [
        {"record": "storybook", "toml": book},
        source("a", "2024-03-01", publisher=names[0], title=texts[1]),
        {"record": "entity", "slug": "x", "names": {"ja": names[1]}, "aliases": [names[2]]},
        put("2024-01", id="r", word=names[2], text=texts[3], number=number, sure=True, members=[names[1]]),
        {**put("2024-01-02", id=names[0]), "quote": texts[4], "extra": {texts[5]: texts[6], "n": [1, None]}},
        cut("2024-02-01", id="s", after=["r"], attribution={"by": names[2], "standing": "on-record"}),
        held(
            {"start": "2024", "end": ".."},
            id="h",
            source={"slug": "inline", "publisher": "P", "published": "2024"},
        ),
        correction("r", "2024-04-01", id="c", data={"text": None, "word": names[1]}),
        retraction("s", "2024-05", id="t"),
        amendment("r", id="m", summary=texts[6], locator=None, data={"sure": None}),
        amendment(names[0], id="v", void=True),
        amendment("a", id="w", title=None),
        ranking("r", rank="preferred", id="k"),
        put("2024-01-03", id="u"),
        merge("r", "u", id="j"),
        {"record": "storybook", "toml": book + "\n"},
        {"record": "storybook", "toml": book},
    ]
    with tempfile.TemporaryDirectory() as folder, Chronicle.open(Path(folder) / "a.db") as one:
        one.append(*records)
        before = [dict(decode(each).record) for each in one.records()]
        header = columns(before)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header, *rows(before, header)])
        found = table(io.StringIO(text.getvalue(), newline=""), ",")
        with Chronicle.open(Path(folder) / "b.db") as other:
            taken = BatchAppender(other.log, resumes=True).append(
                [record(found.header, row.cells) for row in found.rows], keep_going=True
            )
            after = [line(decode(each).record) for each in other.records()]
            again = BatchAppender(other.log, resumes=True).append(before, keep_going=True)

    assert (taken.new, taken.rejects) == (len(records), ())
    assert after == [line(each) for each in before]
    assert (again.new, again.already) == (0, len(records))
    assert not any(cell.startswith(FORMULAS) for row in cells(text.getvalue()) for cell in row)
