"""The demo: every screen as a whole, and its facts one by one.

The golden file was read screen by screen against both articles: each figure, name, date and paragraph in it
stands there. To write it anew after a change that is meant:

    COLUMNS=100 NO_COLOR=1 chrono demo > tests/cli/golden/demo.txt

and read what has changed against the articles again.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli.calls import Caller

GOLDEN = Path(__file__).parent / "golden" / "demo.txt"


def screens(text: str) -> dict[str, str]:
    """Return what the demo shows, by the command that shows it; words between screens stand in none."""
    found = {}
    for part in text.split("\n$ chrono ")[1:]:
        command, _, shown = part.partition("\n")
        found[command] = shown
    return found


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    return screens(GOLDEN.read_text("utf-8"))


def row(screen: str, label: str) -> list[str]:
    """Return the lines of one field on a screen, without its label."""
    lines = screen.splitlines()
    [start] = [n for n, line in enumerate(lines) if line.startswith(f"  {label}  ")]
    width = len(lines[start]) - len(lines[start][2 + len(label) :].lstrip())
    rest = [line[width:] for line in lines[start + 1 :]]
    own = next(
        (n for n, line in enumerate(lines[start + 1 :]) if line[:width].strip() or not line), len(rest)
    )
    return [lines[start][width:], *rest[:own]]


def value(screen: str, label: str) -> str:
    """Return the first column of a field's first line."""
    return re.split(r"\s{3,}", row(screen, label)[0])[0]


def test_the_demo_shows_what_it_showed(nothing: Caller) -> None:
    done = nothing("demo", columns=100)

    assert (done.code, done.err) == (0, "")
    assert done.out == GOLDEN.read_text("utf-8")


def test_the_demo_leaves_nothing_behind(nothing: Caller) -> None:
    assert nothing("demo").code == 0
    assert list(nothing.folder.iterdir()) == []


def test_the_demo_can_be_kept_to_go_on_with(nothing: Caller) -> None:
    done = nothing("demo", "--keep", "story.db")

    assert "chrono --log story.db" in done.out.splitlines()[-1]
    assert nothing("--log", "story.db", "state", "lawsuit", "--as-of", "2024-07-01").code == 0
    assert nothing("demo", "--keep", "story.db").faults == [
        "chrono: story.db is there already: choose another path"
    ]


def test_nothing_in_the_demo_depends_on_today(shown: dict[str, str]) -> None:
    assert all("--as-of" in command or command.startswith("replay") for command in shown)
    assert not re.search(r"\b20(2[6-9]|[3-9]\d)\b", "".join(shown.values()))


# --- the funding of Stargate ------------------------------------------------------------------


def test_on_the_20th_nothing_was_announced_but_by_one_literal_reading(shown: dict[str, str]) -> None:
    screen = shown["state funding/stargate --as-of 2025-01-20"]

    assert value(screen, "status") == "not announced  DISPUTED"
    assert row(screen, "status")[1].split("  ")[0] == "or announced, if dated 20 Jan"
    assert row(screen, "status")[1].split()[-2:] == ["wsj-ja", "P2"]


@pytest.mark.parametrize("day", ["21", "22"])
def test_from_the_21st_500_billion_are_announced_and_400_stand_beside(
    shown: dict[str, str], day: str
) -> None:
    screen = shown[f"state funding/stargate --as-of 2025-01-{day}"]

    assert value(screen, "status") == "announced"
    total = row(screen, "total")
    assert total[0].startswith("USD 500 bn  DISPUTED")
    assert "newsweek-jp P9" in total[0]
    assert total[-1].split("  ")[0] == "or USD 400 bn"
    assert total[-1].endswith("newsweek-jp P13")
    assert value(screen, "equivalent") == "JPY 78 tn (about)"
    assert value(screen, "immediate") == "USD 100 bn"
    assert row(screen, "announced by")[0].startswith("Donald Trump, Larry Ellison,")
    assert (value(screen, "commitments settled"), value(screen, "external needed")) == ("no", "yes")


def test_what_musk_says_is_a_claim_and_possible_only_until_the_22nd(shown: dict[str, str]) -> None:
    first = shown["state funding/stargate --as-of 2025-01-21"]
    second = shown["state funding/stargate --as-of 2025-01-22"]

    assert (value(first, "disputed by"), value(second, "disputed by")) == ("Elon Musk  POSSIBLE", "Elon Musk")
    assert "under USD 10 bn" in " ".join(" ".join(row(second, "claims")).split())
    assert "USD 10 bn" not in " ".join(row(second, "total"))


def test_no_money_is_reported_to_be_pledged_committed_or_paid_out(shown: dict[str, str]) -> None:
    for command, screen in shown.items():
        if command.startswith("state funding"):
            assert row(screen, "nothing on")[0].startswith("pledged, committed, disbursed")


def test_a_reader_of_the_23rd_knew_only_newsweek(shown: dict[str, str]) -> None:
    screen = shown["state funding/stargate --as-of 2025-01-22 --known-at 2025-01-23"]

    assert "wsj-ja" not in screen
    assert value(screen, "announced by") == "Donald Trump"
    assert value(screen, "period") == "4 years"
    assert "commitments settled" in " ".join(row(screen, "nothing on"))


# --- the lawsuit ------------------------------------------------------------------------------


def test_on_1_july_2024_the_suit_was_withdrawn(shown: dict[str, str]) -> None:
    screen = shown["state lawsuit/musk-v-openai --as-of 2024-07-01"]

    assert re.split(r"\s{2,}", row(screen, "status")[0]) == ["withdrawn", "since Jun 2024", "wsj-ja P24"]
    assert (value(screen, "filed"), value(screen, "withdrawn")) == ("Feb 2024", "Jun 2024")
    assert (value(screen, "refiled"), value(screen, "amended")) == ("not yet", "not yet")
    assert (value(screen, "plaintiffs"), value(screen, "defendants")) == ("Elon Musk", "OpenAI, Sam Altman")


def test_a_reader_of_23_january_2025_could_not_tell(shown: dict[str, str]) -> None:
    screen = shown["state lawsuit/musk-v-openai --as-of 2024-07-01 --known-at 2025-01-23"]

    assert [value(screen, each) for each in ("status", "plaintiffs", "defendants")] == ["unknown"] * 3
    assert "withdrawn" in row(screen, "nothing on")[0]


def test_on_15_june_2024_there_are_two_possible_states(shown: dict[str, str]) -> None:
    screen = shown["state lawsuit/musk-v-openai --as-of 2024-06-15"]

    assert value(screen, "status") == "either pending or withdrawn  POSSIBLE"


def test_the_replays_by_world_and_by_press_are_two_stories(shown: dict[str, str]) -> None:
    world = shown["replay lawsuit/musk-v-openai --by world"]
    press = shown["replay lawsuit/musk-v-openai --by press"]
    steps = re.compile(r"^\d.*?(?=  )", re.MULTILINE)

    assert steps.findall(press) == ["23 Jan 2025, 06:52 UTC", "17 Feb 2025"]
    assert steps.findall(world) == [
        *("1 Feb 2024", "29 Feb 2024", "1 Jun 2024", "30 Jun 2024", "1 Aug 2024", "31 Aug 2024"),
        *("1 Nov 2024", "30 Nov 2024", "23 Jan 2025, 06:52 UTC"),
    ]
    statuses = re.compile(r"^    status +(.*)$", re.MULTILINE)
    assert statuses.findall(press) == ["none reported → pending", "pending  (other reports say so)"]
    assert [each.split(" → ")[1] for each in statuses.findall(world)] == [
        "either none reported or pending  POSSIBLE",
        "pending",
        "either pending or withdrawn  POSSIBLE",
        "withdrawn",
        "either withdrawn or pending  POSSIBLE",
        "pending",
    ]


def test_the_explanation_goes_down_to_the_paragraph(shown: dict[str, str]) -> None:
    screen = shown["explain lawsuit/musk-v-openai.status --as-of 2024-07-01"]

    signs = re.findall(r"^    ([○●·]) (\w+ \d{4}|\d+ \w+ \d{4}):", screen, re.MULTILINE)
    assert signs == [
        *(("○", "Feb 2024"), ("●", "Jun 2024"), ("·", "Aug 2024"), ("·", "Nov 2024"), ("·", "23 Jan 2025")),
    ]
    places = re.findall(r"^        (\S+ P\d+) · ", screen, re.MULTILINE)
    assert places == ["wsj-ja P24", "wsj-ja P71", "wsj-ja P24", "wsj-ja P24", "wsj-ja P24", "newsweek-jp P18"]
