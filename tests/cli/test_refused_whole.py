"""What does not succeed has appended nothing; what is appended can be answered, exported and loaded."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path

import pytest
from cli.calls import CHRONO, Caller, environment

from chrono import Chronicle
from chrono.model.record_parts import mapping_of
from chrono.model.records import RECORD_KEYS

BOOK = """
[storybook]
name = "trials"
[kinds.trial]
identity = ["title"]
fields.title = "text"
fields.who = "entity?"
fields.mark = "word?"
fields.words = "text?"
fields.number = "number?"
fields.cost = "quantity:*?"
fields.day = "date?"
fields.sure = "bool?"
fields.all = "word[]?"
[kinds.stay]
identity = ["who"]
span = true
fields.who = "entity"
[projections.trial]
key = "title"
[projections.trial.fields]
mark = {reduce = "latest", from = {trial = "mark"}}
number = {reduce = "sum", from = {trial = "number"}}
cost = {reduce = "greatest", from = {trial = "cost"}}
day = {reduce = "latest", from = {trial = "day"}}
all = {reduce = "set", add = {trial = "all"}}
words = {reduce = "collect", of = ["trial"], fields = ["words", "who", "@occurred", "@by"]}
rows = {reduce = "map", put = {trial = {key = ["mark"], value = ["words"]}}}
[projections.stay]
key = "who"
fields.stay = {reduce = "span", from = ["stay"]}
"""
BASE = (
    {"record": "source", "slug": "dated", "publisher": "P", "published": "2024-03-01"},
    {"record": "source", "slug": "undated", "publisher": "P"},
    {"record": "entity", "slug": "kim", "names": {"en": "Kim"}},
    {"record": "report", "id": "r1", "kind": "trial", "source": "dated", "occurred": "2024-02",
     "data": {"title": "one", "mark": "a", "number": 1, "cost": "5 USD", "who": "kim"}},
    {"record": "report", "id": "r2", "kind": "stay", "source": "dated", "occurred": "2024-01/2024-02",
     "data": {"who": "kim"}},
    {"record": "report", "id": "r3", "kind": "trial", "source": "undated", "reported": "2024-03",
     "occurred": "2024-01", "data": {"title": "two", "mark": "b"}},
    {"record": "report", "id": "r4", "kind": "trial", "occurred": "2024-01", "data": {"title": "three"},
     "source": {"slug": "inside", "publisher": "Q", "published": "2024-03-02"}},
    {"record": "report", "id": "r5", "kind": "trial", "source": "inside", "occurred": "2024-01",
     "data": {"title": "four"}},
    {"record": "amendment", "id": "a1", "of": "r3", "why": "w", "source": "dated"},
)  # fmt: skip
CONTROLS = ("x\x01y", "x\ny", "x\x7fy", "x\x85y", "x\x9b", "\x1cx")
DATES = ("early 2013", "2013年2月上旬", "last week", "2024-02-30", "0000", "0001", "9999", "2024/2023", "..",
         "/", "2024-02-03T10:00:00", "2024-02-03T10:00:00Z", "../2024", "2024/..", "2024~", "202X",
         "[2024]")  # fmt: skip
NUMBERS = ("1e999999", "1e-999999", "1e9999999999999999999", "9" * 5_000, "NaN", "Infinity", "-0", "1_000")
NAMES = ("kim", "nosuch", "two words", " x ", "a/b", "[x", "{x", "=1+1", "'", "null", "2024-02", "\u2028",
         "\u202e", "source:s", "entity:kim", "storybook:1", *CONTROLS)  # fmt: skip
TEXTS = ("one\ntwo\tthree", "\x1b[31m", "x\x85y", "\ud800", " ", "[x", "'", "=1+1", *NUMBERS[:3])
OBJECTS = (
    {"amount": 5, "unit": "a\x1bb"}, {"amount": 5, "unit": "US\x85"}, {"unit": "USD"}, {"amount": "x"},
    {"amount": 5, "unit": "USD", "wording": "\ud800"}, {"least": 2, "most": 1},
    {"amount": 1e300, "unit": "m"},
    {"edtf": "2024-01/2024-06", "earliest": "2024-03"}, {"edtf": "2024", "wording": "a\nb"},
    {"edtf": "2024", "wording": "\ud800"}, {"start": "2024-03", "end": ".."}, {"start": "", "end": "2024"},
    {"start": "2025", "end": "2024"}, {"edtf": "2024", "sense": "throughout"}, {"edtf": "early 2024"},
    {"slug": "new\x85", "publisher": "P", "published": "2024"}, {"slug": "new", "publisher": "P"},
    {"slug": "new", "publisher": "P", "published": "late 2013"}, {"by": "x\x01", "standing": "document"},
    {"en": "x\x85"}, {"e\x01": "x"}, {"title": "x\x01"}, {"mark": "x\x85"}, {"number": "1e99"}, {},
)  # fmt: skip
HUGE, VAST = "1e+999999999", "1e99999999999999999999"
"""Stand for the JSON numbers that they are written as, which no number of Python is."""
ODD = (None, True, 5, 2.5, HUGE, VAST, 10**300, [], ["kim", "x\x85"], [["a"]], *OBJECTS)
VALUES = (*ODD, *DATES, *NUMBERS, *NAMES, *TEXTS)
"""Values on which something that prints, or reads a log later, could fail."""


@pytest.fixture(scope="session")
def _trial_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("trial") / "trial.db"
    with Chronicle.open(path) as opened:
        opened.append({"record": "storybook", "toml": BOOK}, *BASE)
    return path.read_bytes()


@pytest.fixture
def trial(nothing: Caller, _trial_file: bytes) -> Caller:
    """Calls in a folder whose log holds a little of everything."""
    (nothing.folder / "chrono.db").write_bytes(_trial_file)
    return nothing


READING = (
    "verify", "log", "log --since 0001", "timeline", "timeline --format html", "rebuild", "check",
    "corrections", "corrections --since ../2024", "sources", "entities", "stories", "show @last",
    "impact @last", "find one", "info", "replay trial/one", "replay trial/one --by press",
    "replay trial/one --by press --from 0001", "replay trial/one --by file",
    "diff trial/one --recorded-at 1/10", "explain trial/one", "compare trial/one --between P,Q",
    "state trial/one --format md", "state stay/kim",
)  # fmt: skip


def assert_usable(chrono: Caller) -> None:
    """Assert that every command reads the log, and that its export makes the same log again."""
    for command in READING:
        done = chrono(*command.split())
        assert done.code in (0, 3), (command, done.err)  # 3: a change has left nothing of that name
    exported = chrono("export").records()
    for name, how in (("jsonl", ("append", "--file")), ("csv", ("import",))):
        path, log = chrono.folder / f"again.{name}", chrono.folder / f"{name}.db"
        path.write_bytes(chrono("export", "--format", name).out.encode())
        assert chrono("--log", log, "init").code == 0
        again = chrono("--log", log, *how, path)
        assert again.code == 0, (name, again.err)
        assert chrono("--log", log, "export").records() == exported, name


def state_of(chrono: Caller) -> str:
    """Return the position and the digest of the log."""
    return chrono("checkpoint").out


def attempted(chrono: Caller, *arguments: object) -> bool:
    """Return whether a call has succeeded; if not, it has appended nothing."""
    before = state_of(chrono)
    done = chrono(*arguments)
    if done.code not in (0, 4):
        assert state_of(chrono) == before, (arguments, done.err)
        assert len(done.err) > 0, arguments
    return done.code in (0, 4)


RECORDS: tuple[Mapping[str, object], ...] = (
    {"record": "source", "slug": "s", "publisher": "P", "published": "2024"},
    {"record": "entity", "slug": "e", "names": {"en": "E"}, "aliases": ["Eh"]},
    {"record": "report", "kind": "trial", "source": "dated", "occurred": "2024-02",
     "data": {"title": "one"}, "attribution": {"by": "kim"}},
    {"record": "report", "kind": "stay", "source": "dated", "occurred": "2024-02", "data": {"who": "x"}},
    {"record": "correction", "of": "r1", "reported": "2024-04", "why": "w", "data": {"mark": "c"}},
    {"record": "correction", "of": "r2", "reported": "2024-04", "why": "w", "occurred": "2024-01"},
    {"record": "retraction", "of": "r1", "reported": "2024-04", "why": "w"},
    {"record": "ranking", "of": "r1", "rank": "preferred", "why": "w"},
    {"record": "merge", "developments": ["trial:one", "trial:two"], "why": "w"},
    {"record": "amendment", "of": "r1", "why": "w", "summary": "s"},
    {"record": "amendment", "of": "r2", "why": "w", "summary": "s"},
    {"record": "amendment", "of": "a1", "why": "w", "summary": "s"},
    {"record": "amendment", "of": "dated", "why": "w", "title": "t"},
    {"record": "amendment", "of": "inside", "why": "w", "title": "t"},
    {"record": "amendment", "of": "kim", "why": "w", "type": "person"},
    {"record": "amendment", "of": "a1", "why": "w", "void": True},
    {"record": "amendment", "of": "r4", "why": "w", "void": True},
    {"record": "amendment", "of": "dated", "why": "w", "void": True},
)  # fmt: skip
FIELDS = tuple(
    f"data.{name}" for name in ("title", "who", "mark", "words", "number", "cost", "day", "sure", "all")
)
AMENDED = {"r1": "report", "r2": "report", "r4": "report", "a1": "report", "dated": "source",
           "inside": "source", "kim": "entity"}  # fmt: skip
"""The type of what each amendment is about, in the end."""


def variants(record: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Yield a record with each of the values under each key that it may have, one at a time.

    A report is of a development of its own: many of one key would take long to fold.
    """
    name = str(record["record"])
    keys = {**RECORD_KEYS[name], **RECORD_KEYS[AMENDED.get(str(record.get("of")), name)]}
    for n, (path, value) in enumerate(product((*keys, *FIELDS, "extra.x"), VALUES)):
        own = {"title": f"t{n}"} if record.get("kind") == "trial" else {"who": f"w{n}"}
        data = {**mapping_of(record, "data"), **(own if record["record"] == "report" else {})}
        changed = {**record, **({"data": data} if data else {})}
        if path in keys:
            yield {**changed, path: value}
        elif path in FIELDS and "data" in keys:
            yield {**changed, "data": {**data, path.removeprefix("data."): value}}
        elif "extra" in keys:
            yield {**changed, "extra": {"x": value}}


def written(records: Iterable[Mapping[str, object]]) -> list[str]:
    """Return records as lines of JSON."""
    lines = (json.dumps(each) for each in records)
    return [re.sub(f'"({re.escape(HUGE)}|{VAST})"', r"\1", line) for line in lines]


@pytest.mark.parametrize("n", range(len(RECORDS)), ids=lambda n: f"{RECORDS[n]['record']}-{n}")
def test_a_file_is_appended_whole_or_not_at_all_whatever_its_records_hold(trial: Caller, n: int) -> None:
    lines = written(variants(RECORDS[n]))
    path, rejects = trial.file("all.jsonl", *lines), trial.folder / "rejects.jsonl"

    assert not attempted(trial, "append", "--file", path)
    assert attempted(trial, "append", "--file", path, "--keep-going", "--rejects", rejects)

    assert_usable(trial)
    # what was rejected is refused again, line by line
    left = set(rejects.read_text("utf-8").splitlines())
    assert left
    assert left <= set(lines)


def slots(*, of: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Return (slot, value) for each value that may go into a slot of a command."""
    return [(slot, value) for slot, values in of.items() for value in values]


SOME_DATES, SOME_NAMES, SOME_TEXTS = DATES[:8], NAMES[1:4] + CONTROLS + ("\udcff",), TEXTS[:5]
OBJECT_TEXTS = tuple(json.dumps(each) for each in OBJECTS)
REPORT = ("append", "trial", "title=one", "--occurred", "2024-02")
DATED, NEW = ("--source", "dated"), ("--source", "new", "--publisher", "P")
COMMANDS: dict[str, tuple[tuple[object, ...], dict[str, Iterable[str]]]] = {
    "append": (
        (*REPORT, *DATED),
        {
            "--occurred": SOME_DATES,
            "--reported": SOME_DATES,
            **dict.fromkeys(("--source", "--by", "--via", "--development", "--after", "--sense"), SOME_NAMES),
            **dict.fromkeys(("--standing", "--modality"), SOME_NAMES[:3]),
            **dict.fromkeys(("--locator", "--quote", "--summary", "words="), SOME_TEXTS),
            **dict.fromkeys(("who=", "mark=", "all="), SOME_NAMES),
            **dict.fromkeys(("number=", "cost="), NUMBERS),
            "day=": SOME_DATES,
        },
    ),
    "append of a new source": (
        (*REPORT, *NEW, "--published", "2024-03"),
        {"--published": DATES, "--publisher": SOME_NAMES, "--url": SOME_TEXTS, "--title": SOME_TEXTS},
    ),
    "source add": (
        ("source", "add", "new", "--publisher", "P"),
        {"--published": DATES, "--language": SOME_NAMES, "--origin": SOME_NAMES, "--author": SOME_TEXTS},
    ),
    "entity add": (
        ("entity", "add", "new"),
        dict.fromkeys(("--name", "--alias", "--same-as", "--type"), SOME_NAMES),
    ),
    "correction": (
        ("correction", "r1", "--reported", "2024-04", "--why", "w", "mark=c"),
        {"--reported": DATES, "--occurred": SOME_DATES, "--modality": SOME_NAMES, "--why": SOME_TEXTS,
         "--source": SOME_NAMES, "who=": SOME_NAMES, "number=": NUMBERS},
    ),
    "retraction": (
        ("retraction", "r2", "--reported", "2024-04", "--why", "w"),
        {"--reported": DATES, "--why": SOME_TEXTS, "--source": SOME_NAMES},
    ),
    "fix": (
        ("fix", "r2", "--why", "w", "locator=x"),
        {"--occurred": DATES, "--why": SOME_TEXTS, "--by": SOME_TEXTS, "reported=": DATES,
         **dict.fromkeys(("source=", "who=", "after=", "stories=", "development="), SOME_NAMES),
         **dict.fromkeys(("occurred=", "extra="), OBJECT_TEXTS)},
    ),
    "fix of a source": (
        ("fix", "dated", "--why", "w", "title=x"),
        {"published=": (*DATES, ""), "publisher=": SOME_NAMES, "origin=": SOME_NAMES},
    ),
    "undo": (("undo", "a1", "--why", "w"), {"--why": SOME_TEXTS, "--by": SOME_TEXTS}),
    "rank": (("rank", "r1", "preferred", "--why", "w"), {"--why": SOME_TEXTS, "--by": SOME_TEXTS}),
    "merge": (("merge", "trial:one", "trial:two", "--why", "w"), {"--why": SOME_TEXTS, "--by": SOME_TEXTS}),
}  # fmt: skip
"""Name → a call that succeeds, and the values that are tried in each of its slots, one at a time."""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_call_that_does_not_succeed_has_appended_nothing_and_one_that_does_what_can_be_read(
    trial: Caller, name: str
) -> None:
    call, values = COMMANDS[name]
    succeeded = 0
    for slot, value in slots(of=values):
        # the last of an option counts
        more = (f"{slot}{value}",) if slot.endswith("=") else (slot, value)
        succeeded += attempted(trial, *call, *more)
    assert succeeded
    assert_usable(trial)


@pytest.mark.parametrize("of", ["dated", "undated", "inside", "kim", "r1", "r4", "a1", "desk", "nosuch"])
def test_what_is_undone_leaves_every_question_an_answer(trial: Caller, of: str) -> None:
    attempted(trial, "undo", of, "--why", "w")
    attempted(trial, "undo", "@last", "--why", "w")
    attempted(trial, "fix", of, "published=", "--why", "w")
    attempted(trial, "fix", of, "reported=", "--why", "w")

    assert_usable(trial)


MAP = """
kind = "trial"
occurred = { column = "day" }
source = "dated"
[data]
title = { column = "title" }
mark = { column = "mark" }
number = { column = "number" }
cost = { column = "cost" }
"""


def rows_with_values() -> list[list[str]]:
    """Return rows of a spreadsheet with each of the values under each column, one at a time."""
    header = ["title", "day", "mark", "number", "cost"]
    sound = ["one", "2024-02", "a", "1", "5 USD"]
    values = [
        value for value in VALUES if isinstance(value, str) and value.isprintable() | ("\ud800" not in value)
    ]
    changed = [[*sound[:n], value, *sound[n + 1 :]] for n in range(len(sound)) for value in values]
    return [header, *changed, sound]


@pytest.mark.parametrize("more", [(), ("--rejects", "rejects.csv"), ("--dry-run",)], ids=" ".join)
def test_a_spreadsheet_is_loaded_whole_or_without_the_rows_that_are_rejected(
    trial: Caller, more: tuple[str, ...]
) -> None:
    sheet, by = trial.folder / "sheet.csv", trial.folder / "map.toml"
    by.write_text(MAP, "utf-8")
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows_with_values())
    before = state_of(trial)

    taken = attempted(trial, "import", sheet, "--map", by, *more)

    assert taken == bool(more)
    assert (state_of(trial) == before) == (more != ("--rejects", "rejects.csv"))
    assert_usable(trial)


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_character_in_a_name_is_refused_with_file_line_and_path(
    trial: Caller, control: str
) -> None:
    sound = {"kind": "trial", "source": "dated", "occurred": "2024", "data": {"title": "x"}}
    path = trial.file("names.jsonl", sound, {**sound, "data": {"title": "x", "who": control}})

    done = trial("append", "--file", path)

    assert done.code == 1
    assert done.faults[0].startswith(f"chrono: {path}:2: data.who: ")
    assert done.faults[0].endswith(": control characters cannot be part of a name")


BAD_BOOKS = {
    "a date of a source": '[sources.s]\npublisher = "P"\npublished = "last week"',
    "the slug of an entity": '[entities."a b"]\ntype = "person"',
    "a name of an entity": '[entities.e.names]\nen = "x\\u0085"',
    "the name of a kind": '[kinds."x\\u0001"]\nfields.a = "word"',
    "a unit": '[kinds.x]\nfields.a = "quantity:U\\u0085D"',
    "a field": '[kinds.x]\nfields."a\\n" = "word"',
    "a story": '[stories."a\\u0001"]\ntitle = "t"',
}


@pytest.mark.parametrize("name", BAD_BOOKS)
def test_a_storybook_that_declares_what_a_record_could_not_is_refused(trial: Caller, name: str) -> None:
    book = trial.folder / "bad.toml"
    book.write_text(f'[storybook]\nname = "bad"\n{BAD_BOOKS[name]}\n', "utf-8")

    assert not attempted(trial, "storybook", "add", book)
    done = trial("--log", "new.db", "init", "--storybook", book)
    assert done.code == 1
    assert not (trial.folder / "new.db").exists()


@pytest.mark.parametrize("record", ["report", "correction", "retraction", "ranking", "merge", "amendment"])
@pytest.mark.parametrize("name", ["source:squat", "entity:kim"])
def test_an_id_that_begins_as_the_logs_own_do_is_refused(trial: Caller, record: str, name: str) -> None:
    sound = next(each for each in RECORDS if each["record"] == record)

    done = trial("append", "--file", trial.file("squat.jsonl", {**sound, "id": name}))

    assert done.code == 1
    assert f':1: id: "{name}" is no id' in done.faults[0]


@pytest.mark.parametrize(
    ("arguments", "report"),
    [
        (("fix", "dated", "published="), "r1"),
        (("undo", "r4"), "r5"),
        (("fix", "r3", "reported="), None),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else each,
)
def test_no_report_is_left_without_a_date_of_publication(
    trial: Caller, arguments: tuple[str, ...], report: str | None
) -> None:
    before = state_of(trial)

    done = trial(*arguments, "--why", "w")

    if report is None:  # we have said since that it is of a source with a date
        assert done.code == 0
        return
    assert done.code == 1
    assert done.faults[0].startswith(f'chrono: "{report}" would have no date of publication')
    assert state_of(trial) == before


def test_an_amendment_is_judged_by_what_all_of_them_leave(trial: Caller) -> None:
    assert trial("fix", "r3", "reported=", "--why", "its source has a date").code == 0

    done = trial("undo", "a1", "--why", "w")

    assert (done.code, done.faults) == (
        1,
        ['chrono: reported: missing: source "undated" has no date of publication'],
    )


@pytest.mark.parametrize("name", ["kim", "dated", "inside"])
def test_no_amendment_takes_the_name_of_what_amendments_name(trial: Caller, name: str) -> None:
    record = {"record": "amendment", "id": name, "of": name, "why": "w", "title": "t"}

    done = trial("append", "--file", trial.file("own.jsonl", record))

    assert done.code == 1
    assert f'id: "{name}" names a source or an entity' in done.faults[0]


def test_a_map_is_refused_whole_where_one_of_its_sources_is(trial: Caller) -> None:
    sheet, by = trial.folder / "sheet.csv", trial.folder / "map.toml"
    sheet.write_text("title,day,mark,number,cost\none,2024,a,1,5 USD\n", "utf-8")
    sources = '[sources.fresh]\npublisher = "F"\npublished = "2024"\n[sources.dated]\npublisher = "Other"\n'
    by.write_text(MAP + sources, "utf-8")
    before = state_of(trial)

    done = trial("import", sheet, "--map", by, "--rejects", trial.folder / "rejects.csv")

    assert done.code == 1
    assert "sources.dated" in done.err
    assert state_of(trial) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("call", ["one", "file"])
def test_a_receipt_that_cannot_be_written_does_not_take_back_what_is_appended(
    trial: Caller, stream: str, call: str
) -> None:
    path = trial.file("one.jsonl", {**RECORDS[2], "data": {"title": "new"}})
    one = ("source", "add", "new", "--publisher", "P")
    arguments = one if call == "one" else ("append", "--file", str(path), "--format", "jsonl")
    before = state_of(trial)

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*CHRONO, *arguments],
            cwd=trial.folder,
            env=environment(),
            check=False,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: full},
        )

    assert done.returncode == 0
    assert state_of(trial) != before
    if stream == "stdout":
        assert b"the receipt could not be written" in done.stderr
