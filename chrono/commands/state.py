"""`state` says how a target stood at a point of the three axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Annotated

import typer

from chrono.ask.axes import Axes
from chrono.commands.shared import AccordingTo, AsOf, Form, KnownAt, RecordedAt, chronicle, sources
from chrono.errors import BadQuestion
from chrono.fold.states import State
from chrono.fold.view import View
from chrono.render.formats import Answer, Format, write

FIELD_COLUMNS = (
    "field",
    "value",
    "certainty",
    "possible",
    "disputed",
    "since",
    "sources",
    "origins",
    "reports",
)


def state(
    ctx: typer.Context,
    target: Annotated[
        str | None, typer.Argument(metavar="TARGET", help="A projection and a key: lawsuit/musk-v-openai.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    according_to: AccordingTo = None,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch", metavar="FILE|-", help='Answer a file of questions {"target", "as_of", "known_at", …}.'
        ),
    ] = None,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="With every account of each field (JSON).")
    ] = False,
    form: Form = Format.table,
) -> None:
    """Say how a target stood: as of a date, as known at a date, as recorded at a date.

    \b
    chrono state lawsuit/musk-v-openai --as-of 2024-07-01 --known-at 2025-01-23
    chrono state funding/stargate --according-to newsweek-jp --format json
    chrono state --batch questions.jsonl
    """
    with chronicle(ctx) as opened:
        if batch is not None:
            if target or as_of or known_at or recorded_at or according_to:
                raise BadQuestion("batch", "each line of the file says its own target, as_of, known_at …")
            from chrono.commands.batch import answer

            raise typer.Exit(answer(opened, batch, accounts=accounts))
        if target is None:
            raise BadQuestion("target", "missing: give one such as lawsuit/musk-v-openai, or --batch FILE")
        axes = opened.axes(
            as_of=as_of, known_at=known_at, recorded_at=recorded_at, according_to=sources(according_to)
        )
        found = opened.state_at(target, axes)
        write(_answer(found, opened.view(axes.position), axes, accounts=accounts), form)


def _answer(found: State, view: View, axes: Axes, *, accounts: bool) -> Answer:
    def lines() -> Iterable[str]:
        from chrono.render.states import render

        return render(found, view, axes)

    whole = partial(found.to_dict, accounts=accounts)
    return Answer(
        lines=lines,
        whole=whole,
        items=lambda: [whole()],
        rows=lambda: _rows(whole()["fields"]),
        columns=FIELD_COLUMNS,
    )


def _rows(fields: object) -> list[dict[str, object]]:
    if not isinstance(fields, Mapping):
        return []
    return [{"field": name, **field, **_between(field)} for name, field in fields.items()]


def _between(field: Mapping[str, object]) -> dict[str, object]:
    """Return the bounds of an open total for the column of what is possible: it has none of its own."""
    return {"possible": field["range"]} if field["value"] is None and "range" in field else {}
