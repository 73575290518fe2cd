"""The search: every word, in any script, by any name; and where in a record it stands."""

from __future__ import annotations

import csv
import io

import pytest
from cli.calls import Caller, report, spawn
from wcwidth import wcswidth


def found(chrono: Caller, *words: str) -> list[dict[str, object]]:
    """Return what a search finds, as data."""
    return chrono("find", *words, "--format", "jsonl").lines()


def ids(chrono: Caller, *words: str) -> list[object]:
    return [each["id"] for each in found(chrono, *words)]


@pytest.fixture
def log(empty: Caller) -> Caller:
    """A log of a few records that are about search alone."""
    path = empty.file(
        "few.jsonl",
        {"record": "source", "slug": "daily", "publisher": "Port Gazette", "published": "2026-01-01",
         "title": "Harbour dispute reaches court", "authors": ["Ann Öberg"]},
        {"record": "entity", "slug": "masayoshi-son", "names": {"en": "Masayoshi Son", "ja": "孫正義"},
         "aliases": ["孫", "サン"]},
        {"record": "entity", "slug": "port-x", "names": {"en": "Port X"}},
        report(id="one", source="daily", data={"case": "port-x"},
               summary="Near サンフランシスコ talks broke off."),
        report(id="two", source="daily", data={"case": "孫正義"}, locator="P2", quote="５０００億ドル"),
        report(id="three", source="daily", data={"case": "other", "amount": {"amount": 7, "unit": "USD",
               "wording": "seven dollars"}}, locator="P24", development="harbour-settled"),
        report(id="four", source="daily", data={"case": "port-x"},
               occurred={"edtf": "2025-02", "wording": "翌月"},
               attribution={"by": "Masayoshi Son"}, summary="He said that STRASSE counts."),
        {"record": "correction", "id": "five", "of": "three", "reported": "2026-01-05",
         "why": "a harbour too many", "data": {"case": "port-x"}},
    )  # fmt: skip
    assert empty("append", "--file", path).code == 0
    return empty


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("broke off", ["one"], id="a summary"),
        pytest.param("5000億", ["two"], id="a quote, in another width"),
        pytest.param("straße", ["four"], id="a case of another alphabet"),
        pytest.param("seven", ["three"], id="the wording of an amount"),
        pytest.param("翌月", ["four"], id="the wording of a date"),
        pytest.param("other", ["three"], id="the value of a field"),
        pytest.param("harbour-settled", ["three"], id="a development"),
        pytest.param("öberg", ["daily"], id="an author of a source"),
        pytest.param("gazette", ["daily"], id="a publisher"),
        pytest.param("harbour", ["daily", "three", "five"], id="in log order, after the sources"),
        pytest.param("P2", ["two"], id="a paragraph, not those that begin so"),
        pytest.param("port x", ["port-x", "one", "four", "five"], id="a name of two words"),
    ],
)
def test_what_is_searched(log: Caller, text: str, expected: list[str]) -> None:
    assert ids(log, *text.split()) == expected
    assert ids(log, text) == expected


@pytest.mark.parametrize("name", ["サン", "孫", "孫正義", "Masayoshi Son", "masayoshi-son", "ｻﾝ"])
def test_a_name_finds_all_that_is_said_of_whoever_has_it_and_no_longer_word(log: Caller, name: str) -> None:
    assert ids(log, name) == ["masayoshi-son", "two", "four"]


def test_the_article_that_says_altman_is_found_by_his_name_in_japanese(chrono: Caller) -> None:
    told = ids(chrono, "アルターマン")

    assert {"sam-altman", "wsj-p24-filed", "wsj-p12-yc-start"} <= set(told)
    assert "nw-p13-oracle" not in told
    assert told == ids(chrono, "Sam Altman")


def test_every_word_must_occur_somewhere_in_the_record(log: Caller) -> None:
    assert ids(log, "サン", "straße") == ["four"]
    assert ids(log, "straße", "seven") == []


@pytest.mark.parametrize("word", ["daily", "lawsuit.settled"])
def test_a_source_and_a_kind_narrow_and_do_not_list_all_that_they_have(log: Caller, word: str) -> None:
    other = {"kind": "lawsuit.withdrawn", "source": "desk", "reported": "2026-01-02", "development": "apart"}
    path = log.file("kind.jsonl", report(id="own", data={"case": "port-x"}, **other))
    assert log("append", "--file", path).code == 0

    assert ids(log, word, "port-x") == ["one", "four"]
    assert "three" in ids(log, word, "seven")
    assert "three" not in ids(log, word)


def test_the_place_is_told_that_has_most_of_the_words(log: Caller) -> None:
    [told] = found(log, "he", "said", "straße")

    assert told == {
        "type": "report",
        "id": "four",
        "position": told["position"],
        "development": "lawsuit.settled:port-x",
        "source": "daily",
        "locator": None,
        "place": "summary",
        "text": "He said that STRASSE counts.",
    }
    assert found(log, "seven")[0]["place"] == "data.amount.wording"


def test_a_record_reads_as_we_have_mended_it(log: Caller) -> None:
    assert log("fix", "one", "summary=Talks were resumed.", "--why", "x").code == 0
    assert log("undo", "two", "--why", "x").code == 0

    assert ids(log, "resumed") == ["one"]
    assert ids(log, "broke") == []
    assert ids(log, "サン") == ["masayoshi-son", "four"]


def test_a_development_is_found_under_the_name_that_stays(log: Caller) -> None:
    assert log("merge", "harbour-settled", "lawsuit.settled:port-x", "--why", "x").code == 0

    assert [each["development"] for each in found(log, "straße")] == ["harbour-settled"]


def test_nothing_found_is_said_and_exits_with_3(log: Caller) -> None:
    done = log("find", "nosuch", "thing")

    assert (done.code, done.out, done.err) == (3, "", "nothing found: nosuch thing\n")
    assert log("find", "nosuch", "--format", "json").out == "[]\n"
    assert log("find", " ").code == 2


@pytest.mark.parametrize("letter", ['"', "\\", "{", ":", "é"])
def test_what_json_would_escape_is_found(log: Caller, letter: str) -> None:
    path = log.file("more.jsonl", report(id="odd", source="daily", summary=f"before{letter}after"))
    assert log("append", "--file", path).code == 0

    assert ids(log, f"before{letter}after") == ["odd"]


@pytest.mark.parametrize("form", ["csv", "md", "table"])
def test_every_format_says_the_same(log: Caller, form: str) -> None:
    out = log("find", "seven", "--format", form).out

    assert all(each in out for each in ("harbour-settled", "seven dollars", "P24"))
    if form == "csv":
        [row] = csv.DictReader(io.StringIO(out))
        assert (row["id"], row["place"]) == ("three", "data.amount.wording")


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("text", ["アルトマン", "stargate", "wsj-ja"])
def test_a_table_fits_the_screen_and_its_columns_line_up(chrono: Caller, text: str, width: int) -> None:
    header, *rows = chrono("find", text, columns=width).out.splitlines()

    starts = [wcswidth(header[: header.index(name)]) for name in ("name", "said in", "text")]
    assert max(map(wcswidth, (header, *rows))) <= width
    for row in rows:
        taken = {sum(max(wcswidth(letter), 0) for letter in row[:n]): n for n in range(len(row) + 1)}
        assert all(
            row[taken[start] - 1] == " " for start in starts if start in taken and start < wcswidth(row)
        )


def test_a_snippet_shows_the_match_in_a_long_text(log: Caller) -> None:
    path = log.file(
        "long.jsonl", report(id="long", source="daily", summary=f"{'長い話。' * 60} needle {'話' * 99}")
    )
    assert log("append", "--file", path).code == 0

    line = log("find", "needle", columns=100).out.splitlines()[-1]

    assert "needle" in line
    assert line.endswith("…")
    assert wcswidth(line) <= 100


def test_a_search_writes_no_control_characters(log: Caller) -> None:
    path = log.file("bad.jsonl", report(id="bad", source="daily", summary="a\u202eb needle"))
    assert log("append", "--file", path).code == 0

    assert "\u202e" not in log("find", "needle").out


def test_a_search_can_be_piped_and_needs_no_locale(chrono: Caller) -> None:
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = spawn("find", "アルトマン", folder=chrono.folder, env=ascii_only)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    assert b"sam-altman" in done.stdout
