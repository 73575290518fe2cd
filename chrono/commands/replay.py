"""`replay` shows the history of a target, step by step along one axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from chrono.ask.axes import Axes, AxesGiven
from chrono.ask.replay import Step
from chrono.commands.shared import AccordingTo, AsOf, Form, KnownAt, RecordedAt, TargetArgument, chronicle
from chrono.fold.view import View
from chrono.render.formats import Answer, Format, write


def replay(
    ctx: typer.Context,
    target: TargetArgument,
    by: Annotated[
        str, typer.Option("--by", metavar="world|press|file", help="The axis that moves.")
    ] = "world",
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE|POSITION", help="The first step to show.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE|POSITION", help="The last step to show.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    according_to: AccordingTo = None,
    form: Form = Format.table,
) -> None:
    """Show the history of a target step by step: how it happened, became known, or was recorded.

    \b
    chrono replay lawsuit/musk-v-openai                 as it happened
    chrono replay lawsuit/musk-v-openai --by press      as it became known
    """
    with chronicle(ctx) as opened:
        axes = AxesGiven(as_of=as_of, known_at=known_at, recorded_at=recorded_at, according_to=according_to)
        steps = opened.replay(target, by=by, start=start, end=end, **axes)
        write(_answer(steps, opened.view(), target, opened.axes(**axes), by), form)


def _answer(steps: Iterable[Step], view: View, target: str, axes: Axes, by: str) -> Answer:
    def lines() -> Iterator[str]:
        from chrono.render.replays import render
        from chrono.render.states import heading

        yield from heading(view, *view.target(target), axes)[:1]
        yield from render(steps, view, by)

    def whole() -> list[dict[str, object]]:
        return [step.to_dict() for step in steps]

    return Answer(
        lines=lines,
        whole=whole,
        items=lambda: (step.to_dict() for step in steps),
        rows=lambda: [row for step in steps for row in _rows(step)],
        columns=("at", "field", "before", "after", "certainty", "reports", "changed_by"),
    )


def _rows(step: Step) -> Iterator[dict[str, object]]:
    """Yield a row for each field that a step changes."""
    for name, change in step.changes.items():
        yield {
            "at": step.at,
            "field": name,
            "before": change.before.value,
            "after": change.after.value,
            "certainty": change.after.certainty,
            "reports": list(step.reports),
            "changed_by": [str(each) for each in change.changed_by],
        }
