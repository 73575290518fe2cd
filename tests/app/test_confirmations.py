"""Last confirmed: the latest publication among the accounts that give what stands."""

from __future__ import annotations

import pytest
from histories import chronicle, histories, questions
from hypothesis import given as random
from laws import law
from things import Given, Record, correction, cut, put, retraction, seen, things

from chrono.values import times


def confirmed(told: Given, field: str) -> object:
    return told.field(field)["confirmed"]


def one(reported: str, **more: object) -> Record:
    return put("2024-01-10", development="d", word="one", reported=reported, **more)


def test_a_value_is_confirmed_by_the_latest_of_the_accounts_it_rests_on() -> None:
    told = things(one("2024-03-01"), one("2024-05-01", source="b"), one("2024-04-01", source="c"))

    assert confirmed(told, "word") == "2024-05-01"


def test_the_latest_bound_of_a_publication_decides() -> None:
    told = things(one("2024-05"), one("2024-05-20", source="b"))

    assert confirmed(told, "word") == "2024-05"


def test_an_observation_that_says_the_same_confirms_though_the_value_does_not_rest_on_it() -> None:
    told = things(one("2024-03-01"), seen("2024-06-01", word="one", reported="2024-06-02", source="b"))

    assert told.field("status")["sources"] == ["a"]
    assert confirmed(told, "status") == "2024-06-02"


def test_an_observation_that_says_something_else_does_not_confirm() -> None:
    told = things(one("2024-03-01"), seen("2024-06-01", word="two", reported="2024-06-02", source="b"))

    assert confirmed(told, "status") == "2024-03-01"


def test_what_said_the_same_before_it_began_anew_does_not_confirm() -> None:
    told = things(
        put("2024-01-10", word="one", reported="2024-12-01"),
        cut("2024-02-10", reported="2024-02-11"),
        put("2024-03-10", word="one", reported="2024-03-11", source="b"),
    )

    assert confirmed(told, "status") == "2024-03-11"


def test_a_later_report_of_what_is_still_to_come_does_not_confirm() -> None:
    told = things(one("2024-03-01"), put("2024-08-01", word="one", reported="2024-07-01", source="b"))

    assert confirmed(told.as_of("2024-07-15"), "word") == "2024-03-01"
    assert confirmed(told.as_of("2024-08-01"), "word") == "2024-07-01"


def test_a_member_is_confirmed_by_whoever_names_it_again_and_not_by_one_that_names_another() -> None:
    told = things(
        put("2024-01-10", members=["m"], reported="2024-03-01"),
        seen("2024-06-01", members=["m"], reported="2024-06-02", source="b"),
    )

    assert confirmed(told, "members") == "2024-06-02"


def test_what_is_counted_is_confirmed_by_the_last_report_counted() -> None:
    told = things(one("2024-03-01"), put("2024-02-10", reported="2024-02-11", source="b"))

    assert confirmed(told, "count") == "2024-03-01"


@pytest.mark.parametrize("field", ["guests", "planned"])
def test_where_nothing_gives_a_value_nothing_confirms_it(field: str) -> None:
    assert confirmed(things(one("2024-03-01")), field) is None


def test_what_is_not_published_by_then_or_is_withdrawn_does_not_confirm() -> None:
    told = things(
        one("2024-03-01"),
        one("2024-04-01", source="b", id="r"),
        one("2024-05-01", source="c"),
        retraction("r", "2024-04-15"),
    )

    assert confirmed(told.known_at("2024-04-10"), "word") == "2024-04-01"
    assert confirmed(told.known_at("2024-04-20"), "word") == "2024-03-01"


def test_a_replay_has_no_step_where_a_value_is_only_confirmed() -> None:
    told = things(one("2024-03-01"), seen("2024-06-01", word="one", reported="2024-06-02", source="b"))
    steps = list(told.chronicle.replay("thing/x", by="press", as_of="2024-12-31"))

    assert [each.at for each in steps if "status" in each.changes] == ["2024-03-01"]


def test_a_correction_of_something_else_confirms_nothing() -> None:
    told = things(one("2024-03-01", id="r"), correction("r", "2024-09-01", data={"text": "so"}))

    assert confirmed(told, "word") == "2024-03-01"


@law(150)
@random(histories(most=10), questions())
def test_nothing_is_confirmed_later_than_it_is_known_and_only_by_an_account_that_was_read(
    records: list[Record], asked: dict[str, object]
) -> None:
    told = chronicle(records)
    try:
        state = told.state("thing/x", **asked)  # type: ignore[arg-type]
    except LookupError:
        return
    known = times.FUTURE if asked["known_at"] is None else times.bound(str(asked["known_at"]))
    for field in state.fields.values():
        if field.confirmed is not None:
            assert field.confirmed.reported[1] <= known
            assert field.confirmed.report in {account.report for account, _ in field.accounts}
            assert all(
                account.reported[1] <= field.confirmed.reported[1]
                for account, _ in field.accounts
                if account.report in field.reports
            )
