"""The program under test, asked as a black box."""

from __future__ import annotations

from typing import Any

from chrono.errors import NoSuchTarget
from chrono.fold.view import View
from chrono.lookup.declarations import shelf
from chrono.model.storybook import storybook
from chrono.resolve.archive import Entry, archive
from chrono.values import times
from oracle.asking import Question
from oracle.chronicles import Chronicle

END = 1 << 30


def answers(case: Chronicle) -> list[dict[str, Any] | None]:
    """Return the state of every field for each question of a case; None where no record names the key."""
    written = storybook(case.text)
    books = shelf({written.name: written})
    declared = [Entry(0, str(each["slug"]), "source", each) for each in written.sources]
    declared += [Entry(0, str(each["slug"]), "entity", each) for each in written.entities]
    entries = [
        Entry(at, str(each.get("id") or each["slug"]), str(each["record"]), each) for at, each in case.rows
    ]

    def answer(question: Question) -> dict[str, Any] | None:
        view = View(archive(entries, question.recorded_at or END, declared=declared), books)
        try:
            projection, key = view.target(question.target)
        except NoSuchTarget:
            return None
        states = view.fields(
            projection,
            key,
            until=times.bound(question.as_of),
            known_at=times.bound(question.known_at) if question.known_at else None,
            sources=frozenset(question.according_to) or None,
        )
        return {name: state.to_dict() for name, state in states.items()}

    return [answer(each) for each in case.questions]
