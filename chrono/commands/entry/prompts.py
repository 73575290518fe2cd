"""Asks whoever sits at a terminal before a report is appended. Elsewhere nothing is asked."""

from __future__ import annotations

import sys

import attrs
import typer

from chrono.commands.entry.compose import review
from chrono.errors import ChronoError, quoted
from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_parts import Record
from chrono.render.receipts import doubt_words, duplicate_words, entity_words
from chrono.render.text import safe
from chrono.write.entry_notes import EntryNotes, Misnamed, with_names


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


def with_answers(record: Record, lookup: LogLookup, advice: EntryNotes) -> tuple[Record, EntryNotes]:
    """Return a report as the answers change it, and what is left to say of it.

    Raises:
        NothingAppended: the same report stands already, and is not wanted twice.
    """
    names = {
        (each.field, each.name): slug for each in advice.misnamed if (slug := _chosen_slug(each, lookup))
    }
    if names:
        record = with_names(record, names)
        advice = review(record, lookup)
    if advice.same is not None:
        question = f"the same report stands at position {advice.same} already: append it again?"
        if not yes(question, default=False):
            raise NothingAppended(f"nothing is appended: the same report stands at position {advice.same}")
    if advice.doubtful is not None:
        if not yes(f"{doubt_words(advice.doubtful)}: is this another account of it?", default=False):
            record = {**record, "development": record["id"]}
    elif development := _chosen_development(advice):
        record = {**record, "development": development}
    return record, attrs.evolve(advice, same=None, misnamed=(), likely=(), doubtful=None)


def _chosen_slug(misnamed: Misnamed, lookup: LogLookup) -> str | None:
    """Return the slug that was meant by a name, or None where it was meant as it stands."""
    begin = f"{quoted(misnamed.name)} is not declared: did you mean"
    return next(
        (slug for slug in misnamed.slugs if yes(f"{begin} {entity_words(slug, lookup)}?", default=True)), None
    )


def _chosen_development(advice: EntryNotes) -> str | None:
    """Return the development that the report turns out to be another account of, or None."""
    return next(
        (
            each.development
            for each in advice.likely
            if yes(f"is this another account of {duplicate_words(each)}?", default=False)
        ),
        None,
    )
