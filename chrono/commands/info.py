"""`info` says how much the log holds, and from when to when."""

from __future__ import annotations

from collections import Counter

import attrs
import typer

from chrono.chronicle import Chronicle
from chrono.commands.shared import Form, chronicle
from chrono.render.formats import Answer, Format, listing, write


def info(ctx: typer.Context, form: Form = Format.table) -> None:
    """Say what the log holds: how many records of each sort, storybooks, first and last record, checkpoint.

    \b
    chrono info
    """
    with chronicle(ctx) as opened:
        write(_answer(_facts(opened, ctx.obj)), form)


def _facts(opened: Chronicle, log: str) -> dict[str, object]:
    """Return the facts about a log, each under its name."""
    counts: Counter[str] = Counter()
    first = last = None
    checkpoint = opened.log.checkpoint()
    for event in opened.records(until=checkpoint.position):
        counts[event.type] += 1
        first = first or event.recorded_at.isoformat()
        last = event.recorded_at.isoformat()
    return {
        "log": log,
        "records": counts.total(),
        **{f"{name} records": count for name, count in counts.items()},
        "developments": len(opened.view().archive.reports),
        "storybooks": list(opened.shelf.storybooks),
        "storybook digest": opened.shelf.digest,
        "first recorded": first,
        "last recorded": last,
        "checkpoint": str(checkpoint),
    }


def _answer(facts: dict[str, object]) -> Answer:
    rows = [{"what": key, "value": value} for key, value in facts.items()]
    return attrs.evolve(listing(rows, ("what", "value"), ""), whole=lambda: facts)
