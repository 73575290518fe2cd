"""Inputs on which the program once fell over, wrote what it refused, or answered wrongly without a word."""

from __future__ import annotations

import enum
import json
import shlex
import subprocess
from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType

import pytest
from cli.calls import CHRONO, Caller, Done, environment
from field.conftest import Made, source

from chrono import Chronicle
from chrono.errors import ChronoError
from chrono.model.records import Report
from chrono.values.limits import NESTING
from eventlog import InvalidArgument

BOOK = """
[storybook]
name = "t"
[kinds."a.b"]
fields = { k = "word", x = "quantity:USD?", words = "text?" }
[projections.p]
key = "k"
[projections.p.fields.x]
reduce = "sum"
from = { "a.b" = "x" }
"""
SOUND = {"kind": "a.b", "source": "s", "occurred": "2024", "data": {"k": "a"}}
S = source("s")


def nested(depth: int, made: Callable[[object], object]) -> object:
    value: object = 1
    for _ in range(depth):
        value = made(value)
    return value


ENDLESS: dict[str, object] = {}
ENDLESS["a"] = ENDLESS
UNFIT: dict[str, object] = {
    "half a character": {"a": "\ud800"},
    "half a character in a key": {"\ud800": 1},
    "a key that is no text": {1: 2},
    "an object": {"a": object()},
    "a set": {"a": {1}},
    "bytes": {"a": b"x"},
    "no number": {"a": float("nan")},
    "infinity": {"a": float("inf")},
    "no decimal number": {"a": Decimal("NaN")},
    "a number of too many digits": {"a": 10**5000},
    "an exponent beyond all": {"a": Decimal("1e99999999")},
    "what contains itself": ENDLESS,
    "what is nested too deeply": nested(NESTING + 1, lambda inner: {"a": inner}),
}


def one_line(done: Done, code: int = 1) -> str:
    """Return the one line of a call that was refused."""
    assert "Traceback" not in done.err
    assert done.code == code, done.err
    [line] = [line for line in done.err.splitlines() if line.startswith("chrono: ")]
    return line.removeprefix("chrono: ")


@pytest.mark.parametrize("form", [dict, Report], ids=["a mapping", "an object"])
@pytest.mark.parametrize("what", UNFIT)
def test_what_no_log_could_give_back_as_it_was_is_refused_from_python(
    made: Made, form: Callable[..., object], what: str
) -> None:
    called = made(BOOK, S)
    with Chronicle.open(called.folder / "chrono.db") as opened:
        head = opened.log.head()

        with pytest.raises(ChronoError) as refusal:
            opened.append(form(**SOUND, extra=UNFIT[what]))

        assert str(refusal.value).startswith("extra: ")
        str(refusal.value).encode()
        assert opened.log.head() == head


class Grade(enum.IntEnum):
    ONE = 1


FIT: list[tuple[object, object]] = [
    ((1, "a"), [1, "a"]),
    (0.1, Decimal("0.1")),
    (Decimal("1.50"), Decimal("1.50")),
    (Grade.ONE, 1),
    (True, True),
    (10**3000, 10**3000),
    ("\u202e\x1b\x00 \u0085", "\u202e\x1b\x00 \u0085"),
]


@pytest.mark.parametrize(("given", "kept"), FIT, ids=[type(each).__name__ for each, _ in FIT])
def test_what_is_taken_from_python_is_kept_as_it_was(made: Made, given: object, kept: object) -> None:
    called = made(BOOK, S)
    with Chronicle.open(called.folder / "chrono.db") as opened:
        opened.append({**SOUND, "extra": {"a": given}})

        assert opened.entries()[-1].record["extra"] == {"a": kept}


UNPRINTABLE: dict[str, dict[object, object]] = {
    "a text": {"data": {"k": "a", "words": "\ud800"}},
    "a word": {"data": {"k": "\ud800"}},
    "a unit": {"data": {"k": "a", "x": {"amount": 1, "unit": "\ud800"}}},
    "a unit in words": {"data": {"k": "a", "x": "1 \ud800"}},
    "a field": {"data": {"\ud800": 1}},
    "a deep list": {"data": {"k": nested(2000, lambda inner: [inner])}},
    "a vast number": {"data": {"k": "a", "x": 10**5000}},
    "a wording": {"occurred": {"edtf": "2024", "wording": "\ud800"}},
    "who says it": {"attribution": {"by": "\ud800"}},
    "a key": {"\ud800": 1},
    "a key that is no text": {1: 1},
    "a source": {"source": {"slug": "\ud800", "publisher": "P"}},
}


@pytest.mark.parametrize("what", UNPRINTABLE)
def test_what_is_refused_from_python_is_refused_in_words_that_can_be_printed(made: Made, what: str) -> None:
    called = made(BOOK, S)
    with Chronicle.open(called.folder / "chrono.db") as opened:
        with pytest.raises(ChronoError) as refusal:
            opened.append({**SOUND, **UNPRINTABLE[what]})

        assert str(refusal.value).encode().decode().strip()


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("12345678901234567890123456789", "1,234,567,890,123京4567兆8901億2345万6789"),
        ("9999999999999999999999999999995", "999,999,999,999,999京9999兆9999億9999万9995"),
        ("-12345678901234567890123456789.125", "-1,234,567,890,123京4567兆8901億2345万6789.125"),
    ],
)
def test_japanese_has_every_digit_of_an_amount(made: Made, amount: str, words: str) -> None:
    called = made(BOOK, S, {**SOUND, "data": {"k": "a", "x": f"{amount} USD"}})

    assert f"{words}ドル" in called("timeline", "--lang", "ja").out


def test_the_range_of_a_sum_has_every_digit(made: Made) -> None:
    large = {"amount": "12345678901234567890123456789", "unit": "USD"}
    called = made(BOOK, S, {**SOUND, "data": {"k": "a", "x": large}})

    field = json.loads(called("state", "p/a", "--as-of", "2030", "--format", "json").out)["fields"]["x"]

    exact = {"amount": 12345678901234567890123456789, "unit": "USD"}
    assert (field["value"], field["range"]) == (exact, [exact, exact])


def test_no_report_takes_the_place_of_a_source_that_is_declared_later(made: Made) -> None:
    called = made(BOOK, S)
    squat = called.file("squat.jsonl", {**SOUND, "id": "source:squat"})
    sheet = called.folder / "x.csv"
    sheet.write_text("record,slug,publisher,published\nsource,squat,P,2025-01-01\n", "utf-8")

    assert 'squat.jsonl:1: id: "source:squat" is no id' in one_line(called("append", "--file", squat))
    assert called("import", sheet).code == 0


FIELD_OF = '[projections.q]\nkey = "k"\n[projections.q.fields.co]\n'
BAD_FIELDS = {
    "an unknown special": ('reduce = "collect"\nof = ["a.b"]\nfields = ["words", "@zz"]', '"@zz"'),
    "an unknown name": ('reduce = "collect"\nof = ["a.b"]\nfields = ["wordz"]', 'mean "words"'),
    "no name": ('reduce = "collect"\nof = ["a.b"]\nfields = [1]', "fields.co.fields: wants a list"),
    "no text of a reducer": ('reduce = ["collect"]', "unknown reduce \"['collect']\""),
    "a table for a reducer": ("reduce = {}", 'unknown reduce "{}"'),
    "a state without a field": ('reduce = "status"\non = { "a.b" = { x = 1 } }', 'on."a.b": wants a state'),
    "an observation without one": (
        'reduce = "status"\nobserve = { "a.b" = { value = {} } }',
        'observe."a.b": wants a state',
    ),
    "a table as a condition": (
        'reduce = "count"\nof = ["a.b"]\nwhere = { "a.b" = { k = { y = 1 } } }',
        'where."a.b".k: wants a text',
    ),
    "an unknown condition": ('reduce = "count"\nof = ["a.b"]\nwhere = { kk = "a" }', "has no field"),
    "a condition of another kind": (
        'reduce = "count"\nof = ["a.b"]\nwhere = { "a.c" = { k = "a" } }',
        'listens to no kind "a.c"',
    ),
    "a modality that is no list": ('reduce = "count"\nof = ["a.b"]\nmodality = "planned"', "wants a list"),
    "a policy that is no list": ('reduce = "count"\nof = ["a.b"]\npolicy = "newest"', "wants a list"),
    "no number": ('reduce = "status"\non = { "a.b" = nan }', 'on."a.b": wants a state'),
}


@pytest.mark.parametrize("what", BAD_FIELDS)
def test_a_storybook_of_which_an_answer_could_die_is_not_adopted(nothing: Caller, what: str) -> None:
    declared, says = BAD_FIELDS[what]
    (nothing.folder / "bad.toml").write_text(f"{BOOK}{FIELD_OF}{declared}\n", "utf-8")

    line = one_line(nothing("init", "--storybook", "bad.toml"))

    assert line.startswith("bad.toml: projections.q.fields.co")
    assert says in line
    assert not (nothing.folder / "chrono.db").exists()


MAP = """
kind = "a.b"
source = "s"
occurred = { column = "Filed"FORMAT }
[data]
k = { column = "Case" }
"""


def imported(called: Caller, sheet: str, by: str | None = None) -> Done:
    """Return what comes of the import of a spreadsheet, by a map if one is given."""
    (called.folder / "x.csv").write_text(sheet, "utf-8", newline="")
    if by is None:
        return called("import", "x.csv")
    (called.folder / "map.toml").write_text(by, "utf-8")
    return called("import", "x.csv", "--map", "map.toml")


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ('No,"Filed"x,Case', "x.csv:1: nothing from here on can be read"),
        ('No,Filed,"Case', "x.csv:1: a quotation mark that is opened here is not closed"),
        ('\n\nNo,Filed,"Case', "x.csv:3: a quotation mark that is opened here is not closed"),
    ],
)
def test_a_faulty_quotation_mark_in_a_header_is_told(made: Made, header: str, says: str) -> None:
    done = imported(made(BOOK, S), f"{header}\n1,2019,a\n", MAP.replace("FORMAT", ""))

    assert one_line(done).startswith(says)


def test_a_format_that_names_a_part_of_a_date_twice_is_told(made: Made) -> None:
    by = MAP.replace("FORMAT", ', format = "%d/%m/%Y-%m"')

    line = one_line(imported(made(BOOK, S), "No,Filed,Case\n1,2019,a\n", by))

    assert (
        line
        == 'map.toml:4: occurred.format: "%d/%m/%Y-%m": %m stands there twice: a date has one of each part'
    )


def test_a_cell_of_one_apostrophe_is_an_empty_text(made: Made) -> None:
    done = imported(made(BOOK, S), "record,kind,source,occurred,data.k\nreport,a.b,s,2019,'\n")

    assert done.code == 1
    assert done.err.splitlines()[1].startswith("chrono: x.csv:2: data.k: ")


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'[' * 3_000}",
        f"a = {'{b=' * 3_000}",
        f"a = {'[' * 150}{']' * 150}",
        f"{'.'.join('a' * 100_000)} = 1",
        f"[{'.'.join('a' * 100_000)}]",
        f"""{'."="' * 3_000}"=" = 1""".removeprefix("."),
    ],
    ids=lambda text: text[:8],
)
def test_toml_that_is_nested_too_deeply_is_refused(made: Made, text: str) -> None:
    called = made(BOOK, S)
    (called.folder / "deep.toml").write_text(text, "utf-8")

    deep = "deep.toml: nested too deeply: 100 tables and lists inside one another at most"
    assert one_line(called("storybook", "add", "deep.toml")) == deep
    assert one_line(imported(called, "No,Filed,Case\n1,2019,a\n", text)) == deep.replace(
        "deep.toml", "map.toml"
    )


@pytest.mark.parametrize(
    ("links", "state"), [(1_200, "pending"), (1_201, "none reported")], ids=["an even chain", "an odd one"]
)
@pytest.mark.parametrize("record", ["retraction", "amendment"])
def test_a_chain_of_mendings_of_any_length_is_answered(
    nothing: Caller, record: str, links: int, state: str
) -> None:
    assert nothing("init").code == 0
    told = {"reported": "2025-02-01"} if record == "retraction" else {"void": True}
    filed = {
        "kind": "lawsuit.filed",
        "id": "r0",
        "source": "s",
        "occurred": "2024",
        "data": {"case": "x", "plaintiffs": ["p"]},
    }
    chain = [
        {"record": record, "id": f"r{n}", "of": f"r{n - 1}", "why": "w", **told} for n in range(1, links + 1)
    ]
    assert nothing("append", "--file", nothing.file("chain.jsonl", S, filed, *chain)).code == 0

    done = nothing("state", "lawsuit/x", "--format", "json")

    found = json.loads(done.out)["fields"]["status"] if done.code == 0 else {}
    assert (found.get("value") or "none reported") == state
    for question in ("explain lawsuit/x", "timeline", "check", "corrections", "show r0", "log"):
        assert nothing(*question.split(), "--format", "json").code in (0, 3), question


def test_no_amendment_takes_the_date_of_another_report_away(made: Made) -> None:
    inside = {"slug": "delta", "publisher": "D", "published": "2024-02-01"}
    called = made(
        BOOK,
        source("alpha"),
        {**SOUND, "id": "r0", "source": inside},
        {**SOUND, "id": "r3", "source": "delta"},
    )

    line = one_line(called("fix", "r0", "source=alpha", "--why", "w"))

    assert line.startswith('"r3" would have no date of publication')
    assert called("state", "p/a").code == 0


def test_what_was_erased_is_passed_over_and_said(made: Made) -> None:
    called = made(BOOK, S, {**SOUND, "id": "r1"}, {**SOUND, "id": "r2"}, *MENDING)
    kept = (called.folder / "chrono.db").read_bytes()
    with Chronicle.open(called.folder / "chrono.db") as opened:
        if not hasattr(opened.log, "erase"):
            pytest.skip("NO READER OF AN ERASED RECORD IS TRIED: this log cannot erase")
        last = opened.log.head()

    for position in range(1, last + 1):
        log = called.folder / f"erased-{position}.db"
        log.write_bytes(kept)
        with Chronicle.open(log) as opened:
            opened.log.erase([position], why="the law", by="me")
        for question in READING:
            done = called("--log", log, *question.split(), "--format", "json")
            assert done.code in (0, 3), (position, question, done.err)
            assert f"position {position} was erased" in done.err or question == "log"


MENDING = (
    {"record": "correction", "id": "c1", "of": "r1", "reported": "2025", "why": "w", "data": {"x": "1 USD"}},
    {"record": "retraction", "id": "t1", "of": "c1", "reported": "2025", "why": "w"},
    {"record": "amendment", "id": "m1", "of": "r2", "why": "w", "summary": "t"},
    {"record": "amendment", "id": "m2", "of": "s", "why": "w", "title": "t"},
    {"record": "ranking", "id": "k1", "of": "r2", "why": "w", "rank": "preferred"},
    {"record": "entity", "slug": "a", "names": {"en": "A"}},
)
READING = (
    *(
        "state p/a",
        "replay p/a --by file",
        "replay p/a --by press",
        "explain p/a",
        "timeline",
        "check",
        "log",
    ),
    *("corrections", "find USD", "entities", "sources", "info", "export", "show c1", "show t1", "impact c1"),
)


class Own(str):
    """A text of a class of one's own, as libraries for tables and numbers make them."""

    __slots__ = ()


class OwnNumber(float):
    """A number of a class of one's own."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"extra": {"a": Own("b"), Own("c"): OwnNumber(0.5)}}, {"extra": {"a": "b", "c": Decimal("0.5")}}),
        ({"extra": MappingProxyType({"a": MappingProxyType({"b": 1})})}, {"extra": {"a": {"b": 1}}}),
        ({"id": Own("r9"), "summary": Own("words")}, {"id": "r9", "summary": "words"}),
        ({"data": MappingProxyType({"k": Own("a")})}, {"data": {"k": "a"}}),
    ],
    ids=["texts and numbers", "mappings", "an id", "data"],
)
def test_what_is_made_of_a_type_of_json_is_kept_as_that(
    made: Made, given: dict[str, object], kept: dict[str, object]
) -> None:
    called = made(BOOK, S)
    with Chronicle.open(called.folder / "chrono.db") as opened:
        opened.append({**SOUND, **given})

        assert kept.items() <= opened.entries()[-1].record.items()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"data": {"k": "a", 1: 2}}, "data: the keys of an object are text, not int"),
        ({"data": {None: 2}}, "data: the keys of an object are text, not NoneType"),
        ({"modality": 10**5000}, "modality: "),
        ({"modality": nested(5000, lambda inner: [inner])}, "modality: "),
        ({"attribution": {"by": "x", "standing": 10**5000}}, "attribution: standing: "),
        ({"record": 10**5000}, "record: unknown record"),
        ({"record": nested(5000, lambda inner: [inner])}, "record: unknown record"),
    ],
    ids=["a key", "no key", "a number", "a list", "a standing", "a record", "a record that is a list"],
)
def test_a_value_of_no_type_that_a_record_has_is_refused_from_python(
    made: Made, given: dict[str, object], says: str
) -> None:
    called = made(BOOK, S)
    with Chronicle.open(called.folder / "chrono.db") as opened:
        with pytest.raises(ChronoError) as refusal:
            opened.append({**SOUND, **given})

        assert str(refusal.value).startswith(says)


@pytest.mark.parametrize("path", ["a\0b", "a\ud800b"])
def test_a_path_that_no_file_can_have_is_refused_from_python(path: str) -> None:
    with pytest.raises(InvalidArgument, match="can name no file"):
        Chronicle.open(path)


@pytest.mark.parametrize(
    ("call", "option"),
    [
        ("state p/a --according-to", "according-to"),
        ("replay p/a --according-to", "according-to"),
        ("append --file sound.jsonl --keep-going --rejects", "rejects"),
        ("import sheet.csv --rejects", "rejects"),
        ("import sheet.csv --map", "map"),
    ],
)
def test_an_option_that_an_unset_variable_left_empty_is_a_fault_of_usage(
    made: Made, call: str, option: str
) -> None:
    called = made(BOOK, S, {**SOUND, "id": "r1"})
    called.file("sound.jsonl", source("t"), "no record")
    (called.folder / "sheet.csv").write_text("record,slug,publisher\nsource,u,P\n", "utf-8")
    before = called("checkpoint").out

    line = one_line(called(*call.split(), ""), code=2)

    assert line.startswith(f"{option}: it is empty")
    assert called("checkpoint").out == before


def test_no_log_is_made_at_a_link_that_leads_nowhere(nothing: Caller) -> None:
    (nothing.folder / "link.db").symlink_to("gone.db")

    line = one_line(nothing("--log", "link.db", "init"))

    assert line == '"link.db" is a link that leads nowhere: choose another path with --log, or remove it'


@pytest.mark.parametrize("form", ["md", "csv"])
def test_the_names_of_sources_are_inert_as_headings_too(made: Made, form: str) -> None:
    called = made(
        BOOK,
        source("=<b>|1"),
        source("t"),
        {**SOUND, "source": "=<b>|1", "data": {"k": "a", "x": "1 USD"}},
        {**SOUND, "source": "t", "data": {"k": "a", "x": "2 USD"}},
    )

    heading = called("compare", "p/a", "--between", "=<b>|1,t", "--format", form).out.splitlines()[0]

    assert heading == {"md": r"| field | verdict | \=\<b\>\|1 | t |", "csv": "field,verdict,'=<b>|1,t"}[form]


def test_corrections_list_a_merge_that_was_amended(made: Made) -> None:
    called = made(
        BOOK,
        S,
        {**SOUND, "id": "r1", "development": "d1"},
        {**SOUND, "id": "r2", "development": "d2"},
        {"record": "merge", "id": "m", "developments": ["d1", "d2"], "why": "one"},
        {"record": "amendment", "id": "a", "of": "m", "developments": ["d2", "d1"], "why": "slip"},
    )

    done = called("corrections", "--format", "json")

    assert done.code == 0
    assert [(each["id"], each["of"]) for each in json.loads(done.out)] == [("a", "m"), ("m", "d2")]


@pytest.mark.parametrize("offset", ["+99:99", "+24:00", "+14:60"])
def test_an_offset_that_no_clock_has_is_a_fault_of_the_map(made: Made, offset: str) -> None:
    called = made(BOOK, S)
    (called.folder / "sheet.csv").write_text("Day,Key\n2024-02-03 10:00,a\n", "utf-8")
    (called.folder / "map.toml").write_text(
        'kind = "a.b"\nsource = "s"\n'
        f'occurred = {{ column = "Day", format = "%Y-%m-%d %H:%M", offset = "{offset}" }}\n'
        'data.k = { column = "Key" }\n',
        "utf-8",
    )

    line = one_line(called("import", "sheet.csv", "--map", "map.toml"))

    assert line.startswith(f'map.toml:3: occurred.offset: "{offset}" is no offset')


def test_the_end_of_a_span_that_is_a_span_is_a_fault_of_the_map(made: Made) -> None:
    called = made(BOOK, S)
    (called.folder / "sheet.csv").write_text("Day,Key\n2024,a\n", "utf-8")
    (called.folder / "map.toml").write_text(
        'kind = "a.b"\nsource = "s"\n'
        'occurred = { start = { column = "Day" }, end = { start = "2024", end = "2025" } }\n'
        'data.k = { column = "Key" }\n',
        "utf-8",
    )

    line = one_line(called("import", "sheet.csv", "--map", "map.toml"))

    assert line.startswith("map.toml:3: occurred.end: wants a constant, or a column")


def test_a_byte_order_mark_is_no_part_of_records_a_storybook_or_a_map(nothing: Caller) -> None:
    lines = "".join(json.dumps(each) + "\n" for each in (S, {**SOUND, "id": "r1"}))
    mapped = 'kind = "a.b"\nsource = "s"\noccurred = { column = "Day" }\ndata.k = { column = "Key" }\n'
    files = {"book.toml": BOOK, "records.jsonl": lines, "map.toml": mapped, "sheet.csv": "Day,Key\n2024,b\n"}
    for name, text in files.items():
        (nothing.folder / name).write_text(text, "utf-8-sig")

    for call in (
        "init --storybook book.toml",
        "append --file records.jsonl",
        "import sheet.csv --map map.toml",
    ):
        done = nothing(*call.split())
        assert done.code == 0, done.err

    first, *records = map(json.loads, nothing("export").out.splitlines())
    assert first["toml"] == BOOK
    assert [each.get("id") or each["record"] for each in records[:2]] == ["source", "r1"]


@pytest.mark.parametrize(("closed", "code"), [(">&-", 1), ("2>&-", 0), ("<&-", 0)])
def test_a_stream_that_is_closed_is_no_traceback_and_no_part_of_the_log(
    nothing: Caller, closed: str, code: int
) -> None:
    assert nothing("init").code == 0

    added = f"{shlex.join(CHRONO)} source add s --publisher P {closed}"
    done = subprocess.run(
        ["/bin/sh", "-c", added],
        cwd=nothing.folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert nothing("verify").out.startswith(f"sound: {1 - code} records")
