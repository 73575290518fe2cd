"""Commands that set answers side by side: `diff`, `compare`; and `rebuild`, which makes all anew."""

from __future__ import annotations

from typing import Annotated

import typer

from chrono.commands.shared import AsOf, Form, KnownAt, RecordedAt, Target, chronicle, sources
from chrono.errors import BadQuestion, quoted
from chrono.render.formats import Format, out, out_rows
from chrono.values.canonical_json import jsonbytes

app = typer.Typer(rich_markup_mode=None)
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


@app.command()
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
        if form is Format.table:
            from chrono.render.diffs import render_diff

            out("\n".join(render_diff(found, opened.view())))
            return
        if form is Format.md:
            from chrono.render.diffs import diff_markdown

            out(diff_markdown(found, opened.view()))
            return
        whole = found.to_dict()
        rows = [
            {
                "field": name,
                "before": each.before.value,
                "after": each.after.value,
                "certainty": each.after.certainty,
            }
            for name, each in found.changes.items()
        ]
        out_rows(rows, ("field", "before", "after", "certainty"), form, whole)


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


@app.command()
def compare(
    ctx: typer.Context,
    target: Target,
    between: Annotated[
        list[str],
        typer.Option("--between", metavar="SOURCE,SOURCE…", help="Sources or publishers, two or more."),
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
        found = opened.compare(
            target, sources(between) or [], as_of=as_of, known_at=known_at, recorded_at=recorded_at
        )
        if form is Format.table:
            from chrono.render.diffs import render_comparison

            out("\n".join(render_comparison(found, opened.view())))
            return
        names = tuple(found.states)
        rows = [
            {
                "field": name,
                "verdict": verdict,
                **{each: found.states[each].fields[name].value for each in names},
            }
            for name, verdict in found.verdicts.items()
        ]
        out_rows(rows, ("field", "verdict", *names), form, found.to_dict())


@app.command()
def rebuild(ctx: typer.Context) -> None:
    """Work out every state of every key anew from the log, and print how many, and their digest.

    Nothing derived is kept, so nothing can be out of step: the same log gives the same digest.

    \b
    chrono rebuild
    """
    from hashlib import sha256

    with chronicle(ctx) as opened:
        digest, count = sha256(), 0
        for state in opened.rebuild():
            digest.update(jsonbytes(state.to_dict()) + b"\n")
            count += 1
        records = opened.view().archive.position
        out(f"rebuilt {count} states from {records} records, sha256:{digest.hexdigest()}")
