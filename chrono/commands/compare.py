"""`compare` sets side by side what several sources say of a target."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from chrono.ask.compare import Comparison, speaks
from chrono.commands.shared import AsOf, Form, KnownAt, RecordedAt, TargetArgument, chronicle, split_names
from chrono.fold.view import View
from chrono.render.formats import Answer, Format, write


def compare(
    ctx: typer.Context,
    target: TargetArgument,
    between: Annotated[
        list[str],
        typer.Option(
            "--between",
            metavar="SOURCE,SOURCE…",
            help="Sources or publishers, two or more.",
            callback=split_names,
        ),
    ],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    form: Form = Format.table,
) -> None:
    """Set what several sources say side by side: where they agree, differ, or say nothing.

    \b
    chrono compare funding/stargate --between newsweek-jp,wsj-ja
    """
    with chronicle(ctx) as opened:
        comparison = opened.compare(
            target, between or [], as_of=as_of, known_at=known_at, recorded_at=recorded_at
        )
        write(_answer(comparison, opened.view()), form)


def _answer(comparison: Comparison, view: View) -> Answer:
    def lines() -> Iterable[str]:
        from chrono.render.diffs import render_comparison

        return render_comparison(comparison, view)

    def values(field: str) -> dict[str, object]:
        from chrono.render.states import cell

        fields = {source: state.fields[field] for source, state in comparison.states.items()}
        return {
            source: cell(each, view)
            if speaks(each)
            else ("denied" if comparison.denials(source, field) else None)
            for source, each in fields.items()
        }

    return Answer(
        lines=lines,
        whole=comparison.to_dict,
        rows=lambda: [
            {"field": name, "verdict": verdict, **values(name)}
            for name, verdict in comparison.verdicts.items()
        ],
        columns=("field", "verdict", *comparison.states),
    )
