"""Spreadsheets: how bytes are read, what a map makes of rows, and cells that come back as they were."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from chrono.errors import BadDate
from chrono.events import KINDS
from chrono.tables.dates import edtf, pattern
from chrono.tables.export import columns, guarded, is_export, record, rows, unguarded
from chrono.tables.map import BadMap
from chrono.tables.map_faults import check
from chrono.tables.map_files import import_map
from chrono.tables.rows import RowIds, RowReader, Understood
from chrono.tables.sniff import Encoding, delimiter, encoding
from chrono.tables.table import SheetRow, table

# --- bytes --------------------------------------------------------------------------------------

JAPANESE = (
    "日付,見出し\n2024年2月29日,マスク氏、オープンAIとアルトマン氏を提訴\n"
    "2024年6月11日,マスク氏が訴訟を取り下げ\n"
)
GERMAN = "Datum;Überschrift\n2024;Köln klagt gegen Größenwahn\n2025;Die Straße wird für 5 € verkauft\n"
RUSSIAN = "дата;что\n2024;Маск подал в суд на компанию\n2025;Суд отклонил его иск\n"


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        pytest.param(JAPANESE, "utf-8", Encoding("utf-8"), id="UTF-8"),
        pytest.param(JAPANESE, "utf-8-sig", Encoding("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(JAPANESE, "utf-16", Encoding("utf-16"), id="UTF-16 with a mark"),
        pytest.param(JAPANESE, "utf-16-be", Encoding("utf-16-be", guessed=True), id="UTF-16 without"),
        pytest.param(JAPANESE, "cp932", Encoding("cp932", guessed=True), id="Shift-JIS"),
        pytest.param(JAPANESE, "euc_jp", Encoding("euc_jp", guessed=True), id="EUC-JP"),
        pytest.param(JAPANESE, "iso2022_jp", Encoding("iso2022_jp"), id="JIS"),
        pytest.param(GERMAN, "cp1252", Encoding("cp1252", guessed=True), id="Western"),
        pytest.param(RUSSIAN, "cp1251", Encoding("cp1251", guessed=True), id="Cyrillic"),
        pytest.param("a,b\n1,2\n", "ascii", Encoding("utf-8"), id="ASCII"),
    ],
)
def test_the_encoding_is_found_and_what_is_guessed_is_said_to_be(
    text: str, name: str, found: Encoding
) -> None:
    data = text.encode(name)

    assert encoding(lambda: [data]) == found


def test_letters_beyond_ascii_late_in_a_long_file_count_too() -> None:
    data = b"2024-02-29,plain\n" * 200_000 + JAPANESE.encode("cp932")

    assert encoding(lambda: [data[:100_000], data[100_000:]]) == Encoding("cp932", guessed=True)


def test_a_letter_cut_in_two_by_the_reading_is_one_letter() -> None:
    data = JAPANESE.encode()

    assert encoding(lambda: [data[:1], data[1:2], data[2:]]) == Encoding("utf-8")


def test_bytes_that_no_encoding_fits_have_none() -> None:
    data = codecs.BOM_UTF8 + b"a,\xff\xfe\n"

    assert encoding(lambda: [data]) is None


CELLS = (
    ("filed on", "case", "what, exactly"),
    ("03/04/2024", "a;b|c", "he said: “no”\nand, then;\tagain"),
    ("2024", "d,e", "1,5; 2,5; 3,5"),
    ("2025", "f\tg", 'a "quoted" word'),
)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("wanted", [(), ("case",)], ids=["alone", "with a column known"])
def test_what_separates_cells_is_found_whatever_stands_in_them(mark: str, wanted: tuple[str, ...]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(CELLS)

    assert delimiter(text.getvalue().splitlines(keepends=True), wanted) == mark


def test_a_column_that_is_known_tells_more_than_rows_that_look_alike() -> None:
    lines = ["case;filed, or not\n", "a;1,2\n", "b;3,4\n"]

    assert delimiter(lines, ("case",)) == ";"


def test_one_column_is_a_table_too() -> None:
    assert delimiter(["case\n", "a\n"], ("case",)) == ","


# --- rows ---------------------------------------------------------------------------------------


def read(text: str, mark: str = ",") -> list[tuple[int, list[str]]]:
    """Return the rows of a text that have no fault."""
    found = table(text.splitlines(keepends=True), mark)
    return [(row.line, list(row.cells)) for row in found.rows if not row.fault]


def test_a_row_has_the_number_of_the_line_on_which_it_begins() -> None:
    text = 'a,b\n1,"two\nlines"\n\n3,4\n'

    assert read(text) == [(2, ["1", "two\nlines"]), (5, ["3", "4"])]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("1,2,3\n", "3 cells, and the header has 2", id="too many"),
        pytest.param("1\n", "1 cell, and the header has 2", id="too few"),
        pytest.param('"1\n2,3\n4,5\n', "a quotation mark that is opened here is not closed", id="left open"),
        pytest.param(
            '"1\n2",3,4\n', "runs over 2 lines: is a quotation mark left open?", id="over two lines"
        ),
    ],
)
def test_a_row_of_another_shape_than_the_header_is_a_fault(line: str, says: str) -> None:
    (row,) = table(["a,b\n", *line.splitlines(keepends=True)], ",").rows

    assert row.fault is not None
    assert says in row.fault


def test_columns_of_one_name_and_of_none_are_told_apart() -> None:
    assert table(["a,,a, b \n"], ",").header == ("a", "column 2", "a (2)", "b")


def test_equal_rows_have_different_ids_and_the_same_ones_every_time() -> None:
    def ids(header: Sequence[str], *cells: Sequence[str]) -> list[str]:
        made = RowIds(header)
        return [made.of(each) for each in cells]

    first = ids(("a", "b"), ("1", "2"), ("1", "3"), ("1", "2"))

    assert len(set(first)) == 3
    assert first == ids(("a", "b"), ("1", "2"), ("1", "3"), ("1", "2"))
    assert first[:2] == ids(("b", "c", "a"), ("2", "", "1"), ("3", "", "1"))  # whatever the order of columns


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "formats", "made"),
    [
        pytest.param("03/04/2024", ("%d/%m/%Y",), "2024-04-03", id="day first"),
        pytest.param("03/04/2024", ("%m/%d/%Y",), "2024-03-04", id="month first"),
        pytest.param("3/4/2024", ("%d/%m/%Y",), "2024-04-03", id="without zeros"),
        pytest.param("2024年2月3日", ("%Y年%m月%d日",), "2024-02-03", id="Japanese by its format"),
        pytest.param("２０２４年２月３日", ("%Y年%m月%d日",), "2024-02-03", id="in wide figures"),
        pytest.param("2024年2月3日", (), "2024年2月3日", id="Japanese as it is"),
        pytest.param("Feb 2024", ("%b %Y",), "2024-02", id="a month"),
        pytest.param("FY2024", ("FY%Y",), "2024", id="a year"),
        pytest.param("2024-02", ("%d/%m/%Y",), "2024-02", id="EDTF beside a format"),
        pytest.param("31.12.2024", ("%d/%m/%Y", "%d.%m.%Y"), "2024-12-31", id="one of two formats"),
        pytest.param("5/5/2024", ("%d/%m/%Y", "%m/%d/%Y"), "2024-05-05", id="read alike by both"),
        pytest.param(
            "2024-02-03 14:05 +0900", ("%Y-%m-%d %H:%M %z",), "2024-02-03T14:05:00+09:00", id="time"
        ),
    ],
)
def test_a_date_is_read_by_the_format_named_and_is_as_precise(
    text: str, formats: tuple[str, ...], made: str
) -> None:
    assert edtf(text, formats) == made


def test_a_time_of_day_takes_the_offset_that_the_map_gives() -> None:
    assert edtf("2024-02-03 14:05", ("%Y-%m-%d %H:%M",), "+09:00") == "2024-02-03T14:05:00+09:00"


@pytest.mark.parametrize(
    ("text", "formats", "says"),
    [
        pytest.param("03/04/2024", (), 'format = "%d/%m/%Y" or format = "%m/%d/%Y"', id="day or month first"),
        pytest.param("31/12/2024", (), "day or month first?", id="never guessed, even where one could"),
        pytest.param("3.4.24", (), 'format = "%d.%m.%y" or format = "%m.%d.%y"', id="with points"),
        pytest.param("2024/02/03", (), 'format = "%Y/%m/%d"', id="year first"),
        pytest.param("2024-2-3", (), 'format = "%Y-%m-%d"', id="without zeros"),
        pytest.param("03/04/2024", ("%d/%m/%Y", "%m/%d/%Y"), '"2024-04-03"', id="read in two ways"),
        pytest.param("31/02/2020", ("%d/%m/%Y",), 'no such day by "%d/%m/%Y"', id="a day that is not there"),
        pytest.param(
            "2024/02/03", ("%d/%m/%Y",), 'format = "%Y/%m/%d"', id="of another form than the one named"
        ),
        pytest.param("soon", (), "not a date", id="words"),
        pytest.param("soon", ("%d/%m/%Y",), 'not of the form "%d/%m/%Y"', id="words beside a format"),
    ],
)
def test_a_date_that_could_be_two_or_none_is_refused_with_the_advice(
    text: str, formats: tuple[str, ...], says: str
) -> None:
    with pytest.raises(BadDate) as refusal:
        edtf(text, formats)

    assert says in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "shape"), [("31/02/2020", "99/99/9999"), ("Feb 3", "a 9"), ("２０２４年春", "9999年春")]
)
def test_dates_that_fail_are_grouped_by_their_shape(text: str, shape: str) -> None:
    assert pattern(text) == shape


# --- maps ---------------------------------------------------------------------------------------

MAP = """
kind = "lawsuit.judged"
source = "register"
occurred = { column = "Date", format = "%d/%m/%Y" }
[data]
case = { column = "Case" }
"""
HEADER = ("Date", "Case", "Who", "Award", "Currency", "Note")


def understood(toml: str, *cells: str, header: Sequence[str] = HEADER) -> Understood:
    """Return a row as a map that fits understands it."""
    by = import_map(toml)
    check(by, header, KINDS)
    return RowReader(by, header, KINDS).understood(SheetRow(2, [*cells, *[""] * (len(header) - len(cells))]))


def made(toml: str, *cells: str) -> dict[str, object]:
    """Return the record of a row that has no faults, without its id."""
    found = understood(toml, *cells)
    assert found.record is not None, found.faults
    return {key: value for key, value in found.record.items() if key != "id"}


def faults(toml: str, *cells: str) -> list[tuple[str, str]]:
    """Return what is wrong with a row."""
    return list(understood(toml, *cells).faults)


def test_a_row_becomes_a_report_and_columns_that_the_map_leaves_are_kept() -> None:
    assert made(MAP, "03/04/2024", "acme-v-widget", "Ann", "", "", " as written ") == {
        "record": "report",
        "kind": "lawsuit.judged",
        "source": "register",
        "occurred": "2024-04-03",
        "data": {"case": "acme-v-widget"},
        "extra": {"Who": "Ann", "Note": " as written "},
    }


def test_a_column_may_tell_the_kind_through_a_table_of_values() -> None:
    toml = MAP.replace(
        'kind = "lawsuit.judged"',
        'kind = { column = "Note", values = { "won" = "lawsuit.judged", "over" = "lawsuit.settled" } }',
    )

    assert made(toml, "03/04/2024", "x", "", "", "", "over")["kind"] == "lawsuit.settled"
    assert faults(toml, "03/04/2024", "x", "", "", "", "ovr") == [
        ("kind", '"ovr" is none of the map\'s values: did you mean "over"?')
    ]


def test_a_list_is_split_and_what_is_empty_in_it_is_left_out() -> None:
    toml = MAP + 'prevailing = { column = "Who", split = ";" }\n'

    assert made(toml, "2024", "x", "Ann ; Bob;; ")["data"] == {"case": "x", "prevailing": ["Ann", "Bob"]}


@pytest.mark.parametrize(
    ("unit", "cell", "currency", "amount"),
    [
        pytest.param('unit = "USD"', "97,400,000", "", "97,400,000 USD", id="a unit for bare numbers"),
        pytest.param('unit = { column = "Currency" }', "5", "EUR", "5 EUR", id="a column of units"),
        pytest.param('unit = "EUR", decimal = ","', "1.234.567,89", "", "1234567.89 EUR", id="decimal comma"),
        pytest.param('split = ""', "$5m", "", "$5m", id="an amount with its unit"),
    ],
)
def test_an_amount_has_the_unit_that_the_map_gives(unit: str, cell: str, currency: str, amount: str) -> None:
    how = "" if "split" in unit else f", {unit}"
    toml = MAP + f'award = {{ column = "Award"{how} }}\n'

    assert made(toml, "2024", "x", "", cell, currency)["data"] == {"case": "x", "award": amount}


def test_a_point_that_stands_between_no_thousands_is_never_taken_out_of_a_number() -> None:
    toml = MAP + 'award = { column = "Award", unit = "EUR", decimal = "," }\n'

    assert [path for path, _ in faults(toml, "2024", "x", "", "1.5")] == ["data.award"]


def test_a_span_may_stand_in_two_columns_and_an_end_that_is_empty_is_unknown() -> None:
    toml = MAP.replace(
        'occurred = { column = "Date", format = "%d/%m/%Y" }',
        'occurred = { start = { column = "Date", format = "%d/%m/%Y" }, end = { column = "Note" } }',
    )

    assert made(toml, "03/04/2024", "x")["occurred"] == {"start": "2024-04-03", "end": ""}


def test_columns_may_declare_the_source_of_each_row() -> None:
    toml = MAP.replace('source = "register"\n', "") + (
        '[source]\nslug = { column = "Who", prefix = "paper-" }\npublisher = { column = "Note" }\n'
        "published = 2026-01-15\n"
    )

    assert made(toml, "2024", "x", "1", "", "", "The Paper")["source"] == {
        "slug": "paper-1",
        "publisher": "The Paper",
        "published": "2026-01-15",
    }


def test_an_attribution_is_put_together_from_its_parts() -> None:
    toml = MAP + '[attribution]\nby = { column = "Who" }\nstanding = "document"\n'

    assert made(toml, "2024", "x", "Ann")["attribution"] == {"by": "Ann", "standing": "document"}


def test_everything_that_is_wrong_with_a_row_is_told_and_dates_with_their_shape() -> None:
    toml = MAP + 'award = { column = "Award", values = { "none" = "0 USD" } }\n'

    found = understood(toml, "32/01/2024", "x", "", "much")

    assert [path for path, _ in found.faults] == ["occurred", "data.award"]
    assert found.dates == (("occurred", "Date", "99/99/9999"),)


def test_a_row_without_its_id_is_a_fault() -> None:
    assert faults('id = { column = "Who" }\n' + MAP, "2024", "x") == [("id", "missing: the cell is empty")]


def refused(toml: str) -> list[str]:
    """Return the lines that tell what is wrong with a map."""
    with pytest.raises(BadMap) as refusal:
        check(import_map(toml, file="m.toml"), HEADER, KINDS)
    return str(refusal.value).splitlines()


def test_every_fault_of_a_map_is_told_at_once_with_its_line() -> None:
    toml = (
        'knid = "x"\nsource = "s"\noccurred = { column = "Date", format = "%d/%m" }\n'
        "[data]\ncase = { column = 3 }\n"
    )

    assert refused(toml) == [
        'm.toml:1: knid: unknown key: did you mean "kind"?',
        'm.toml:3: occurred.format: "%d/%m": a date needs its year: write one such as "%d/%m/%Y"',
        'm.toml:5: data.case.column: wants the name of a column, such as "Date filed"',
        "m.toml: kind: missing: a map says where each report has its kind",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param('note = { column = "Note" }', 'has no field "note"', id="a field"),
        pytest.param(
            'relief = { column = "Nota" }', 'there is no column "Nota": did you mean "Note"?', id="column"
        ),
        pytest.param(
            'relief = { column = "Note", split = ";" }', '"relief" is text?, and no list', id="split"
        ),
        pytest.param('relief = { column = "Note", unit = "USD" }', "and no quantity", id="unit"),
        pytest.param('relief = { column = "Note", format = "%Y" }', "and no date", id="format"),
        pytest.param('relief = { column = "Note", fromat = "%Y" }', 'did you mean "format"?', id="key"),
        pytest.param('relief = { column = "Note", format = "%d/%m/%Q" }', "%Q is not known", id="directive"),
        pytest.param('relief = { column = "Note", format = "%Y %H" }', "needs its offset", id="no offset"),
        pytest.param('relief = { column = "Note", offset = "JST" }', "is no offset", id="offset"),
    ],
)
def test_a_map_that_does_not_fit_is_refused_with_what_would_be_right(line: str, says: str) -> None:
    (told,) = refused(MAP + line + "\n")

    assert told.startswith("m.toml:7: data.")
    assert says in told


def test_a_kind_that_nobody_declares_and_a_field_that_is_left_out_are_refused() -> None:
    assert refused(MAP.replace("judged", "juged")) == [
        'm.toml:2: kind: unknown kind "lawsuit.juged": did you mean "lawsuit.judged"?'
    ]
    assert refused(MAP.replace('case = { column = "Case" }', "")) == [
        'm.toml:5: data.case: missing: "lawsuit.judged" needs it'
    ]


def test_a_source_in_a_map_is_checked_like_any_other() -> None:
    (told,) = refused(MAP + "[sources.register]\npublished = 2026-01-15\n")

    assert told == 'm.toml:7: sources.register.publisher: missing: a source needs "publisher"'


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    (told,) = refused("kind = \n")

    assert told.startswith("m.toml: not TOML: ")
    assert "line 1" in told


# --- cells of an export -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first", [*"=+-@\t\n＝＋－＠'", " =", "\u3000=", "\u200b=", "\ufeff＝", "\x1f+", "\u202e@"]
)
def test_what_a_spreadsheet_takes_for_a_formula_is_guarded_and_comes_back(first: str) -> None:
    cell = f"{first}1+1"

    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


ODD = "=+-@'\"\t\r\n,;|{}[]019.eE日本語😀\u200b\x1b e\u0301"
TEXTS = st.text(st.sampled_from(ODD) | st.characters(exclude_categories=("Cs",)), max_size=8)
VALUES = st.recursive(
    TEXTS
    | st.sampled_from(["null", "true", "5", "-5", "1e3", "007", "{", '"'])
    | st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.decimals(allow_nan=False, allow_infinity=False, places=2).filter(
        lambda d: d != d.to_integral_value()
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None)
@drawn(
    st.dictionaries(st.sampled_from(["summary", "occurred", "void", "extra", "after", "odd"]), VALUES),
    st.dictionaries(TEXTS, VALUES, max_size=3),
)
def test_a_record_comes_back_from_its_cells_whatever_it_holds(
    keys: dict[str, object], data: dict[str, object]
) -> None:
    before = {"record": "amendment", **keys, "data": data}
    header = columns([before])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows([before], header)])

    found = table(io.StringIO(text.getvalue(), newline=""), ",")
    (row,) = found.rows

    assert is_export(found.header)
    assert row.fault is None
    assert record(found.header, row.cells) == before


def test_a_year_stands_as_it_is_where_a_key_holds_text_and_as_json_where_a_field_may_hold_numbers() -> None:
    before = {"record": "report", "occurred": "2024", "data": {"year": "2024", "number": Decimal("2.50")}}
    header = columns([before])

    assert header == ["record", "occurred", "data.number", "data.year"]
    assert list(rows([before], header)) == [["report", "2024", "2.50", '"2024"']]


def test_a_header_with_other_columns_is_no_export() -> None:
    assert is_export(["record", "id", "data.case"])
    assert not is_export(["record", "id", "case"])
    assert not is_export(["id", "kind"])


def test_a_cell_that_begins_as_json_and_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"data\.text: begins like JSON and is none"):
        record(["record", "data.text"], ["report", "{sic}"])
