"""What cannot be is refused: one clear line a fault, the right exit code, and the log as it was."""

from __future__ import annotations

import json

import pytest
from cli.calls import Caller, report

NEW = ("--source", "ft", "--publisher", "Financial Times", "--published", "2025-03-02")
SETTLED = ("append", "lawsuit.settled", "case=musk-v-openai")
COURTS = """
[storybook]
name = "fines"
[kinds."fine.imposed"]
fields.who = "entity"
fields.fine = "quantity:USD"
"""


def refused(chrono: Caller, *arguments: object, stdin: bytes = b"") -> tuple[int, list[str]]:
    """Return the exit code and the lines of a call that is refused, having seen that the log is as it was."""
    before = chrono("export").out
    done = chrono(*arguments, stdin=stdin)
    assert "Traceback" not in done.err
    assert all(line.startswith("chrono: ") for line in done.faults)
    assert chrono("export").out == before
    return done.code, [line.removeprefix("chrono: ") for line in done.faults]


def test_an_impossible_date_is_refused(chrono: Caller) -> None:
    assert refused(chrono, *SETTLED, "--occurred", "2025-02-30", *NEW) == (
        1,
        ['occurred: "2025-02-30": no such day: 2025-02 has 28 days'],
    )


def test_a_reversed_date_is_refused_with_the_order_that_would_be_right(chrono: Caller) -> None:
    code, [line] = refused(chrono, *SETTLED, "--occurred", "2025-03/2025-02", *NEW)

    assert code == 1
    assert line.startswith('occurred: "2025-03/2025-02": reversed')
    assert '"2025-02/2025-03"' in line


def test_a_naive_datetime_of_what_occurred_is_refused(chrono: Caller) -> None:
    code, [line] = refused(chrono, *SETTLED, "--occurred", "2025-03-01T10:00:00", "--source", "wsj-ja")

    assert code == 1
    assert "naive" in line
    assert "2025-03-01T10:00:00Z" in line


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        pytest.param(
            ("append", "lawsuit.setled", "--occurred", "2025", "--source", "wsj-ja"),
            'kind: unknown kind "lawsuit.setled": did you mean "lawsuit.settled"?',
            id="kind",
        ),
        pytest.param(
            (*SETTLED, "ammount=5 USD", "--occurred", "2025", "--source", "wsj-ja"),
            'data.ammount: kind "lawsuit.settled" has no field "ammount": did you mean "amount"?',
            id="field",
        ),
        pytest.param(
            (*SETTLED, "--occurred", "2025", "--source", "wsj"),
            'source: unknown source "wsj": did you mean "wsj-ja"? a new one is declared with its publisher',
            id="source",
        ),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known(
    chrono: Caller, arguments: tuple[str, ...], line: str
) -> None:
    assert refused(chrono, *arguments) == (1, [line])


def test_an_unknown_key_of_a_record_is_refused_with_line_number_and_the_nearest_known(chrono: Caller) -> None:
    path = chrono.file("more.jsonl", report(), report(ocurred="2025"))

    assert refused(chrono, "append", "--file", path) == (
        1,
        [f'{path}:2: ocurred: unknown key: did you mean "occurred"?'],
    )


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("lawsiut/musk-v-openai", 'unknown projection "lawsiut": did you mean "lawsuit"?'),
        ("lawsuit/musk-v-opnai", 'nothing is known of "lawsuit/musk-v-opnai": did you mean "musk-v-openai"?'),
    ],
)
@pytest.mark.parametrize("command", ["state", "replay", "explain"])
def test_an_unknown_target_exits_with_3_and_the_nearest_known(
    chrono: Caller, command: str, target: str, line: str
) -> None:
    assert refused(chrono, command, target) == (3, [line])


def test_an_unknown_field_of_a_target_exits_with_3(chrono: Caller) -> None:
    assert refused(chrono, "explain", "lawsuit/musk-v-openai.statsu") == (
        3,
        ['"lawsuit" has no field "statsu": did you mean "status"?'],
    )


def test_an_unknown_source_to_ask_by_exits_with_3(chrono: Caller) -> None:
    assert refused(chrono, "state", "lawsuit/musk-v-openai", "--according-to", "wsj") == (
        3,
        ['unknown source or publisher "wsj": did you mean "wsj-ja"?'],
    )


@pytest.mark.parametrize("name", ["show nosuch", "correction nosuch --reported 2025 --why x --occurred 2025"])
def test_an_unknown_record_exits_with_3(chrono: Caller, name: str) -> None:
    code, [line] = refused(chrono, *name.split())

    assert code == 3
    assert '"nosuch"' in line


def test_an_id_that_several_begin_with_is_not_guessed(chrono: Caller) -> None:
    code, [line] = refused(chrono, "retraction", "wsj-p24", "--reported", "2025-03", "--why", "x")

    assert code == 3
    assert '5 ids begin with "wsj-p24"' in line
    assert '"wsj-p24-filed"' in line


@pytest.mark.parametrize("option", ["--as-of", "--known-at", "--recorded-at"])
def test_an_impossible_date_in_a_question_is_a_fault_of_usage(chrono: Caller, option: str) -> None:
    assert refused(chrono, "state", "lawsuit/musk-v-openai", option, "2025-02-30") == (
        2,
        ['"2025-02-30": no such day: 2025-02 has 28 days'],
    )


def test_a_missing_unit_is_refused_with_one_that_would_be_right(chrono: Caller) -> None:
    book = chrono.folder / "fines.toml"
    book.write_text(COURTS, "utf-8")
    assert chrono("storybook", "add", book).code == 0

    code, [line] = refused(
        chrono,
        "append",
        "fine.imposed",
        "who=openai",
        "fine=500",
        "--occurred",
        "2025-02",
        "--source",
        "wsj-ja",
    )

    assert code == 1
    assert line.startswith('data.fine: "500": missing unit')
    assert '"5 USD"' in line


def test_a_correction_by_another_publisher_is_refused_as_a_conflicting_report(chrono: Caller) -> None:
    correction = ("correction", "wsj-p24-filed", "--occurred", "2024-02-29", "--reported", "2025-02-20")

    code, [line] = refused(chrono, *correction, "--why", "x", "--source", "newsweek-jp")

    assert code == 1
    assert '"Newsweek Japan" cannot correct what "The Wall Street Journal" published' in line
    assert "conflicting report" in line


def test_an_id_that_stands_with_other_content_is_refused_with_its_position(chrono: Caller) -> None:
    path = chrono.file("again.jsonl", report(id="wsj-p24-filed"))

    code, [line] = refused(chrono, "append", "--file", path)

    assert code == 1
    assert line.startswith(f"{path}:1: id: ")
    assert "wsj-p24-filed" in line
    assert "position 4 with other content" in line


def test_a_truncated_line_is_refused_with_file_and_line_number(chrono: Caller) -> None:
    path = chrono.file("cut.jsonl", report(id="whole"), '{"record": "report", "id": "cu')

    code, [line] = refused(chrono, "append", "--file", path)

    assert code == 1
    assert line.startswith(f"{path}:2: not JSON: ")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("[" * 100_000, id="nested too deep"),
        pytest.param('{"a":' * 50_000, id="objects nested too deep"),
        pytest.param("[1, 2]", id="a list"),
        pytest.param('"words"', id="text"),
        pytest.param('{"record": "report", "data": NaN}', id="not a number"),
        pytest.param('{"record": 5}', id="a number for a name"),
        pytest.param('{"record": "rumour"}', id="an unknown record"),
        pytest.param("{}", id="nothing"),
        pytest.param(
            '{"kind": ["a"], "source": {"slug": 5}, "occurred": {"edtf": 5}, "data": []}', id="types"
        ),
        pytest.param(json.dumps(report(occurred={"start": "2025"})), id="half a span"),
        pytest.param(json.dumps(report(after="x" * 10)), id="after is no list"),
        pytest.param(json.dumps(report(data={"case": {"a": 1}})), id="an object for an entity"),
    ],
)
def test_whatever_a_line_holds_it_is_refused_in_words(chrono: Caller, line: str) -> None:
    path = chrono.file("odd.jsonl", line)

    code, lines = refused(chrono, "append", "--file", path)

    assert code == 1
    assert lines
    assert all(each.startswith(f"{path}:1: ") for each in lines)
    assert all(len(each) < 400 for each in lines)


def test_bytes_that_are_no_utf8_are_refused_with_their_line(chrono: Caller) -> None:
    path = chrono.folder / "latin.jsonl"
    path.write_bytes(b'{"record": "entity", "slug": "caf\xe9"}\n')

    code, [line] = refused(chrono, "append", "--file", path)

    assert code == 1
    assert line.startswith(f"{path}:1: not JSON: ")


def test_every_fault_of_a_file_is_named_in_one_go(chrono: Caller) -> None:
    path = chrono.file(
        "faulty.jsonl",
        report(occurred="2025-02-30"),
        report(),
        "{",
        report(kind="lawsuit.setled"),
        report(data={"cas": "x"}),
    )

    code, lines = refused(chrono, "append", "--file", path)

    assert code == 1
    assert [line.split(":")[1] for line in lines] == ["1", "3", "4", "5", "5"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(
            "state lawsuit/musk-v-openai --frmat json", '"--frmat": did you mean --format?', id="option"
        ),
        pytest.param("stat lawsuit/musk-v-openai", '"stat": did you mean "state"?', id="command"),
        pytest.param("state lawsuit/musk-v-openai --format jsn", "'jsn' is not one of 'table'", id="format"),
        pytest.param("state", "target: missing", id="no target"),
        pytest.param("state lawsuit --batch questions.jsonl", "batch: each line", id="target and batch"),
        pytest.param("replay lawsuit/musk-v-openai --by wrld", '"wrld": did you mean "world"?', id="axis"),
        pytest.param("replay lawsuit/musk-v-openai --from soon", '"soon": not a date', id="from"),
        pytest.param("append lawsuit.settled", "missing --occurred, --source", id="half an append"),
        pytest.param("append --file a.jsonl lawsuit.settled", "not both", id="a file and a report"),
        pytest.param("append --file a.jsonl --rejects b.jsonl", "--keep-going", id="rejects alone"),
        pytest.param("append lawsuit.settled --keep-going", "--file", id="keep going without a file"),
        pytest.param("retraction wsj-p24-filed --reported 2025-03", "missing option '--why'", id="no reason"),
        pytest.param("export --format md", "is not one of 'jsonl', 'json', 'csv'", id="an export as a table"),
        pytest.param("source", "missing command", id="half a command"),
    ],
)
def test_a_call_that_is_not_understood_exits_with_2_in_one_line(
    chrono: Caller, arguments: str, says: str
) -> None:
    code, [line] = refused(chrono, *arguments.split())

    assert code == 2
    assert says in line
    assert "Value error" not in line


@pytest.mark.parametrize(
    ("field", "says"),
    [
        pytest.param("case", '"case" is no assignment: write field=value', id="no assignment"),
        pytest.param("case=other", '"case" is given twice, and it is no list', id="twice"),
        pytest.param("amount={5", "is not JSON", id="broken JSON"),
    ],
)
def test_an_argument_that_is_no_field_is_a_fault_of_usage(chrono: Caller, field: str, says: str) -> None:
    code, [line] = refused(chrono, *SETTLED, field, "--occurred", "2025-02", "--source", "wsj-ja")

    assert code == 2
    assert says in line


def test_a_development_of_its_own_cannot_have_the_name_of_another(chrono: Caller) -> None:
    options = ("--occurred", "2025-02", "--source", "wsj-ja", "--new", "--development", "lawsuit-filed")

    code, [line] = refused(chrono, *SETTLED, *options)

    assert code == 2
    assert line.startswith("new: ")


def test_a_new_source_needs_its_publisher(chrono: Caller) -> None:
    options = ("--occurred", "2025-02", "--source", "ft", "--published", "2025-03-02")

    assert refused(chrono, *SETTLED, *options) == (
        2,
        ["publisher: a new source needs its outlet: --source ft --publisher NAME"],
    )


def test_a_source_without_a_date_needs_the_date_of_the_report(chrono: Caller) -> None:
    options = ("--occurred", "2025-02", "--source", "ft", "--publisher", "Financial Times")

    assert refused(chrono, *SETTLED, *options) == (
        1,
        ['reported: missing: source "ft" has no date of publication'],
    )


def test_a_batch_line_that_cannot_be_answered_leaves_the_others_answered(chrono: Caller) -> None:
    questions = chrono.file(
        "questions.jsonl",
        {"target": "lawsuit/musk-v-openai", "as_of": "2024-07-01"},
        {"target": "lawsiut/musk-v-openai"},
        {"target": "lawsuit/musk-v-openai", "asof": "2024-07-01"},
        {"target": "lawsuit/musk-v-openai", "as_of": 2024},
        {"target": "lawsuit/musk-v-openai", "recorded_at": 3.5},
        {"target": "lawsuit/musk-v-openai", "according_to": 7},
        {"as_of": "2024-07-01"},
        "{",
        {"target": "lawsuit/musk-v-openai", "as_of": "2024-06-15", "expect": "another program's"},
    )

    done = chrono("state", "--batch", questions)

    answers = done.lines()
    assert done.code == 3
    assert [each.get("as_of") for each in answers] == ["2024-07-01", *[None] * 7, "2024-06-15"]
    assert [each.get("line") for each in answers] == [None, 2, 3, 4, 5, 6, 7, 8, None]
    assert [line.split(": ")[1] for line in done.err.splitlines()] == [
        f"{questions}:{n}" for n in range(2, 9)
    ]
    assert 'did you mean "as_of"?' in done.err


def test_a_replay_that_ends_before_it_begins_is_a_fault_of_usage(chrono: Caller) -> None:
    done = chrono("replay", "lawsuit/musk-v-openai", "--from", "2025", "--to", "2024")

    assert (done.code, done.faults) == (
        2,
        ['chrono: to: "2024" is before "2025", where it is to begin'],
    )


def test_a_position_below_nothing_is_a_fault_of_usage(chrono: Caller) -> None:
    done = chrono("state", "lawsuit/musk-v-openai", "--recorded-at", "-1")

    assert done.code == 2
    assert "-1 is no position here" in done.faults[0]


def test_a_log_that_is_missing_names_the_command_that_makes_one(nothing: Caller) -> None:
    done = nothing("--log", "none.db", "state", "lawsuit/x")

    assert (done.code, len(done.faults)) == (3, 1)
    assert "`chrono init` makes one there" in done.faults[0]
