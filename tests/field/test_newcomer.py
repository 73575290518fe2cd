"""What a newcomer typed: a refusal that had appended, totals, the order of typing, two currencies."""

from __future__ import annotations

import pytest
from cli.calls import Caller
from field.conftest import Made, fields, row_of, text

APPEND = (
    "append",
    "lawsuit.withdrawn",
    "case=c",
    "--occurred",
    "2012-03-05",
    "--source",
    "a",
    "--publisher",
    "A",
)


@pytest.mark.parametrize("published", ["early 2013", "2013", "2013-21", "2013年3月"])
def test_a_date_of_publication_in_words_is_appended_and_said(nothing: Caller, published: str) -> None:
    assert nothing("init").code == 0

    assert nothing(*APPEND, "--published", published).code == 0
    assert "lawsuit.withdrawn" in nothing("log").out


@pytest.mark.parametrize(
    "bad",
    [
        ("--published", "some day or other"),
        ("--published", "spring 2013"),
        ("--published", "2013-02-30"),
        ("--published", "2013-01-01", "--reported", "next week perhaps"),
        ("--published", "2013-01-01", "--title", "a\x01b"),
        ("--published", "2013-01-01", "--new", "--development", "x\x85y"),
    ],
)
def test_what_is_refused_has_not_been_appended(nothing: Caller, bad: tuple[str, ...]) -> None:
    assert nothing("init").code == 0

    done = nothing(*APPEND, *bad)

    assert "log is empty" in nothing("log").out if done.code else done.err == ""


@pytest.mark.parametrize("name", ["bad\x01case", "bad\x85case", "bad\x9bcase", "bad\x7fcase"])
@pytest.mark.parametrize("more", [(), ("--keep-going", "--rejects", "rejects.jsonl")])
def test_a_control_character_in_a_name_is_refused_with_its_line_and_appends_nothing(
    nothing: Caller, name: str, more: tuple[str, ...]
) -> None:
    assert nothing("init").code == 0
    source = {"record": "source", "slug": "s", "publisher": "S", "published": "2024-01-01"}
    data = {"plaintiffs": ["p"]}
    bad = {"kind": "lawsuit.filed", "source": "s", "occurred": "2019", "data": {"case": name, **data}}
    good = {"kind": "lawsuit.filed", "source": "s", "occurred": "2019", "data": {"case": "good", **data}}

    done = nothing("append", "--file", nothing.file("r.jsonl", source, good, bad), *more)

    assert done.code == (4 if more else 1)
    assert "r.jsonl:3" in done.err
    assert ("good" in nothing("log").out) == bool(more)


def test_a_row_with_a_control_character_shows_in_a_dry_run_and_refuses_the_whole_spreadsheet(
    nothing: Caller,
) -> None:
    assert nothing("init").code == 0
    (nothing.folder / "map.toml").write_text(
        'kind = "lawsuit.filed"\noccurred = { column = "Filed" }\n[source]\nslug = "s"\npublisher = "S"\n'
        'published = "2024-01-01"\n[data]\ncase = { column = "Case" }\nplaintiffs = { column = "By" }\n',
        "utf-8",
    )
    rows = [f"2019-01-01,case{n},p" for n in range(1200)]
    rows[1100] = "2019-01-01,bad\x01case,p"
    (nothing.folder / "rows.csv").write_text("\n".join(("Filed,Case,By", *rows)) + "\n", "utf-8")

    tried = nothing("import", "rows.csv", "--map", "map.toml", "--dry-run")
    done = nothing("import", "rows.csv", "--map", "map.toml")

    assert "would append 1,199 of 1,200 rows, 1 rejected" in tried.out + tried.err
    assert (done.code, "rows.csv:1102" in done.err) == (1, True)
    assert "log is empty" in nothing("log").out


def test_four_digits_are_a_position(made: Made) -> None:
    book = '[storybook]\nname = "b"\n[kinds.k]\nfields = { a = "word" }\n[projections.p]\nkey = "a"\n'
    book += '[projections.p.fields]\nn = { reduce = "count", of = ["k"] }\n'
    source = {"record": "source", "slug": "s", "publisher": "S", "published": "2024-01-01"}
    reports = [{"kind": "k", "source": "s", "occurred": "2020", "data": {"a": "x"}} for _ in range(2100)]
    log = made(book, source, *reports)

    # The storybook and the source stand before the first of them.
    state = log("state", "p/x", "--recorded-at", "2000", "--format", "json").json()
    assert (state["position"], dict(state["fields"])["n"]["value"]) == (2000, 1998)  # type: ignore[call-overload]


def test_a_loan_of_two_sizes_gives_two_totals(nothing: Caller, kept: Made) -> None:
    kept("newcomer", "bank.toml")
    lent = ("append", "bank.liquidity_granted", "bank=u", "lender=s")
    for amount, day, *by in (
        ("100 bn CHF", "15", "--source", "a", "--publisher", "A", "--published", "2023-03-16"),
        ("200 bn CHF", "15", "--source", "b", "--publisher", "B", "--published", "2023-03-16"),
        ("50 bn CHF", "10", "--source", "a"),
    ):
        assert nothing(*lent, f"amount={amount}", "--occurred", f"2023-03-{day}", *by).code == 0

    shown = row_of(nothing("state", "support/u", "--format", "csv").out, "liquidity")
    assert "CHF 150 bn (a) or CHF 250 bn (b)  EVENLY DISPUTED" in shown


@pytest.mark.parametrize("bank", ["y", "z"])
def test_the_order_of_typing_is_no_knowledge(kept: Made, bank: str) -> None:
    log = kept("newcomer", "bank.toml", "order.jsonl")
    status = fields(log("state", f"rescue/{bank}", "--format", "json"))["status"]

    assert (status["value"], status["certainty"]) == (None, "possible")
    assert set(status["possible"]) == {"on support", "takeover agreed"}  # type: ignore[call-overload]


def test_a_check_names_the_pairs_of_one_day_whose_order_matters_and_how_it_is_settled(kept: Made) -> None:
    log = kept("newcomer", "bank.toml", "order.jsonl")
    lent, agreed = "bank.liquidity_granted:y/s/2023-03-19", "bank.takeover_agreed:y/u"
    open_orders = [each for each in log("check", "--format", "jsonl").lines() if each["sort"] == "open order"]

    assert [(each["target"], each["field"]) for each in open_orders] == [
        ("rescue/y", "status"),
        ("rescue/z", "status"),
    ]
    assert (open_orders[0]["after"], open_orders[0]["development"]) == (lent, agreed)

    report = open_orders[0]["reports"][1]  # type: ignore[index]
    assert log("fix", report, f"after={lent}", "--why", "so the minutes say").code == 0
    assert fields(log("state", "rescue/y", "--format", "json"))["status"]["value"] == "takeover agreed"
    assert "rescue/y: status" not in log("check").out


def test_a_chronology_gives_the_figure_that_stands_first_and_the_others_beside_it(kept: Made) -> None:
    log = kept("newcomer", "bank.toml", "recs.jsonl")
    shown = text(log("timeline", "rescue/credit-suisse").out)

    assert "price CHF 3 bn, also USD 3.25 bn" in shown
    assert "at1 written off CHF 16 bn" in shown


def test_a_plan_is_not_told_as_what_came_to_pass(kept: Made) -> None:
    log = kept("newcomer", "bank.toml", "recs.jsonl")
    shown = text(log("diff", "rescue/credit-suisse", "--as-of", "2023-03-14/2023-03-31").out)

    assert "The takeover is completed, planned for 2023." in shown


def test_an_amount_in_another_unit_is_added_beside_its_row(kept: Made) -> None:
    log = kept("newcomer", "bank.toml", "recs.jsonl")
    shown = log("replay", "outflows/credit-suisse", "--by", "press").out

    assert "+ also 2022Q4: USD 120 bn (reuters-0316)" in shown


def test_the_lowest_price_is_credited_to_who_gave_it(kept: Made) -> None:
    log = kept("newcomer", "bank.toml", "recs.jsonl")

    assert fields(log("state", "support/credit-suisse", "--format", "json"))["lowest_share"]["sources"] == [
        "ft-0315"
    ]
