"""Questions: `state`, `replay`, `explain`, `show`, and the lists, in every format."""

from __future__ import annotations

import csv
import io
import json

import pytest
from cli.calls import Caller

LAWSUIT = "lawsuit/musk-v-openai"
READING = (
    f"state {LAWSUIT} --as-of 2024-06-15",
    f"replay {LAWSUIT} --by press",
    f"explain {LAWSUIT}.status --as-of 2024-07-01",
    "show wsj-p24-filed",
    "show lawsuit-filed --as-of 2024-02-10",
    "log",
    "kinds lawsuit",
    "projections",
    "entities",
    "sources",
    "stories",
    "info",
)


@pytest.mark.parametrize("command", READING)
def test_every_reading_command_writes_json(chrono: Caller, command: str) -> None:
    done = chrono(*command.split(), "--format", "json")

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)
    assert done.out.startswith(("{\n", "[\n"))


@pytest.mark.parametrize("command", READING)
def test_every_reading_command_writes_an_object_a_line(chrono: Caller, command: str) -> None:
    done = chrono(*command.split(), "--format", "jsonl")

    assert (done.code, done.err) == (0, "")
    assert done.lines()


@pytest.mark.parametrize("command", READING)
def test_every_reading_command_writes_csv_with_a_header(chrono: Caller, command: str) -> None:
    done = chrono(*command.split(), "--format", "csv")

    header, *rows = csv.reader(io.StringIO(done.out))
    assert (done.code, done.err) == (0, "")
    assert rows
    assert all(len(row) == len(header) for row in rows)


@pytest.mark.parametrize("command", READING)
def test_every_reading_command_writes_a_table_of_markdown(chrono: Caller, command: str) -> None:
    done = chrono(*command.split(), "--format", "md")

    header, rule, *rows = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert set(rule) == {"|", "-"}
    assert rows
    assert {line.replace("\\|", "").count("|") for line in (header, *rows)} == {rule.count("|")}


@pytest.mark.parametrize("command", READING)
def test_every_reading_command_writes_a_screen_of_its_width(chrono: Caller, command: str) -> None:
    from wcwidth import wcswidth

    for columns in (60, 80, 100):
        done = chrono(*command.split(), columns=columns)
        assert (done.code, done.err) == (0, "")
        assert [line for line in done.out.splitlines() if wcswidth(line) > columns] == []
        assert [line for line in done.out.splitlines() if line != line.rstrip()] == []


def test_the_state_as_json_is_the_contract(chrono: Caller) -> None:
    state = chrono("state", LAWSUIT, "--as-of", "2024-06-15", "--format", "json").json()

    assert {
        key: state[key] for key in ("projection", "key", "as_of", "known_at", "recorded_at", "according_to")
    } == {
        "projection": "lawsuit",
        "key": "musk-v-openai",
        "as_of": "2024-06-15",
        "known_at": None,
        "recorded_at": None,
        "according_to": None,
    }
    status = state["fields"]["status"]  # type: ignore[index]
    assert {key: status[key] for key in ("value", "certainty", "possible", "disputed")} == {
        "value": None,
        "certainty": "possible",
        "possible": ["pending", "withdrawn"],
        "disputed": False,
    }
    assert status["sources"] == ["wsj-ja"]
    assert "accounts" not in status


def test_all_accounts_come_on_request(chrono: Caller) -> None:
    state = chrono("state", LAWSUIT, "--as-of", "2024-07-01", "--accounts", "--format", "json").json()

    accounts = state["fields"]["filed"]["accounts"]  # type: ignore[index]
    assert [(each["source"], each["locator"]) for each in accounts] == [("wsj-ja", "P24"), ("wsj-ja", "P71")]


def test_a_projection_with_one_key_needs_no_key(chrono: Caller) -> None:
    assert (
        chrono("state", "lawsuit", "--as-of", "2024-07-01").out
        == chrono("state", LAWSUIT, "--as-of", "2024-07-01").out
    )


def test_a_projection_with_several_keys_names_them(chrono: Caller) -> None:
    done = chrono("state", "funding")

    assert done.code == 3
    assert '"funding/stargate"' in done.faults[0]


def test_a_position_bounds_the_file_axis(chrono: Caller) -> None:
    first = chrono("state", LAWSUIT, "--recorded-at", "4", "--as-of", "2024-07-01", "--format", "json").json()

    assert (first["recorded_at"], first["position"]) == ("4", 4)
    assert first["fields"]["status"]["value"] == "pending"  # type: ignore[index]


def test_a_target_is_not_known_before_the_first_record_of_it(chrono: Caller) -> None:
    options = ("--occurred", "2025-02", "--source", "wsj-ja")
    receipt = chrono("append", "lawsuit.settled", "case=x-v-y", *options, "--format", "json").json()
    position = int(str(receipt["position"]))

    assert chrono("state", "lawsuit/x-v-y", "--recorded-at", position).code == 0
    assert chrono("state", "lawsuit/x-v-y", "--recorded-at", position - 1).code == 3


def test_a_known_target_with_nothing_visible_is_an_answer(chrono: Caller) -> None:
    state = chrono("state", LAWSUIT, "--known-at", "2025-01-01", "--format", "json").json()

    assert {field["certainty"] for field in state["fields"].values()} == {"none"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("names", [("newsweek-jp",), ("Newsweek Japan",), ("newsweek japan",)])
def test_a_state_can_be_asked_of_one_source_or_publisher(chrono: Caller, names: tuple[str, ...]) -> None:
    arguments = [each for name in names for each in ("--according-to", name)]

    done = chrono("state", "funding/stargate", "--as-of", "2025-01-22", *arguments)

    assert "wsj-ja" not in done.out
    assert f"according to {names[0]}".casefold() in done.out.casefold()


def test_several_sources_are_repeated_or_separated_by_commas(chrono: Caller) -> None:
    options = ("state", "funding/stargate", "--as-of", "2025-01-22", "--format", "json")

    one = chrono(*options, "--according-to", "newsweek-jp", "--according-to", "desk").json()
    other = chrono(*options, "--according-to", "newsweek-jp,desk").json()

    assert one == other
    assert one["according_to"] == ["newsweek-jp", "desk"]


def test_a_batch_answers_each_question_with_the_state_of_that_line(chrono: Caller) -> None:
    questions: list[dict[str, object]] = [
        {"target": LAWSUIT, "as_of": "2024-07-01"},
        {"target": "funding/stargate", "as_of": "2025-01-22", "known_at": "2025-01-23"},
        {"target": LAWSUIT, "as_of": "2024-07-01", "according_to": ["newsweek-jp"]},
        {"target": LAWSUIT, "as_of": "2024-07-01", "recorded_at": 4},
    ]
    path = chrono.file("questions.jsonl", *questions)

    done = chrono("state", "--batch", path)

    assert (done.code, done.err) == (0, "")
    singly = [
        chrono("state", each["target"], "--as-of", each["as_of"], *more, "--format", "jsonl").lines()[0]
        for each, more in zip(
            questions,
            ((), ("--known-at", "2025-01-23"), ("--according-to", "newsweek-jp"), ("--recorded-at", "4")),
            strict=True,
        )
    ]
    assert [{**each, "recorded_at": None} for each in done.lines()] == [
        {**each, "recorded_at": None} for each in singly
    ]


def test_a_batch_is_read_from_standard_input_too(chrono: Caller) -> None:
    done = chrono("state", "--batch", "-", stdin=json.dumps({"target": LAWSUIT, "as_of": "2024"}).encode())

    assert [each["as_of"] for each in done.lines()] == ["2024"]


def test_a_replay_by_press_and_by_world_are_two_stories(chrono: Caller) -> None:
    world = chrono("replay", LAWSUIT, "--format", "json").out
    press = chrono("replay", LAWSUIT, "--by", "press", "--format", "json").out

    assert [each["at"] for each in json.loads(press)] == ["2025-01-23T06:52:00Z", "2025-02-17"]
    assert [each["at"] for each in json.loads(world)][:4] == [
        "2024-02-01",
        "2024-02-29",
        "2024-06-01",
        "2024-06-30",
    ]


def test_a_replay_can_be_cut_at_both_ends(chrono: Caller) -> None:
    options = ("--from", "2024-06-01", "--to", "2024-08-31", "--format", "jsonl")

    steps = chrono("replay", LAWSUIT, *options).lines()

    assert [each["at"] for each in steps] == ["2024-06-01", "2024-06-30", "2024-08-01", "2024-08-31"]


def test_a_replay_in_which_nothing_changes_says_so(chrono: Caller) -> None:
    done = chrono("replay", LAWSUIT, "--from", "2024-03-01", "--to", "2024-03-31")

    assert "no step: nothing changes in that time" in done.out


def test_a_replay_by_file_steps_by_position(chrono: Caller) -> None:
    steps = chrono("replay", LAWSUIT, "--by", "file", "--format", "jsonl").lines()

    assert [each["at"] for each in steps][:3] == [2, 3, 4]


def test_an_explanation_goes_down_to_the_paragraph_and_shows_what_was_superseded(chrono: Caller) -> None:
    out = chrono("explain", f"{LAWSUIT}.status", "--as-of", "2024-07-01").out

    assert "● Jun 2024: The plaintiffs withdraw the suit" in out
    assert "this is what holds" in out
    assert "○ Feb 2024: A lawsuit is filed  no longer holds" in out
    assert "wsj-ja P24 · The Wall Street Journal, reporter · dated Jun 2024 (6月)" in out


def test_an_old_name_of_a_field_is_answered_by_the_new_one_which_is_said(chrono: Caller) -> None:
    old = chrono("explain", f"{LAWSUIT}.trial", "--as-of", "2024-07-01")
    new = chrono("explain", f"{LAWSUIT}.trial_date", "--as-of", "2024-07-01")

    assert (old.code, old.err) == (0, '"trial" is called "trial_date" now\n')
    assert (old.out, new.err) == (new.out, "")


def test_an_appeal_without_a_name_is_shown_without_one_and_what_is_not_told_of_it_too(
    nothing: Caller,
) -> None:
    nothing("init")
    for day, *data in (("2021-03-04", "party=a"), ("2022-03-04", "appeal=second", "court=The High Court")):
        source = ("--source", f"s{day}", "--publisher", "Daily", "--published", day)
        nothing("append", "lawsuit.appealed", "case=c", *data, "--occurred", day, *source)

    screen = nothing("state", "lawsuit/c", "--as-of", "2023").out
    told = " ".join(screen.partition("appeal parties")[2].split())
    assert told.startswith("a since 4 Mar 2021 s2021-03-04 second: not told since 4 Mar 2022")
    assert "null" not in screen


def test_an_explanation_tells_each_account_once(chrono: Caller) -> None:
    out = chrono("explain", "funding/stargate", "--as-of", "2025-01-22").out

    assert out.count("Trump announced Stargate, a new venture") == 1
    assert "its accounts stand above" in out


@pytest.mark.parametrize(
    ("as_of", "word"),
    [("2024-01-31", "had not happened"), ("2024-02-10", "may have happened"), ("2024-02-29", "had happened")],
)
def test_a_development_had_happened_or_not_or_may_have(chrono: Caller, as_of: str, word: str) -> None:
    assert word in " ".join(chrono("show", "lawsuit-filed", "--as-of", as_of).out.split())


def test_a_record_is_found_by_the_beginning_of_its_id(chrono: Caller) -> None:
    assert chrono("show", "wsj-p24-fil").out == chrono("show", "wsj-p24-filed").out


def test_the_log_lists_what_was_appended_in_order(chrono: Caller) -> None:
    rows = chrono("log", "--format", "jsonl").lines()

    assert [each["position"] for each in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["record"] == "storybook"
    assert chrono("log", "--since", "9999").out == "nothing was recorded since 9999\n"


def test_an_empty_log_says_what_is_missing(empty: Caller) -> None:
    assert empty("log").out == "the log is empty\n"
    assert empty("entities").out == "no entity is declared\n"
    assert empty("stories").out == "no story is declared: a storybook does it, [stories.NAME]\n"
    assert [each["source"] for each in empty("sources", "--format", "jsonl").lines()] == ["desk"]


def test_kinds_are_listed_by_how_they_begin_with_what_the_marks_mean(chrono: Caller) -> None:
    done = chrono("kinds", "lawsuit.fil")

    assert "A lawsuit is filed" in done.out
    assert "lawsuit.amended" not in done.out
    assert "? may be left out" in done.out
    assert chrono("kinds", "nosuch").out == "no kind begins with nosuch: `chrono kinds` lists them all\n"


def test_an_export_makes_a_log_that_answers_the_same(chrono: Caller) -> None:
    records = chrono("export").out
    (chrono.folder / "records.jsonl").write_text(records, "utf-8")

    assert chrono("--log", "copy.db", "init").code == 0
    assert chrono("--log", "copy.db", "append", "--file", "records.jsonl").code == 0

    question = ("state", "funding/stargate", "--as-of", "2025-01-22", "--format", "json")
    assert chrono("--log", "copy.db", *question).out == chrono(*question).out
    assert chrono("--log", "copy.db", "export").records() == chrono("export").records()


def test_a_sound_log_verifies_against_a_checkpoint(chrono: Caller) -> None:
    line = chrono("checkpoint").out.strip()
    assert chrono("retraction", "nw-p17-softbank", "--reported", "2025-03", "--why", "x").code == 0

    done = chrono("verify", "--against", line)

    assert done.code == 0
    assert done.out.startswith("sound: ")


def test_a_log_does_not_verify_against_the_checkpoint_of_another(chrono: Caller) -> None:
    line = chrono("checkpoint").out.strip()
    assert chrono("--log", "other.db", "init", "--storybook", chrono.folder / "chrono.toml").code == 1
    assert chrono("--log", "other.db", "init").code == 0
    assert chrono("--log", "other.db", "append", "--file", "-", stdin=chrono("export").out.encode()).code == 0

    assert chrono("--log", "other.db", "verify", "--against", line).code == 5


def test_a_storybook_in_force_is_not_adopted_again(empty: Caller) -> None:
    book = empty.folder / "b.toml"
    book.write_text('[storybook]\nname = "b"\n', "utf-8")

    first, again = empty("storybook", "add", book), empty("storybook", "add", book)

    assert (first.code, first.err) == (0, "in force: b\n")
    assert again.err == f"{book}: in force already, nothing changed\nin force: b\n"
    assert empty("info", "--format", "json").json()["records"] == 1


@pytest.mark.parametrize(
    ("span", "identity", "noted"),
    [("true", "@occurred", True), ("true", "@start", False), ("false", "@occurred", False)],
)
def test_a_storybook_is_noted_whose_spans_are_told_apart_by_their_end(
    empty: Caller, span: str, identity: str, *, noted: bool
) -> None:
    book = empty.folder / "b.toml"
    kind = f'[kinds.stay]\nspan = {span}\nidentity = ["{identity}"]\n'
    book.write_text(f'[storybook]\nname = "b"\n{kind}', "utf-8")
    note = (
        f'note: {book}: kinds."stay": identified by "@occurred", so that accounts of other ends do not join; '
        '"@start" would join them\n'
    )

    done = empty("storybook", "add", str(book))

    assert (done.code, done.err) == (0, f"{note if noted else ''}in force: b\n")


def test_with_strict_a_storybook_with_a_note_is_refused_and_no_log_is_left(
    empty: Caller,
) -> None:
    book = empty.folder / "b.toml"
    book.write_text('[storybook]\nname = "b"\n[kinds.stay]\nspan = true\nidentity = ["@occurred"]\n', "utf-8")

    for done in (
        empty("storybook", "add", book, "--strict"),
        empty("--log", "other.db", "init", "--storybook", book, "--strict"),
    ):
        assert done.code == 1
        [fault] = done.faults
        assert fault.startswith(f'chrono: {book}: kinds."stay": identified by "@occurred", so that accounts')
    assert empty("info", "--format", "json").json()["records"] == 0
    assert not (empty.folder / "other.db").exists()
    assert empty("storybook", "add", book).code == 0
    assert empty("storybook", "add", book, "--strict").code == 0  # in force already


def test_the_log_is_named_by_an_option_or_the_environment(chrono: Caller) -> None:
    (chrono.folder / "chrono.db").rename(chrono.folder / "elsewhere.db")
    assert chrono("info").code == 3

    assert chrono("--log", "elsewhere.db", "info").code == 0
    chrono.patch.setenv("CHRONO_LOG", "elsewhere.db")
    assert chrono("info").code == 0


def test_other_wordings_of_what_stands_are_shown_beside_it(chrono: Caller) -> None:
    lines = [
        " ".join(each.split())
        for each in chrono(
            "state", "bid/openai-nonprofit", "--as-of", "2025-02-17", columns=120
        ).out.splitlines()
    ]

    assert any(each.startswith("form an unsolicited offer") for each in lines)
    assert "also: surprise purchase offer wsj-ja P73" in lines


def test_a_date_that_stands_needs_no_vaguer_date_since_when_it_does(chrono: Caller) -> None:
    out = chrono("state", "form/openai", "--as-of", "2016-12-31", columns=120).out

    [founded] = [each for each in out.splitlines() if each.split()[:2] == ["founded", "Dec"]]
    assert ("Dec 2015" in founded, "since" in founded) == (True, False)


def test_since_when_a_value_holds_is_told_as_sharply_as_an_account_that_agrees(chrono: Caller) -> None:
    out = chrono("state", "form/openai", "--as-of", "2016-12-31", columns=120).out

    [status] = [each for each in out.splitlines() if each.strip().startswith("status ")]
    assert "since Dec 2015" in status  # WSJ P63; Newsweek P18 and P20 say only that it had been founded


LONG = "9" * 5_000
"""A number of more digits than Python reads."""


@pytest.mark.parametrize("number", ["1000", "2024", "9999", LONG, f"-{LONG}"])
@pytest.mark.parametrize(
    "question",
    [
        ("state", LAWSUIT, "--recorded-at", "{}"),
        ("explain", LAWSUIT, "--recorded-at", "{}"),
        ("timeline", "--recorded-at", "{}"),
        ("compare", LAWSUIT, "--between", "wsj-ja,newsweek-jp", "--recorded-at", "{}"),
        ("check", "--recorded-at", "{}"),
        ("diff", LAWSUIT, "--recorded-at", "1/{}"),
        ("replay", LAWSUIT, "--by", "file", "--from", "{}"),
        ("replay", LAWSUIT, "--by", "file", "--to", "{}"),
        ("replay", LAWSUIT, "--recorded-at", "{}"),
    ],
    ids=" ".join,
)
def test_a_whole_number_on_the_file_axis_is_a_position_however_many_digits_it_has(
    chrono: Caller, question: tuple[str, ...], number: str
) -> None:
    done = chrono(*(each.format(number) for each in question))

    assert done.code == 2
    assert "is no position here: the log has 1 to 200" in done.faults[0]


@pytest.mark.parametrize("time", ["2024~", "202X", "2024年", "2020/2024", "2024-XX"])
def test_a_time_of_the_file_axis_has_a_month(chrono: Caller, time: str) -> None:
    done = chrono("state", LAWSUIT, "--recorded-at", time)

    assert (done.code, done.faults) == (
        2,
        [f'chrono: recorded-at: "{time}" has no month: a time has one, such as "2024-12"'],
    )


@pytest.mark.parametrize("time", ["2099-12", "2099-12-31", "late 2099", "2099-12-31T00:00:00Z"])
def test_a_time_of_the_file_axis_gives_what_was_recorded_by_then(chrono: Caller, time: str) -> None:
    assert chrono("state", LAWSUIT, "--recorded-at", time, "--format", "json").json()["position"] == 200
