"""`diff` says what changed in a target between two points of one axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from chrono.ask.diff import Diff
from chrono.commands.shared import Form, TargetArgument, chronicle, split_names
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
    target: TargetArgument,
    as_of: Moving = None,
    known_at: MovingKnown = None,
    recorded_at: MovingRecorded = None,
    according_to: Annotated[
        list[str] | None,
        typer.Option("--according-to", metavar="SOURCE", help="Only reports of these.", callback=split_names),
    ] = None,
    form: Form = Format.table,
) -> None:
    """Say what changed in a target between two points of one axis, and what changed it.

    \b
    chrono diff lawsuit/musk-v-openai --as-of 2024-07-01/2024-09-01
    chrono diff bid/openai-nonprofit --known-at 2025-01-23/2025-02-17
    """
    with chronicle(ctx) as opened:
        result = opened.diff(
            target,
            as_of=_points(as_of),
            known_at=_points(known_at),
            recorded_at=_points(recorded_at),
            according_to=according_to,
        )
        write(_answer(result, opened.view()), form)


def _points(text: str | None) -> str | tuple[str, str] | None:
    """Return A/B as two points; both must be there."""
    if text is None or "/" not in text:
        return text
    start, _, end = text.partition("/")
    if not start or not end or "/" in end:
        raise BadQuestion(
            "diff", f"{quoted(text)} is no A/B: write two points, such as 2025-01-23/2025-02-17"
        )
    return start, end


def _answer(result: Diff, view: View) -> Answer:
    def lines() -> Iterable[str]:
        from chrono.render.diffs import render_diff

        return render_diff(result, view)

    def document() -> Iterable[str]:
        from chrono.render.diffs import diff_markdown

        return diff_markdown(result, view)

    return Answer(
        lines=lines,
        whole=result.to_dict,
        items=lambda: (
            {**row, "changed_by": [each.to_dict() for each in result.changes[str(row["field"])].changed_by]}
            for row in _rows(result)
        ),
        rows=lambda: _rows(result),
        columns=("field", "before", "after", "certainty", "changed_by"),
        documents={Format.md: document},
    )


def _rows(result: Diff) -> Iterator[dict[str, object]]:
    """Yield a row for each field that changed."""
    for name, change in result.changes.items():
        yield {
            "field": name,
            "before": change.before.value,
            "after": change.after.value,
            "certainty": change.after.certainty,
            "changed_by": [str(each) for each in change.changed_by],
        }
