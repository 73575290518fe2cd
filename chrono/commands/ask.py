"""Commands that ask: `state`, `replay`, `explain`, `show`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from chrono.commands.shared import (
    AccordingTo,
    AsOf,
    Form,
    KnownAt,
    RecordedAt,
    Target,
    chronicle,
    sources,
)
from chrono.errors import BadQuestion
from chrono.render.formats import Format, out, out_rows, pretty
from chrono.values.canonical_json import jsontext

app = typer.Typer(rich_markup_mode=None)
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


@app.command()
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
        if form is Format.table:
            from chrono.render.states import render

            out(render(found, opened.view(axes.position), axes))
            return
        whole = found.to_dict(accounts=accounts)
        if form is Format.jsonl:
            out(jsontext(whole))
            return
        out_rows(_rows(whole["fields"]), FIELD_COLUMNS, form, whole)


def _rows(fields: object) -> list[dict[str, object]]:
    return [{"field": name, **field} for name, field in fields.items()] if isinstance(fields, Mapping) else []


@app.command()
def replay(
    ctx: typer.Context,
    target: Target,
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
        steps = opened.replay(
            target,
            by=by,
            start=start,
            end=end,
            as_of=as_of,
            known_at=known_at,
            recorded_at=recorded_at,
            according_to=sources(according_to),
        )
        if form is Format.table:
            from chrono.render.replays import render
            from chrono.render.states import heading

            axes = opened.axes(
                as_of=as_of, known_at=known_at, recorded_at=recorded_at, according_to=sources(according_to)
            )
            view = opened.view()
            for line in (*heading(view, *view.target(target), axes)[:1], *render(steps, view, by)):
                out(line)
            return
        if form is Format.jsonl:
            for step in steps:
                out(jsontext(step.to_dict()))
            return
        whole = [step.to_dict() for step in steps]
        rows = [
            {"at": step["at"], "field": name, **_before_after(change), "reports": step["reports"]}
            for step in whole
            for name, change in step["changes"].items()  # type: ignore[attr-defined]
        ]
        out_rows(rows, ("at", "field", "before", "after", "certainty", "reports"), form, whole)


def _before_after(change: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    after = change["after"]
    return {"before": change["before"]["value"], "after": after["value"], "certainty": after["certainty"]}


@app.command()
def explain(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(metavar="TARGET[.FIELD]", help="A target, or one field of it.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    according_to: AccordingTo = None,
    form: Form = Format.table,
) -> None:
    """Say why: the developments behind each field, who reports them, where, and what was superseded.

    \b
    chrono explain lawsuit/musk-v-openai.status --as-of 2024-07-01
    """
    with chronicle(ctx) as opened:
        found = opened.explain(
            target,
            as_of=as_of,
            known_at=known_at,
            recorded_at=recorded_at,
            according_to=sources(according_to),
        )
        if form is Format.table:
            from chrono.render.explanations import render

            out("\n".join(render(found, opened.view(found.axes.position))))
            return
        whole = found.to_dict()
        if form is Format.json:
            out(pretty(whole))
            return
        rows = [
            {"field": name, "development": reason.development, "standing": reason.standing, **told.to_dict()}
            for name, reasons in found.reasons.items()
            for reason in reasons
            for told in reason.accounts
        ]
        out_rows(
            rows,
            ("field", "development", "standing", "source", "locator", "by", "occurred", "summary"),
            form,
        )


@app.command()
def show(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="ID-OR-DEVELOPMENT", help="An id, its beginning, @last, or a slug.")
    ],
    as_of: AsOf = None,
    form: Form = Format.table,
) -> None:
    """Show one record with what became of it; or a development, its accounts, and whether it had happened.

    \b
    chrono show @last
    chrono show stargate-announced --as-of 2025-01-21
    """
    with chronicle(ctx) as opened:
        found = opened.show(name, as_of=as_of)
        if form is Format.table:
            from chrono.render.showing import render

            out("\n".join(render(found, opened.view())))
            return
        whole = found.to_dict()
        out_rows([whole], tuple(whole), form, whole)
