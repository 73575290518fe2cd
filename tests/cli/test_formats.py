"""Formats: a command offers those that it can write, and refuses any other by naming them."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import Literal, get_args, get_type_hints

import pytest
import typer
from cli.calls import Caller

from chrono.cli import COMMANDS
from chrono.commands.shared import FormatsDiffer, written_as
from chrono.render.formats import WRITERS, Answer, AnswerFormat, Format, Shape, write


def formats_of(name: str) -> tuple[Format, ...]:
    """Return the formats that a command declares; none where it has no such option."""
    module = f"{name}_" if iskeyword(name) else name
    command = getattr(import_module(f"chrono.commands.{module}"), module)
    return () if isinstance(command, typer.Typer) else get_args(get_type_hints(command).get("form"))


DECLARED = {name: found for name in COMMANDS if (found := formats_of(name))}


@pytest.mark.parametrize("name", DECLARED)
def test_a_format_that_a_command_cannot_write_is_refused_with_those_that_it_can(
    chrono: Caller, name: str
) -> None:
    for form in (*(each.value for each in Format if each not in DECLARED[name]), "yaml"):
        done = chrono(name, "--format", form)
        choices = ", ".join(f"'{each}'" for each in DECLARED[name])

        assert done.code == 2
        assert done.faults == [
            f"chrono: invalid value for '--format': '{form}' is not one of {choices} (see --help)"
        ]


def test_every_format_is_written_by_some_command() -> None:
    assert {form for forms in DECLARED.values() for form in forms} == set(Format)


def test_a_command_cannot_declare_a_format_that_it_has_no_writer_for() -> None:
    with pytest.raises(FormatsDiffer, match="html"):
        written_as(Literal[AnswerFormat, Format.html])


def test_a_command_cannot_leave_out_a_format_that_can_be_written() -> None:
    with pytest.raises(FormatsDiffer, match="csv, md"):
        written_as(Literal[Format.table, Format.json, Format.jsonl])


def test_a_command_with_a_writer_of_its_own_can_declare_its_format() -> None:
    written_as(Literal[AnswerFormat, Format.html], {*WRITERS, Format.html})


@pytest.mark.parametrize("form", WRITERS)
def test_a_format_is_given_the_shape_of_an_answer_that_it_can_hold(
    form: Format, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Shape] = []

    def shape(which: Shape, made: list[object]) -> object:
        asked.append(which)
        return made

    answer = Answer(
        lines=lambda: shape(Shape.lines, ["a line"]),  # type: ignore[arg-type, return-value]
        whole=lambda: shape(Shape.whole, []),
        items=lambda: shape(Shape.items, [{"a": 1}]),  # type: ignore[arg-type, return-value]
        rows=lambda: shape(Shape.rows, [{"a": 1}]),  # type: ignore[arg-type, return-value]
        columns=("a",),
    )
    write(answer, form)

    assert asked == [form.holds]
    assert capsys.readouterr().out
