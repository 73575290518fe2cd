"""Asks whoever sits at a terminal before a report is appended. Elsewhere nothing is asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import attrs
import typer

from chrono.commands.entry.compose import review
from chrono.errors import ChronoError, quoted
from chrono.lookup.log_lookup import LogLookup
from chrono.render.receipts import alike, named
from chrono.render.text import safe
from chrono.write.entry_notes import EntryNotes, Misnamed, with_names

Record = Mapping[str, object]


class NothingAppended(ChronoError):
    """Whoever was to say what is appended said: nothing."""


def on_a_terminal() -> bool:
    """Return whether somebody can be asked: stdin and stdout are both terminals."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def yes(question: str, *, default: bool) -> bool:
    """Return the answer to a question, asked on stderr; an empty one is the default.

    Raises:
        typer.Abort: there is no answer: the end of the input, or an interrupt.
    """
    return typer.confirm(safe(question), default=default, err=True)


def with_answers(record: Record, known: LogLookup, advice: EntryNotes) -> tuple[Record, EntryNotes]:
    """Return a report as the answers change it, and what is left to say of it.

    Raises:
        NothingAppended: the same report stands already, and is not wanted twice.
    """
    names = {(each.field, each.name): slug for each in advice.misnamed if (slug := _meant(each, known))}
    if names:
        record = with_names(record, names)
        advice = review(record, known)
    if advice.same is not None:
        question = f"the same report stands at position {advice.same} already: append it again?"
        if not yes(question, default=False):
            raise NothingAppended(f"nothing is appended: the same report stands at position {advice.same}")
    if development := _joined(advice):
        record = {**record, "development": development}
    return record, attrs.evolve(advice, same=None, misnamed=(), likely=())


def _meant(each: Misnamed, known: LogLookup) -> str | None:
    """Return the slug that was meant by a name, or None where it was meant as it stands."""
    begin = f"{quoted(each.name)} is not declared: did you mean"
    return next(
        (slug for slug in each.slugs if yes(f"{begin} {named(slug, known)}?", default=True)),
        None,
    )


def _joined(advice: EntryNotes) -> str | None:
    """Return the development that the report turns out to be another account of, or None."""
    return next(
        (
            each.development
            for each in advice.likely
            if yes(f"is this another account of {alike(each)}?", default=False)
        ),
        None,
    )
