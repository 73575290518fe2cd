"""What is published: a chronology in every format and two languages, and the corrections log."""

from __future__ import annotations

import csv
import json
import re
import sys
from io import StringIO
from string import Formatter
from types import SimpleNamespace
from urllib.parse import urlparse
from uuid import UUID
from xml.etree import ElementTree as ET

import attrs
import pytest
from cli.calls import Caller, report, spawn
from freezegun import freeze_time
from wcwidth import wcswidth

from chrono.render.languages import LANGUAGES, words_of
from chrono.render.wording import LanguageWords

ATOM = "{http://www.w3.org/2005/Atom}"
SCRIPT = "<script>alert('now')</script> & [a](b) *c* | \x1b[31m \u202e end"
HTML_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def html(done_out: str) -> ET.Element:
    """Return a page as XML: well-formed, or it fails."""
    assert done_out.startswith("<!DOCTYPE html>\n")
    return ET.fromstring(done_out)  # noqa: S314 - our own page


def text_of(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def rows(chrono: Caller, *arguments: str) -> list[dict[str, object]]:
    return chrono("timeline", *arguments, "--format", "jsonl").lines()


def row_of(chrono: Caller, development: str, *arguments: str) -> dict[str, object]:
    return next(each for each in rows(chrono, *arguments) if each["development"] == development)


# --- languages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_set_phrase_with_the_same_places_to_fill(code: str) -> None:
    def places(words: LanguageWords) -> dict[str, set[str]]:
        return {
            name: {place for _, place, _, _ in Formatter().parse(phrase) if place}
            for name, phrase in words.phrases.items()
        }

    assert words_of(code).code == code
    assert places(words_of(code)) == places(words_of("en"))


def test_another_language_is_a_module_and_a_line_in_the_table(
    chrono: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = attrs.evolve(words_of("ja"), code="zh", letters="[\u3400-\u9fff]", own_letters=None)
    monkeypatch.setitem(sys.modules, "chrono.render.chinese", SimpleNamespace(WORDS=words))
    monkeypatch.setitem(LANGUAGES, "zh", "chinese")

    page = html(chrono("timeline", "--lang", "zh", "--format", "html").out)

    assert page.get("lang") == "zh"
    assert "2024年2月" in text_of(page)


@pytest.mark.parametrize(
    ("lang", "text", "attribute"),
    [
        pytest.param("en", "a plain text", None, id="it may be English"),
        pytest.param("en", "裁判所", None, id="Chinese characters tell no language"),
        pytest.param("en", "アルトマン", "ja", id="kana are Japanese"),
        pytest.param("ja", "アルトマン", None, id="kana on a Japanese page"),
        pytest.param("ja", "裁判所", None, id="characters on a Japanese page"),
        pytest.param("ja", "a plain text", "", id="it is not Japanese"),
    ],
)
def test_a_text_on_a_page_names_its_language_where_it_is_another(
    chrono: Caller, lang: str, text: str, attribute: str | None
) -> None:
    path = chrono.file("more.jsonl", report(occurred="2025-02-01", summary=text))
    assert chrono("append", "--file", path).code == 0

    page = html(chrono("timeline", "--lang", lang, "--format", "html").out)

    assert [each.get("lang") for each in page.iter("span") if each.text == text] == [attribute]


# --- a chronology -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_chronology_fits_the_screen(chrono: Caller, width: int, lang: str) -> None:
    done = chrono("timeline", "musk-altman", "--lang", lang, columns=width)

    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if wcswidth(line) > width] == []


def test_what_is_told_lines_up_beside_japanese_dates(chrono: Caller) -> None:
    lines = chrono("timeline", "bid/openai-nonprofit", "--lang", "ja", columns=80).out.splitlines()

    starts = {wcswidth(line[: line.index("wsj-ja")]) for line in lines if re.match(" +wsj-ja P", line)}
    dated = [re.match(r"  (\d{4}年\S*月\S* +)\S", line) for line in lines]
    assert len(starts) == 1
    assert {2 + wcswidth(each[1]) for each in dated if each} == starts


def test_a_date_stands_in_words_at_its_own_precision(chrono: Caller) -> None:
    words = {each["development"]: each["words"] for each in rows(chrono, "musk-altman")}

    assert words["stargate-announced"] == "21 Jan 2025"
    assert words["bid-made"] == "between about 10 Feb and about 14 Feb 2025"
    assert words["musk-explores-nonprofit-purchase"] == "early Jan 2025"


def test_a_date_stands_in_japanese_words(chrono: Caller) -> None:
    words = {each["development"]: each["words"] for each in rows(chrono, "musk-altman", "--lang", "ja")}

    assert words["stargate-announced"] == "2025年1月21日"
    assert words["bid-made"] == "2025年2月10日ごろから14日ごろの間"
    assert words["musk-explores-nonprofit-purchase"] == "2025年1月上旬"


def test_a_disputed_figure_names_each_value_and_the_paragraph_that_gives_it(chrono: Caller) -> None:
    row = row_of(chrono, "stargate-announced", "funding/stargate")

    told = [each for each in row["remarks"] if "Total" in each]  # type: ignore[attr-defined]
    assert row["disputed"] is True
    assert len(told) == 1
    first, _, other = told[0].partition("also given as")
    assert "USD 500 bn" in first
    assert "newsweek-jp P9" in first
    assert "USD 400 bn (newsweek-jp P13)" in other


def test_what_may_not_have_happened_yet_is_marked_and_what_had_not_is_missing(chrono: Caller) -> None:
    found = {
        each["development"]: each["certainty"]
        for each in rows(chrono, "bid/openai-nonprofit", "--as-of", "2025-02-12")
    }

    assert found["bid-made"] == "possible"
    assert "bid-rejected" not in found
    assert (
        row_of(chrono, "bid-rejected", "bid/openai-nonprofit", "--as-of", "2025-02-14")["certainty"]
        == "certain"
    )


def test_a_plan_is_marked_as_planned(chrono: Caller) -> None:
    planned = [each for each in rows(chrono, "musk-altman") if each["modality"] == "planned"]

    assert planned
    assert all(each["marks"] == ["planned"] for each in planned)


@pytest.mark.parametrize(
    ("as_of", "lang", "words"),
    [
        ("early 2025", "en", "as of early 2025,"),
        ("2024-02", "en", "as of Feb 2024,"),
        ("2024-02", "ja", "2024年2月時点"),
    ],
)
def test_the_page_says_as_of_when_it_stands(chrono: Caller, as_of: str, lang: str, words: str) -> None:
    assert words in chrono("timeline", "--as-of", as_of, "--lang", lang, "--format", "md").out


def test_json_tells_what_was_asked_and_what_each_number_stands_for(chrono: Caller) -> None:
    whole = chrono("timeline", "bid/openai-nonprofit", "--as-of", "2025-02-20", "--format", "json").json()

    assert (whole["story"], whole["as_of"], whole["known_at"]) == ("bid/openai-nonprofit", "2025-02-20", None)
    notes = whole["footnotes"]
    assert isinstance(notes, list)
    assert [each["number"] for each in notes] == list(range(1, len(notes) + 1))
    assert len({(each["source"], each["locator"]) for each in notes}) == len(notes)
    cited = {n for each in whole["rows"] for n in each["footnotes"]}  # type: ignore[attr-defined]
    assert cited == {each["number"] for each in notes}


def test_csv_has_a_line_for_each_row(chrono: Caller) -> None:
    found = list(csv.DictReader(StringIO(chrono("timeline", "bid/openai-nonprofit", "--format", "csv").out)))

    assert [each["development"] for each in found] == [
        each["development"] for each in rows(chrono, "bid/openai-nonprofit")
    ]
    assert all(each["earliest"] <= each["latest"] for each in found)


def test_markdown_has_every_footnote_once_and_no_other(chrono: Caller) -> None:
    body, _, notes = chrono("timeline", "musk-altman", "--format", "md").out.partition("## Sources")

    defined = re.findall(r"^\[\^(\d+)\]: (.*)$", notes, re.MULTILINE)
    assert [int(n) for n, _ in defined] == list(range(1, len(defined) + 1))
    assert {n for n, _ in defined} == set(re.findall(r"\[\^(\d+)\]", body))
    assert len({words for _, words in defined}) == len(defined)
    newsweek = "Newsweek Japan, “Elon Musk is already playing spoiler to Trump's AI plans”, 23 Jan 2025, P9."
    assert newsweek in {words for _, words in defined}


def test_markdown_is_a_list_by_year(chrono: Caller) -> None:
    out = chrono("timeline", "lawsuit/musk-v-openai", "--format", "md").out

    assert out.startswith("# ")
    assert re.findall(r"^## (\d+)$", out, re.MULTILINE) == ["2024", "2025"]
    assert "- **Feb 2024** – " in out


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_page_needs_nothing_from_outside(chrono: Caller, lang: str) -> None:
    out = chrono("timeline", "musk-altman", "--format", "html", "--lang", lang).out
    page = html(out)

    assert page.get("lang") == lang
    assert [
        each.tag for each in page.iter() if each.tag in {"script", "link", "img", "iframe", "object"}
    ] == []
    assert [each for each in page.iter() if "src" in each.attrib] == []
    assert all(each.get("href", "#").startswith("#") for each in page.iter())
    style = "".join(each.text or "" for each in page.iter("style"))
    assert "@media print" in style
    assert "prefers-color-scheme: dark" in style
    assert not re.search(r"url\(|@import|https?:", style)


def test_on_a_page_every_link_leads_somewhere_and_every_note_back_to_where_it_is_cited(
    chrono: Caller,
) -> None:
    page = html(chrono("timeline", "musk-altman", "--format", "html").out)

    ids = [each.get("id") for each in page.iter() if each.get("id")]
    links = [each.get("href", "") for each in page.iter("a")]
    assert len(ids) == len(set(ids))
    assert {each.removeprefix("#") for each in links} <= set(ids)
    assert {each for each in ids if re.match(r"[nr]\d", str(each))} <= {
        each.removeprefix("#") for each in links
    }


def test_a_page_gives_machines_the_dates_that_they_read(chrono: Caller) -> None:
    page = html(chrono("timeline", "musk-altman", "--format", "html").out)

    given = [each.get("datetime", "") for each in page.iter("time")]
    assert {"2025-01-21", "2024-02", "2014"} <= set(given)
    assert all(HTML_DATE.fullmatch(each) for each in given)
    vague = [each.get("data-edtf") for each in page.iter("span")]
    assert "2025-02-10~/2025-02-14~" in vague


def test_marks_of_a_page_are_words_not_only_colour(chrono: Caller) -> None:
    out = chrono("timeline", "bid/openai-nonprofit", "--as-of", "2025-02-12", "--format", "html").out

    possible = [each for each in html(out).iter("li") if "possible" in each.get("class", "").split()]
    assert possible
    assert all("possible" in text_of(each).lower() or "not have" in text_of(each) for each in possible)


def test_an_empty_log_makes_an_empty_chronology(empty: Caller) -> None:
    assert "Nothing that had happened by then had been reported." in empty("timeline").out
    assert empty("timeline", "--format", "json").json()["rows"] == []
    assert html(empty("timeline", "--format", "html").out).find(".//ol") is None


@pytest.mark.parametrize(
    ("arguments", "code", "fault"),
    [
        (("--lang", "fr"), 2, 'lang: no pages are written in "fr": known are "en", "ja"'),
        (("musk-altmann",), 3, 'no story or target is named "musk-altmann": did you mean "musk-altman"?'),
        (("lawsut/x",), 3, 'unknown projection "lawsut": did you mean "lawsuit"?'),
        (("--as-of", "soon"), 2, '"soon"'),
    ],
)
def test_what_cannot_be_asked_is_one_line(
    chrono: Caller, arguments: tuple[str, ...], code: int, fault: str
) -> None:
    done = chrono("timeline", *arguments)

    assert done.code == code
    assert len(done.faults) == 1
    assert fault in done.faults[0]


def test_who_says_so_is_named_in_the_language_of_the_page(chrono: Caller) -> None:
    who = {lang: {e["development"]: e["who"] for e in rows(chrono, "--lang", lang)} for lang in ("en", "ja")}

    assert who["en"]["toberoff-not-surprised"] == "Marc Toberoff, on the record"
    assert who["ja"]["toberoff-not-surprised"] == "マーク・トベロフ、公に発言"
    assert who["en"]["bid-made"] is None


def test_amounts_and_values_stand_in_the_language_of_the_page(chrono: Caller) -> None:
    row = row_of(chrono, "stargate-announced", "funding/stargate", "--lang", "ja")

    assert any("5000億ドル" in each and "4000億ドル" in each for each in row["remarks"])  # type: ignore[attr-defined]


def test_what_is_inferred_alleged_or_withdrawn_is_marked(chrono: Caller) -> None:
    records = (
        report(id="w", occurred="2025-03-01", development="gone", summary="gone"),
        report(
            id="i",
            occurred="2025-03-02T09:00:00Z",
            development="inferred",
            attribution={"standing": "inferred"},
        ),
        report(id="l", occurred="2025-03-03", development="alleged", modality="alleged"),
        report(id="p", occurred="2025-03-04", development="plain"),
        {"record": "retraction", "of": "w", "reported": "2025-03-05", "why": "made up"},
        {"record": "amendment", "of": "p", "why": "a note", "extra": {"note": 1}},
    )
    assert chrono("append", "--file", chrono.file("more.jsonl", *records)).code == 0

    found = {each["development"]: each for each in rows(chrono, "lawsuit/musk-v-openai")}
    marks = {name: found[name]["marks"] for name in ("gone", "inferred", "alleged", "plain")}
    assert marks == {"gone": ["withdrawn"], "inferred": ["inferred"], "alleged": ["alleged"], "plain": []}
    assert found["inferred"]["who"] is None
    assert [found[name]["latest"] for name in ("inferred", "plain")] == ["2025-03-02T09:00:00Z", "2025-03-04"]
    markdown = chrono("timeline", "lawsuit/musk-v-openai", "--format", "md").out
    assert "- **1 Mar 2025** (*withdrawn*) – ~~gone~~" in markdown
    page = html(chrono("timeline", "lawsuit/musk-v-openai", "--format", "html").out)
    assert [text_of(each) for each in page.iter("s")] == ["gone"]


# --- text from outside --------------------------------------------------------------------------


@pytest.fixture
def hostile(chrono: Caller) -> Caller:
    """The story, and after it a report whose every text is hostile, corrected, with a hostile reason."""
    records = (
        {"record": "source", "slug": "ev", "publisher": "E <i>", "title": SCRIPT, "published": "2025-03-01"},
        report(
            id="evil",
            source="ev",
            development="evil",
            summary=SCRIPT,
            locator=SCRIPT,
            attribution={"by": SCRIPT.replace("\x1b", "")},  # a name holds no control character
        ),
        {
            "record": "correction",
            "of": "evil",
            "reported": "2025-03-02",
            "why": SCRIPT,
            "occurred": "2025-01",
        },
    )
    assert chrono("append", "--file", chrono.file("evil.jsonl", *records)).code == 0
    return chrono


def test_markup_in_a_summary_stays_text_on_a_page(hostile: Caller) -> None:
    out = hostile("timeline", "--format", "html").out
    page = html(out)

    assert [each for each in page.iter() if each.tag in {"script", "i"}] == []
    assert "<script>alert('now')</script> & [a](b) *c* | \\x1b[31m \\u202e end" in text_of(page)
    assert not {"\x1b", "\u202e"} & set(out)


def test_markup_in_a_summary_stays_text_in_markdown(hostile: Caller) -> None:
    for command in ("timeline", "corrections"):
        out = hostile(command, "--format", "md").out

        assert not re.search(r"(?<!\\)<script", out)
        assert r"\[a\](b) \*c\*" in out
        assert not {"\x1b", "\u202e"} & set(out)


def test_markup_in_a_summary_stays_text_in_a_feed(hostile: Caller) -> None:
    feed = ET.fromstring(hostile("corrections", "--format", "atom").out)  # noqa: S314 - our own feed

    assert "<script>alert('now')</script>" in (feed.findtext(f"{ATOM}entry/{ATOM}content") or "")


def test_a_page_says_the_same_where_the_encoding_is_ascii(hostile: Caller) -> None:
    command = (
        "timeline",
        "bid/openai-nonprofit",
        "--as-of",
        "2025-02-20",
        "--lang",
        "ja",
        "--format",
        "html",
    )
    plain, ascii_only = (
        spawn(*command, folder=hostile.folder, env={"PYTHONIOENCODING": each}).stdout
        for each in ("utf-8", "ascii")
    )

    assert ascii_only.isascii()
    assert text_of(html(ascii_only.decode())) == text_of(html(plain.decode()))


# --- the corrections log ------------------------------------------------------------------------


@pytest.fixture
def mended(chrono: Caller) -> Caller:
    """The story with a source's correction, recorded on 5 January 2030, and a mending of ours on the 6th."""
    with freeze_time("2030-01-05T23:59:59Z"):
        correction = {
            "record": "correction",
            "id": "theirs",
            "of": "wsj-p06-made",
            "reported": "2025-02-20",
            "why": "the sum was <wrong>",
            "data": {"amount": "98 billion USD"},
        }
        assert chrono("append", "--file", chrono.file("one.jsonl", correction)).code == 0
    with freeze_time("2030-01-06T00:00:00Z"):
        amendment = {"record": "amendment", "of": "wsj-p49-explored", "why": "misread", "locator": "P50"}
        assert chrono("append", "--file", chrono.file("two.jsonl", amendment)).code == 0
    return chrono


def test_a_log_without_corrections_says_so(chrono: Caller) -> None:
    assert chrono("corrections").out == "no corrections\n"
    assert chrono("corrections", "--format", "jsonl").out == ""
    assert chrono("corrections", "--format", "json").out == "[]\n"


def test_a_correction_is_told_with_field_before_and_after_source_and_reason(mended: Caller) -> None:
    out = mended("corrections", columns=100).out

    ours, theirs = out.split("\n\n")
    assert theirs.startswith("2030-01-05  The Wall Street Journal corrects what it reported in ")
    assert "P6" in theirs
    assert "amount: USD 97.4 bn → USD 98 bn" in theirs
    assert "Published by The Wall Street Journal on 20 Feb 2025." in theirs
    assert "Reason: the sum was <wrong>" in theirs
    assert ours.startswith("2030-01-06  We had copied wrongly: The Wall Street Journal, ")
    assert "locator: P49 → P50" in ours


@pytest.mark.parametrize(
    ("since", "sorts"),
    [
        ("2030-01-05", ["fixed", "corrected"]),
        ("2030-01-06", ["fixed"]),
        ("2030-01-07", []),
        ("2030", ["fixed", "corrected"]),
    ],
)
def test_since_is_the_beginning_of_its_date_inclusive(mended: Caller, since: str, sorts: list[str]) -> None:
    found = mended("corrections", "--since", since, "--format", "jsonl").lines()

    assert [each["sort"] for each in found] == sorts


def test_since_tells_of_a_correction_what_came_before_it_too(mended: Caller) -> None:
    again = {"record": "correction", "of": "wsj-p06-made", "reported": "2025-02-21", "why": "again"}
    record = {**again, "data": {"amount": "99 billion USD"}}
    with freeze_time("2030-02-01"):
        assert mended("append", "--file", mended.file("three.jsonl", record)).code == 0

    (found,) = mended("corrections", "--since", "2030-02-01", "--format", "jsonl").lines()
    (change,) = found["changes"]  # type: ignore[misc]
    assert (change["before"]["amount"], change["after"]["amount"]) == (98_000_000_000, 99_000_000_000)


def test_the_feed_has_what_rfc_4287_requires(mended: Caller) -> None:
    feed = ET.fromstring(mended("corrections", "--format", "atom").out)  # noqa: S314 - our own feed

    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for each in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1
        assert UUID(urlparse(each.findtext(f"{ATOM}id")).path.removeprefix("uuid:"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", each.findtext(f"{ATOM}updated") or "")
        assert each.findtext(f"{ATOM}author/{ATOM}name")
    for each in entries:
        content = each.find(f"{ATOM}content")
        assert content is not None
        assert (content.get("type"), len(content)) == ("text", 0)
    ids = [each.findtext(f"{ATOM}id") for each in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert [each.findtext(f"{ATOM}author/{ATOM}name") for each in entries] == [
        "The editors",
        "The Wall Street Journal",
    ]
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated") == "2030-01-06T00:00:00Z"


def test_the_ids_of_a_feed_stay_when_the_log_grows(mended: Caller) -> None:
    def ids() -> list[str]:
        feed = ET.fromstring(mended("corrections", "--format", "atom").out)  # noqa: S314 - our own feed
        return [each.text or "" for each in feed.iter(f"{ATOM}id")]

    feed, *entries = ids()
    assert mended("rank", "wsj-p73-made", "deprecated", "--why", "a box, not the text").code == 0
    grown, new, *old = ids()

    assert (grown, old) == (feed, entries)
    assert new not in entries


def test_a_feed_of_an_empty_log_is_valid_and_empty(empty: Caller) -> None:
    feed = ET.fromstring(empty("corrections", "--format", "atom").out)  # noqa: S314 - our own feed

    assert feed.findall(f"{ATOM}entry") == []
    assert all(feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))


def test_a_chronology_tells_the_same_mendings_each_apart(mended: Caller) -> None:
    theirs = row_of(mended, "bid-made", "bid/openai-nonprofit")
    ours = row_of(mended, "musk-explores-nonprofit-purchase", "bid/openai-nonprofit")

    assert theirs["marks"] == ["corrected"]
    assert ours["marks"] == ["mended"]
    (told,) = theirs["remarks"]  # type: ignore[misc]
    assert "amount: USD 97.4 bn → USD 98 bn" in told
    assert "20 Feb 2025" in told
    assert row_of(mended, "bid-made", "bid/openai-nonprofit", "--known-at", "2025-02-19")["marks"] == []


def test_csv_of_corrections_cannot_become_a_formula(chrono: Caller) -> None:
    record = {"record": "correction", "of": "wsj-p06-made", "reported": "2025-02-20", "why": "=1+1"}
    path = chrono.file("one.jsonl", {**record, "data": {"amount": "98 billion USD"}})
    assert chrono("append", "--file", path).code == 0

    (found,) = csv.DictReader(StringIO(chrono("corrections", "--format", "csv").out))
    assert found["why"] == "'=1+1"
    assert json.loads(found["changes"])[0]["field"] == "amount"
