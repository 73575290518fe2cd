"""Who entered a record: given in one way everywhere, shown, exported, beside the content that is compared."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from cli.calls import Caller
from things import THINGS, merge, put, ranking, source

from chrono.chronicle import Chronicle
from chrono.errors import ChronoError
from eventlog import Event

FIXTURES = Path(__file__).parents[1] / "fixtures"
WHY = ("--why", "x")


@pytest.fixture
def writing(chrono: Caller) -> Caller:
    """Calls on a log of the story, which can be written in every way."""
    (chrono.folder / "new.toml").write_text('[storybook]\nname = "n"\ntitle = "N"\n', "utf-8")
    (chrono.folder / "one.jsonl").write_text('{"record": "entity", "slug": "one"}\n', "utf-8")
    (chrono.folder / "one.csv").write_text("record,slug\nentity,one\n", "utf-8")
    return chrono


WAYS = (
    "append role.started holder=sam-altman organisation=openai role=x --occurred 2024 --source wsj-ja",
    "append --file one.jsonl",
    "import one.csv",
    "source add late --publisher P --published 2024",
    "entity add one",
    "storybook add new.toml",
    "correction wsj-p24-filed --occurred 2024-02-29 --reported 2025-02-20 --why x",
    "retraction wsj-p24-filed --reported 2025-02-20 --why x",
    "fix wsj-p24-filed locator=P9 --why x",
    "undo wsj-p24-filed --why x",
    "rank wsj-p24-filed preferred --why x",
    "merge musk-x-no-money musk-vents-to-aides --why x",
)


@pytest.mark.parametrize("way", WAYS)
def test_every_command_that_writes_says_who_entered_it(writing: Caller, way: str) -> None:
    done = writing(*way.split(), "--entered-by", "Anna")

    assert done.code == 0, done.err
    assert writing("export").records()[-1]["by"] == "Anna"


@pytest.mark.parametrize("way", WAYS)
def test_the_environment_names_who_enters_where_no_option_does(writing: Caller, way: str) -> None:
    writing.patch.setenv("CHRONO_AUTHOR", "Ben")

    assert writing(*way.split()).code == 0
    assert writing("export").records()[-1]["by"] == "Ben"


def test_the_option_comes_before_the_environment(empty: Caller) -> None:
    empty.patch.setenv("CHRONO_AUTHOR", "Ben")

    assert empty("entity", "add", "a", "--entered-by", "Anna").code == 0
    assert empty("export").records()[0]["by"] == "Anna"


@pytest.mark.parametrize("way", [way for way in WAYS if way.split()[0] in ("fix", "undo", "rank", "merge")])
def test_by_is_the_same_option_where_we_mend(writing: Caller, way: str) -> None:
    assert writing(*way.split(), "--by", "Anna").code == 0
    assert writing("export").records()[-1]["by"] == "Anna"


def test_init_says_who_adopted_its_storybooks(nothing: Caller) -> None:
    (nothing.folder / "n.toml").write_text('[storybook]\nname = "n"\ntitle = "N"\n', "utf-8")

    assert nothing("init", "--storybook", "n.toml", "--entered-by", "Anna").code == 0
    assert nothing("export").records()[0]["by"] == "Anna"


def test_a_record_that_names_who_entered_it_keeps_that(empty: Caller) -> None:
    path = empty.file(
        "r.jsonl", {"record": "entity", "slug": "a", "by": "Carla"}, {"record": "entity", "slug": "b"}
    )

    assert empty("append", "--file", path, "--entered-by", "Anna").code == 0
    assert [each["by"] for each in empty("export").records()] == ["Carla", "Anna"]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_it_comes_back_from_every_export(writing: Caller, form: str) -> None:
    for way in WAYS[3:]:
        assert writing(*way.split(), "--entered-by", f"Anna {way.split()[0]}").code in (0, 1)
    path = writing.folder / f"out.{form}"
    path.write_text(writing("export", "--format", form).out, "utf-8")
    assert writing("--log", "copy.db", "init").code == 0

    how = ("import",) if form == "csv" else ("append", "--file")
    assert writing("--log", "copy.db", *how, path, "--entered-by", "Ben").code == 0

    before, after = writing("export").records(), writing("--log", "copy.db", "export").records()
    assert [each.get("by", "Ben") for each in before] == [each["by"] for each in after]
    assert [{**each, "by": None} for each in before] == [{**each, "by": None} for each in after]
    assert {each.get("by") for each in before} > {"Anna source", "Anna fix", "Anna merge", None}


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_the_same_record_by_somebody_else_is_there_already(writing: Caller, form: str) -> None:
    path = writing.folder / f"out.{form}"
    path.write_text(writing("export", "--format", form).out, "utf-8")
    head = len(writing("export").records())

    how = ("import",) if form == "csv" else ("append", "--file")
    done = writing(*how, path, "--entered-by", "Ben")

    assert done.code == 0
    assert f"{head:,}" in done.err
    assert len(writing("export").records()) == head
    assert {each.get("by") for each in writing("export").records()} == {None}


def test_a_source_declared_again_by_somebody_else_is_the_same(empty: Caller) -> None:
    assert empty("source", "add", "s", "--publisher", "P", "--entered-by", "Anna").code == 0

    again = empty("source", "add", "s", "--publisher", "P", "--entered-by", "Ben")

    assert again.code == 0
    assert "already there" in again.out
    assert "Ben" not in again.out
    assert empty("export").records()[0]["by"] == "Anna"


def test_it_is_shown_by_the_receipt_the_log_and_the_record(writing: Caller) -> None:
    receipt = writing(*WAYS[0].split(), "--entered-by", "Anna")

    assert "  entered by    Anna\n" in receipt.out
    assert writing("log").out.splitlines()[-2].endswith(" by Anna")
    assert "  entered by    Anna\n" in writing("show", "@last").out
    assert writing("log", "--format", "jsonl").lines()[-1]["by"] == "Anna"
    record = writing("show", "@last", "--format", "json").json()["record"]
    assert isinstance(record, dict)
    assert record["by"] == "Anna"


def test_no_answer_rests_on_it(chrono: Caller) -> None:
    assert chrono("--log", "copy.db", "init").code == 0
    exported = chrono("export").out.encode()
    assert chrono("--log", "copy.db", "append", "--file", "-", "--entered-by", "A", stdin=exported).code == 0

    assert chrono("--log", "copy.db", "rebuild").out == chrono("rebuild").out


def test_an_amendment_never_changes_who_entered_what_it_amends(writing: Caller) -> None:
    assert writing("entity", "add", "one", "--entered-by", "Anna").code == 0

    done = writing("fix", "one", "by=Ben", *WHY)

    assert (done.code, "never amended" in done.err) == (1, True)
    assert writing("fix", "one", "type=person", *WHY, "--by", "Ben").code == 0
    assert "entered by    Anna" in writing("show", "one").out


@pytest.mark.parametrize("name", ["", " ", " Anna", "Anna\n", "A\x1b[1m", "x" * 2_000])
@pytest.mark.parametrize(
    "way", ["append --file one.jsonl", "entity add one", "import one.csv", "fix @last --why x"]
)
def test_a_name_that_is_none_is_a_fault_of_usage(writing: Caller, name: str, way: str) -> None:
    before = writing("export").out

    done = writing(*way.split(), "--entered-by", name)

    assert done.code == 2
    assert [line.startswith("chrono: entered-by: ") for line in done.faults] == [True]
    assert writing("export").out == before


def test_a_name_in_a_file_that_is_none_is_a_fault_of_its_line(empty: Caller) -> None:
    path = empty.file("r.jsonl", {"record": "entity", "slug": "a", "by": "A\tB"})

    assert empty("append", "--file", path).faults == [
        f"chrono: {path}:1: by: control characters cannot be part of a name"
    ]


def test_a_source_inside_a_report_says_nothing_of_who_entered_it(empty: Caller) -> None:
    inline = {"slug": "s", "publisher": "P", "published": "2024", "by": "Anna"}
    path = empty.file("r.jsonl", {"kind": "claim.made", "source": inline, "occurred": "2024", "data": {}})

    done = empty("append", "--file", path)

    assert done.code == 1
    assert ":1: source: by: " in done.err


def test_a_column_of_a_spreadsheet_may_name_who_entered_a_row(empty: Caller) -> None:
    (empty.folder / "t.toml").write_text(
        'kind = "role.started"\nsource = "s"\noccurred = { column = "When" }\nby = { column = "Who" }\n'
        '[data]\nholder = { column = "Name" }\norganisation = "o"\nrole = "chair"\n'
        '[sources.s]\npublisher = "P"\npublished = "2024-05-01"\n',
        "utf-8",
    )
    (empty.folder / "t.csv").write_text("Name,When,Who\nkim,2024,Anna\nlee,2023,\n", "utf-8")

    assert empty("import", "t.csv", "--map", "t.toml", "--entered-by", "Ben").code == 0
    assert [each["by"] for each in empty("export").records()] == ["Ben", "Anna", "Ben"]


def test_who_entered_it_can_be_erased_and_is_then_said_to_be(empty: Caller) -> None:
    assert empty("entity", "add", "a", "--entered-by", "Anna").code == 0
    with Chronicle.open(empty.folder / "chrono.db") as opened:
        opened.log.erase([1], parts=["by"], why="asked to")

    assert "Anna" not in empty("log").out + empty("show", "a").out + empty("export").out
    assert empty("log").out.splitlines()[0].endswith(" by (erased)")
    assert "  entered by    erased\n" in empty("show", "a").out
    assert empty("log", "--format", "jsonl").lines()[0]["erased"] == ["by"]
    assert empty("show", "a", "--format", "json").json()["erased"] == ["by"]
    assert empty("entity", "add", "a", "--entered-by", "Ben").out.startswith("already there")
    assert empty("verify").code == 0


OLD = {
    "ranking": {"of": "r", "rank": "preferred", "why": "x", "by": "Anna", "id": "k"},
    "amendment": {"of": "r", "locator": "P2", "why": "x", "by": "Anna", "id": "m"},
    "merge": {"developments": ["r", "s"], "why": "x", "by": "Anna", "id": "j"},
}


@pytest.fixture
def old(empty: Caller) -> Caller:
    """Calls on a log in which amendments, rankings and merges name in their payload who entered them."""
    with Chronicle.open(empty.folder / "chrono.db") as opened:
        opened.append({"record": "storybook", "toml": THINGS}, source("a", "2024-03-01"))
        opened.append(put("2024-01", id="r", development="r"), put("2024-02", id="s", development="s"))
        for name, record in OLD.items():
            tags = [f"of:{record['of']}"] if "of" in record else ["development:r", "development:s"]
            opened.log.append(
                [
                    Event(
                        id=str(record["id"]),
                        type=name,
                        data=json.dumps(record, sort_keys=True, separators=(",", ":")).encode(),
                        tags=tuple(tags),
                    )
                ]
            )
    return empty


def test_a_payload_of_old_that_names_who_entered_it_is_shown_as_every_other(old: Caller) -> None:
    for name in OLD.values():
        assert "entered by    Anna" in old("show", name["id"]).out
    assert [each.get("by") for each in old("log", "--format", "jsonl").lines()[-3:]] == ["Anna"] * 3
    assert {each["by"] for each in old("corrections", "--format", "jsonl").lines()} == {"Anna"}


@pytest.mark.parametrize("author", ["Anna", "Ben"])
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_record_of_old_is_known_again_whoever_enters_it(old: Caller, form: str, author: str) -> None:
    head = len(old("export").records())
    path = old.folder / f"out.{form}"
    path.write_text(old("export", "--format", form).out.replace("Anna", author), "utf-8")

    how = ("import",) if form == "csv" else ("append", "--file")
    done = old(*how, path)

    assert done.code == 0, done.err
    assert len(old("export").records()) == head


def test_a_record_of_old_with_other_content_is_refused(old: Caller) -> None:
    path = old.file("r.jsonl", {"record": "ranking", **OLD["ranking"], "rank": "deprecated"})

    assert old("append", "--file", path).code == 1


def test_a_log_of_the_former_form_shows_who_entered_what(nothing: Caller) -> None:
    content = gzip.decompress((FIXTURES / "form-1.db.gz").read_bytes())
    (nothing.folder / "chrono.db").write_bytes(content)
    named = [
        json.loads(line).get("by") for line in (FIXTURES / "form-1.jsonl").read_text("utf-8").splitlines()
    ]

    assert [each.get("by") for each in nothing("log", "--format", "jsonl").lines()] == named
    assert nothing("upgrade").code == 0
    assert [each.get("by") for each in nothing("log", "--format", "jsonl").lines()] == named


def test_python_names_who_enters_when_it_opens_the_log(tmp_path: Path) -> None:
    with Chronicle.open(tmp_path / "a.db", entered_by="Anna") as opened:
        opened.append({"record": "storybook", "toml": THINGS}, source("a", "2024-03-01"))
        opened.append(put("2024-01", id="r"), put("2024-02", id="s"), ranking("r", rank="preferred"))
        opened.append({**merge("r", "s"), "by": "Ben"})
        assert [each.by for each in opened.records()] == ["Anna"] * 5 + ["Ben"]
        assert all(b'"by"' not in each.data for each in opened.records())

    with Chronicle.open(tmp_path / "a.db", entered_by="A\nB") as opened, pytest.raises(ChronoError):
        opened.append({"record": "entity", "slug": "x"})
