"""The end of an export: how many records it has, and the checkpoint of its log; a short one is not taken."""

from __future__ import annotations

import json

import pytest
from cli.calls import Caller

from chrono.chronicle import Chronicle
from chrono.errors import ChronoError

SLUGS = ("a", "b", "c")


@pytest.fixture
def three(empty: Caller) -> Caller:
    """Calls in a folder whose chrono.db has three entities, and whose copy.db has nothing."""
    for slug in SLUGS:
        assert empty("entity", "add", slug).code == 0
    assert empty("--log", "copy.db", "init").code == 0
    return empty


def exported(chrono: Caller, form: str = "jsonl") -> list[str]:
    """Return the lines of an export, each with its end."""
    return chrono("export", "--format", form).out.splitlines(keepends=True)


def appended(chrono: Caller, *lines: str, more: tuple[str, ...] = ()) -> tuple[int, str]:
    """Return what became of lines that are appended to the copy."""
    done = chrono("--log", "copy.db", "append", "--file", "-", *more, stdin="".join(lines).encode())
    return done.code, done.err


def imported(chrono: Caller, *lines: str, more: tuple[str, ...] = ()) -> tuple[int, str]:
    """Return what became of lines of CSV that are imported into the copy."""
    (chrono.folder / "sheet.csv").write_text("".join(lines), "utf-8")
    done = chrono("--log", "copy.db", "import", "sheet.csv", *more)
    return done.code, done.err


def held(chrono: Caller) -> list[object]:
    """Return the slugs that the copy holds, in order."""
    return [each["slug"] for each in chrono("--log", "copy.db", "export").records()]


def held_types(chrono: Caller) -> list[object]:
    """Return the types of the records that the copy holds, in order."""
    return [each["record"] for each in chrono("--log", "copy.db", "export").records()]


def test_the_last_line_counts_the_records_and_holds_the_checkpoint(three: Caller) -> None:
    line = three("checkpoint").out.strip()

    assert json.loads(exported(three)[-1]) == {"record": "end", "records": 3, "checkpoint": line}
    assert json.loads("".join(exported(three, "json")))[-1] == json.loads(exported(three)[-1])
    assert three("verify", "--against", line).code == 0


def test_info_shows_the_checkpoint(three: Caller) -> None:
    line = three("checkpoint").out.strip()

    assert three("info", "--format", "json").json()["checkpoint"] == line
    assert line in three("info").out


@pytest.mark.parametrize("gone", [0, 1, 2])
@pytest.mark.parametrize("more", [(), ("--keep-going",)])
def test_a_file_that_has_lost_a_line_is_refused_whole(
    three: Caller, gone: int, more: tuple[str, ...]
) -> None:
    lines = exported(three)
    del lines[gone]

    code, said = appended(three, *lines, more=more)

    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("chrono: standard input:3: records: ")
    assert "short" in said
    assert held(three) == []


@pytest.mark.parametrize("gone", [1, 2, 3])
@pytest.mark.parametrize("more", [(), ("--rejects", "rejects.csv"), ("--dry-run",)])
def test_a_sheet_that_has_lost_a_row_is_refused_whole(
    three: Caller, gone: int, more: tuple[str, ...]
) -> None:
    lines = exported(three, "csv")
    del lines[gone]

    code, said = imported(three, *lines, more=more)

    assert code == 1
    assert "short" in said.splitlines()[-1]
    assert held(three) == []
    assert not (three.folder / "rejects.csv").exists()


def test_exports_one_after_the_other_are_one_file(three: Caller) -> None:
    lines = exported(three)

    code, _ = appended(three, *lines, *lines)

    assert (code, held(three)) == (0, list(SLUGS))
    assert appended(three, *lines, *lines[1:])[0] == 1


def test_lines_by_hand_may_follow_the_end_and_none_may_go_before_it(three: Caller) -> None:
    by_hand = '{"record": "entity", "slug": "d"}\n'

    assert appended(three, by_hand, *exported(three))[0] == 1
    assert held(three) == []
    assert appended(three, *exported(three), by_hand)[0] == 0
    assert held(three) == [*SLUGS, "d"]


def test_blank_lines_count_for_nothing(three: Caller) -> None:
    first, *rest = exported(three)

    assert appended(three, "\n", first, "  \n", *rest)[0] == 0


def test_rows_may_be_sorted_and_added_where_people_work_with_them(three: Caller) -> None:
    header, *rows = exported(three, "csv")

    code, _ = imported(three, header, *reversed(rows), "entity,d,\n")

    assert (code, held(three)) == (0, ["c", "b", "a", "d"])


REPORT = {
    "record": "report",
    "id": "r",
    "kind": "lawsuit.filed",
    "source": {"slug": "s", "publisher": "P", "published": "2024-03-01"},
    "occurred": "2024-02-29",
    "data": {"case": "c", "plaintiffs": ["p"]},
}


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_without_an_end_is_taken_with_a_note_and_refused_if_strict(
    three: Caller, form: str
) -> None:
    assert three("append", "--file", "-", stdin=json.dumps(REPORT).encode()).code == 0
    lines = exported(three, form)[:-1]
    take = imported if form == "csv" else appended

    refused, why = take(three, *lines, more=("--strict",))
    nothing = held(three)
    code, said = take(three, *lines)

    assert (refused, nothing, why.count("it was cut off")) == (1, [], 1)
    assert (code, len(held_types(three)), said.count("it was cut off")) == (0, 4, 1)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_file_that_people_or_other_programs_wrote_needs_no_end(three: Caller, form: str) -> None:
    line = json.dumps(REPORT) + "\n"
    cells = "record,kind,source,occurred,data.case,data.plaintiffs\n"
    source = '"{""slug"":""s"",""publisher"":""P"",""published"":""2024-03-01""}"'
    row = f'report,lawsuit.filed,{source},2024-02-29,c,"[""p""]"\n'

    code, said = imported(three, cells, row) if form == "csv" else appended(three, line)

    assert code == 0
    assert "cut off" not in said


def test_a_sheet_that_is_an_export_has_no_row_more_than_records(three: Caller) -> None:
    code, said = imported(three, *exported(three, "csv"))

    assert code == 0
    assert said.endswith("appended 3 of 3 rows at positions 1 to 3\n")


@pytest.mark.parametrize(
    ("end", "fault"),
    [
        ({"records": "3", "checkpoint": "CP"}, "records"),
        ({"records": -1, "checkpoint": "CP"}, "records"),
        ({"records": 10**30, "checkpoint": "CP"}, "records"),
        ({"records": True, "checkpoint": "CP"}, "records"),
        ({"checkpoint": "CP"}, "records"),
        ({"records": 0, "checkpoint": "eventlog/2 3"}, "checkpoint"),
        ({"records": 0}, "checkpoint"),
        ({"records": 0, "checkpoint": "CP", "slug": "a"}, "slug"),
    ],
)
def test_an_end_that_cannot_be_read_is_refused_by_its_key(
    three: Caller, end: dict[str, object], fault: str
) -> None:
    line = three("checkpoint").out.strip()
    given = {"record": "end", **{key: line if each == "CP" else each for key, each in end.items()}}

    code, said = appended(three, json.dumps(given))

    assert code == 1
    assert said.startswith(f"chrono: standard input:1: {fault}: ")


def test_an_end_that_was_cut_is_no_json(three: Caller) -> None:
    lines = exported(three)

    code, said = appended(three, *lines[:-1], lines[-1][:20])

    assert (code, held(three)) == (1, [])
    assert "standard input:4: not JSON" in said


def test_the_lines_of_an_export_are_taken_from_python_too(three: Caller) -> None:
    records = [json.loads(line) for line in exported(three)]

    with Chronicle.open(three.folder / "copy.db") as copy:
        with pytest.raises(ChronoError, match="short"):
            copy.append(*records[1:])
        with pytest.raises(ChronoError, match="short"):
            copy.append_all(records[1:], keep_going=True)
        assert copy.log.head() == 0
        assert [each.id for each in copy.append(*records)] == list(SLUGS)


def test_what_lands_while_an_export_is_written_is_left_out_of_it(three: Caller) -> None:
    from chrono.commands.export import RECORD_WRITERS
    from chrono.render.formats import Format

    inside = RECORD_WRITERS[Format.csv]

    def late(records: object) -> None:
        with Chronicle.open(three.folder / "chrono.db") as other:
            other.append({"record": "entity", "slug": "late", "aliases": ["behind"]})
        inside(records)  # type: ignore[arg-type]

    three.patch.setitem(RECORD_WRITERS, Format.csv, late)
    done = three("export", "--format", "csv")

    assert (done.code, done.err) == (0, "")
    assert "late" not in done.out
    assert "aliases" not in done.out
    assert done.out.splitlines()[-1].startswith("end,")
