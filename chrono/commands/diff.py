"""`diff` says what changed in a target between two points of one axis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from chrono.ask.diff import Diff
from chrono.commands.shared import Form, Target, chronicle, sources
from chrono.errors import BadQuestion, quoted
from chrono.fold.view import View
from chrono.render.formats import Answer, Format, write

Moving = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE|A/B", help="World axis; A/B to move along it.")
]


MovingKnown = Annotated[
    str | None, typer.Option("--known-at", metavar="DATE|A/B", help="Press axis; A/B to move along it.")
]


MovingRecorded = Annotated[
    str | None,
    typer.Option("--recorded-at", metavar="DATE|POSITION|A/B", help="File axis; A/B to move along it."),
]


def diff(
    ctx: typer.Context,
    target: Target,
    as_of: Moving = None,
    known_at: MovingKnown = None,
    recorded_at: MovingRecorded = None,
    according_to: Annotated[
        list[str] | None, typer.Option("--according-to", metavar="SOURCE", help="Only reports of these.")
    ] = None,
    form: Form = Format.table,
) -> None:
    """Say what changed in a target between two points of one axis, and which reports changed it.

    \b
    chrono diff lawsuit/musk-v-openai --as-of 2024-07-01/2024-09-01
    chrono diff bid/openai-nonprofit --known-at 2025-01-23/2025-02-17
    """
    with chronicle(ctx) as opened:
        found = opened.diff(
            target,
            as_of=_points(as_of),
            known_at=_points(known_at),
            recorded_at=_points(recorded_at),
            according_to=sources(according_to),
        )
        write(_answer(found, opened.view()), form)


def _points(given: str | None) -> str | tuple[str, str] | None:
    """Return A/B as two points; both must be there."""
    if given is None or "/" not in given:
        return given
    one, _, other = given.partition("/")
    if not one or not other or "/" in other:
        raise BadQuestion(
            "diff", f"{quoted(given)} is no A/B: write two points, such as 2025-01-23/2025-02-17"
        )
    return one, other


def _answer(found: Diff, view: View) -> Answer:
    def lines() -> Iterable[str]:
        from chrono.render.diffs import render_diff

        return render_diff(found, view)

    def document() -> Iterable[str]:
        from chrono.render.diffs import diff_markdown

        return diff_markdown(found, view)

    return Answer(
        lines=lines,
        whole=found.to_dict,
        rows=lambda: [
            {
                "field": name,
                "before": each.before.value,
                "after": each.after.value,
                "certainty": each.after.certainty,
            }
            for name, each in found.changes.items()
        ],
        columns=("field", "before", "after", "certainty"),
        documents={Format.md: document},
    )
