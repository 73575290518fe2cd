"""Whatever stands in a log, no output takes it for markup: every reading command in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from cli.calls import Caller
from cli.test_every_command import READING, formats
from cli.test_untrusted_text import harmless

from chrono.render.escaping import markdown_text

MARKUP = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) ![i](//x) [r]: //x "
    '&lt;b&gt; **bold** `code` ~~gone~~ <//evil> | a "quote" \' \u202e\u200b\u2066'
)
"""Text with markup of every sort; it may be a name."""
STEERING = f"= 1\x1b[31m\x1b]0;owned\x07\x00\x0b\x0c\r\n\n# head\n- item\n\t{MARKUP}\x9b2J\x85"
"""The same as a text of many lines, which steers a terminal and is a formula at its beginning."""
FORMULA = f"=HYPERLINK(1){MARKUP}"
BOOK = f"""
[storybook]
name = "shops"
title = {json.dumps(MARKUP)}
[kinds.opened]
title = {json.dumps(MARKUP)}
fields = {{ shop = "entity", owner = "entity?", words = "text?", cost = "quantity:*?", mark = "word?" }}
[projections.shop]
title = {json.dumps(MARKUP)}
subject = {json.dumps("the {} " + MARKUP)}
key = "shop"
[projections.shop.fields]
owner = {{ reduce = "latest", from = {{ opened = "owner" }} }}
cost = {{ reduce = "latest", from = {{ opened = "cost" }} }}
mark = {{ reduce = "set", add = {{ opened = "mark" }} }}
words = {{ reduce = "collect", of = ["opened"], fields = ["words", "@by", "@summary", "@source"] }}
[stories.one]
title = {json.dumps(MARKUP)}
summary = {json.dumps(MARKUP)}
targets = ["shop/s"]
"""
ATTRIBUTION = {"by": MARKUP, "via": MARKUP, "standing": "reporter"}


def source(slug: str, published: str) -> dict[str, object]:
    given = {"publisher": slug + MARKUP, "title": STEERING, "authors": [STEERING], "origin": slug + MARKUP}
    return {
        "record": "source",
        "slug": slug,
        "published": published,
        "url": f"javascript:{STEERING}",
        **given,
    }


def report(name: str, by: str, **more: object) -> dict[str, object]:
    data = {"shop": "s", "owner": FORMULA, "words": STEERING, "mark": MARKUP}
    given = {
        "summary": STEERING,
        "quote": STEERING,
        "locator": STEERING,
        "attribution": ATTRIBUTION,
        "extra": {STEERING: STEERING},
        "data": {**data, "cost": {"amount": 5, "unit": MARKUP, "wording": STEERING}},
        "occurred": {"edtf": "2024-02", "wording": STEERING},
        "after": [f"after {MARKUP}"],
    }
    return {"kind": "opened", "id": name, "source": by, **given, **more}


OTHER = {"shop": "s", "owner": "o " + MARKUP, "cost": {"amount": 6, "unit": "u " + MARKUP}}
RECORDS = (
    source("a", "2024-03-01"),
    source("b", "2024-04-01"),
    {"record": "entity", "slug": "s", "type": MARKUP, "names": {"en": MARKUP}, "aliases": [FORMULA]},
    report("r1", "a", development=f"d {MARKUP}"),
    report("r2", "b", development=f"d {MARKUP}", data=OTHER),
    report("r3", "a", occurred="2024-02-03", modality="planned"),
    report("r4", "b", modality="denied", development=f"d {MARKUP}"),
    {
        "record": "correction",
        "id": "c1",
        "of": "r1",
        "reported": "2024-05-01",
        "why": STEERING,
        "data": {"words": f"new {STEERING}", "owner": f"new {MARKUP}"},
    },
    {"record": "retraction", "id": "t1", "of": "r3", "reported": "2024-05-02", "why": STEERING},
    {"record": "amendment", "id": "m1", "of": "r2", "why": STEERING, "by": MARKUP, "quote": f"n {STEERING}"},
    {"record": "ranking", "id": "k1", "of": "r2", "rank": "preferred", "why": STEERING, "by": MARKUP},
)
QUESTIONS = {
    **READING,
    "state": "state shop/s",
    "replay": "replay shop/s --by press",
    "explain": "explain shop/s",
    "show": "show r1",
    "diff": "diff shop/s --known-at 2024-03-15/2030",
    "compare": "compare shop/s --between a,b",
    "find": "find script",
    "timeline": "timeline",
    "impact": "impact c1",
    "check": "check --as-of 2030",
    "kinds": "kinds opened",
}
CALLS = [
    *((name, question) for name, question in QUESTIONS.items()),
    *(("show", f"show {each}") for each in ("c1", "t1", "m1", "k1", "a", "s")),
    ("timeline", "timeline one"),
    ("timeline", "timeline --lang ja"),
    ("timeline", "timeline shop/s --as-of 2024-02-10"),
]


@pytest.fixture
def hostile(nothing: Caller) -> Caller:
    """Calls on a log with markup in every text that anybody may choose."""
    (nothing.folder / "book.toml").write_text(BOOK, "utf-8")
    assert nothing("init", "--storybook", "book.toml").code == 0
    done = nothing("append", "--file", nothing.file("r.jsonl", *RECORDS))
    assert done.code == 0, done.err
    return nothing


class Elements(HTMLParser):
    """The elements of a page, each with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = words(
    "html head meta title style body main header h1 h2 p section ol ul li div span sup a time s b cite"
)
ATTRIBUTES = words("lang charset name content class id href data-edtf datetime")
TAGS = words("feed id title subtitle updated author name generator entry published category content")
"""All that pages and feeds have of their own."""


def assert_inert(text: str, form: str) -> None:
    """Check that an output holds no markup but that of its own form, and steers no terminal."""
    assert harmless(text), ascii(text)
    if form == "md":
        bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", text)  # what is escaped is text
        assert not re.search(r"[<>`]|\]\(|!\[|&#?\w+;", bare), bare
        assert {each for each in re.findall(r"\[([^\]]*)\]", bare) if not each.startswith("^")} == set(), bare
    elif form == "html":
        for tag, attributes in Elements(text).found:
            assert tag in ELEMENTS, tag
            assert all(each in ATTRIBUTES or each.startswith("aria-") for each in attributes), attributes
            assert (attributes.get("href") or "#").startswith("#")
    elif form == "atom":
        tags = {each.tag.rpartition("}")[2] for each in ET.fromstring(text).iter()}  # noqa: S314 - our own
        assert tags <= TAGS
    elif form == "csv":
        for row in csv.reader(io.StringIO(text)):
            assert not any(cell.lstrip("\u3000 ").startswith(tuple("=+-@＝＋－＠")) for cell in row), row


@pytest.mark.parametrize(("name", "question"), CALLS, ids=[question for _, question in CALLS])
def test_text_from_outside_is_inert_in_every_output(hostile: Caller, name: str, question: str) -> None:
    offered = formats(hostile(name, "--help", columns=120).out)

    for form in offered:
        done = hostile(*question.split(), "--format", form)
        assert done.code == 0, (form, done.err)
        assert_inert(done.out, form)
        assert harmless(done.err)


def test_the_names_of_this_log_reach_every_form(hostile: Caller) -> None:
    for name, question in CALLS:
        if name in ("info", "stories", "replay"):
            continue
        for form in formats(hostile(name, "--help", columns=120).out):
            out = hostile(*question.split(), "--format", form).out
            assert "alert" in out, (question, form)


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("see https://x.example/a", r"see https\://x.example/a"),
        ("HTTP://x.example", r"HTTP\://x.example"),
        ("www.x.example", r"www\.x.example"),
        ("write to a.b@x.example", r"write to a.b\@x.example"),
        ("mailto:a@x.example", r"mailto\:a\@x.example"),
        ("3:4 @home, awww...", "3:4 @home, awww..."),
    ],
)
def test_an_address_in_a_text_is_no_link_in_markdown(text: str, inert: str) -> None:
    assert markdown_text(text) == inert
