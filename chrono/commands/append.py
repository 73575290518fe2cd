"""`append` appends one report, or a file of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from chrono.chronicle import Chronicle
from chrono.commands.entry.files import append_file, check_rejects
from chrono.commands.entry.options import EnteredBy, Strict
from chrono.commands.shared import Form, chronicle
from chrono.errors import BadQuestion
from chrono.render.formats import Format

if TYPE_CHECKING:
    from chrono.commands.entry.compose import ReportArguments


def append(
    ctx: typer.Context,
    kind: Annotated[
        str | None, typer.Argument(metavar="KIND", help="A kind: `chrono kinds` lists them.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIELD=VALUE…", help="What the kind tells; repeat a field for a list."),
    ] = None,
    occurred: Annotated[
        str | None, typer.Option("--occurred", metavar="DATE", help="When it happened, EDTF.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="SLUG", help="Who published it; @last: as the last report."),
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Declares the source: its outlet.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="Of a new source.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="Of a new source.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="Of a new source.")] = None,
    reported: Annotated[
        str | None,
        typer.Option(
            "--reported", metavar="DATE", help="When this was published; default: the source's date."
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who, inside the source, says so.")] = None,
    standing: Annotated[
        str | None,
        typer.Option("--standing", help="document, on-record, reporter (default), anonymous or inferred."),
    ] = None,
    via: Annotated[str | None, typer.Option("--via", help="The channel it was said through.")] = None,
    development: Annotated[
        str | None, typer.Option("--development", metavar="SLUG", help="The development it is an account of.")
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="A development of its own, whatever its fields.")
    ] = False,
    after: Annotated[
        list[str] | None, typer.Option("--after", help="A development it does not precede.")
    ] = None,
    modality: Annotated[
        str | None, typer.Option("--modality", help="occurred (default), planned, alleged or denied.")
    ] = None,
    sense: Annotated[
        str | None, typer.Option("--sense", help="within (some time in the date) or throughout (all of it).")
    ] = None,
    locator: Annotated[str | None, typer.Option("--locator", help="Where in the source: P9.")] = None,
    quote: Annotated[str | None, typer.Option("--quote", help="The source's own few words.")] = None,
    summary: Annotated[str | None, typer.Option("--summary", help="One line in your words.")] = None,
    like: Annotated[
        str | None, typer.Option("--like", metavar="ID", help="Begin from that report (@last: the last one).")
    ] = None,
    edit: Annotated[
        bool, typer.Option("--edit", help="Fill in a form in $VISUAL or $EDITOR, then append.")
    ] = False,
    file: Annotated[
        str | None,
        typer.Option("--file", metavar="FILE|-", help="Append records from JSON Lines, all or none."),
    ] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="With --file: append what is sound, leave out the rest.")
    ] = False,
    rejects: Annotated[
        str | None,
        typer.Option("--rejects", metavar="FILE", help="With --keep-going: where what is left out goes."),
    ] = None,
    strict: Strict = False,
    entered_by: EnteredBy = None,
    form: Form = Format.table,
) -> None:
    """Append one report, or a file of records; say in words what was understood.

    On a terminal it asks about names that nobody has declared, about likely duplicates and about
    developments that it may not belong to; elsewhere it never asks, and says so in notes. --strict
    refuses instead. --like takes kind, source, date, fields, modality and stories from
    another report, and who said it if the source is the same; what is given replaces it, and `field=`
    clears. What stands in one place of a source (locator, quote, summary) is never taken over.

    \b
    chrono append lawsuit.settled case=musk-v-openai --occurred 2026-03 \\
        --source ft --publisher "Financial Times" --published 2026-04-02
    chrono append --like nw-p13-softbank participant=microsoft --locator P14
    chrono append role.started holder=sam-altman organisation=openai role=chair \\
        --occurred 2024 --source @last
    chrono append --file records.jsonl
    """
    from chrono.commands.entry.compose import read_arguments

    arguments = read_arguments(
        kind,
        fields,
        begun=like is not None or edit,
        occurred=occurred,
        sense=sense,
        source=source,
        declared={"publisher": publisher, "published": published, "url": url, "title": title},
        attribution={"by": by, "standing": standing, "via": via},
        keys={
            "reported": reported,
            "locator": locator,
            "quote": quote,
            "summary": summary,
            "modality": modality,
            "development": development,
            "after": after,
        },
        new=new,
    )
    with chronicle(ctx, read_only=False, entered_by=entered_by) as opened:
        if file is None and (keep_going or rejects is not None):
            raise BadQuestion("keep-going", "it goes with --file: one report is appended or refused")
        if file is None:
            _enter(opened, arguments, like=like, edit=edit, form=form, strict=strict)
            return
        if kind is not None or like is not None or edit:
            raise BadQuestion("file", "append one report or a file, not both")
        if rejects is not None and not keep_going:
            raise BadQuestion("rejects", "it goes with --keep-going: else a file is all or nothing")
        if rejects is not None:
            check_rejects(rejects, {"the log": str(ctx.obj), "the file it reads": file})
        raise typer.Exit(
            append_file(opened, file, keep_going=keep_going, rejects=rejects, form=form, strict=strict)
        )


def _enter(
    opened: Chronicle, arguments: ReportArguments, *, like: str | None, edit: bool, form: Format, strict: bool
) -> None:
    """Append one report, from the command line alone or from a form that begins with it."""
    from chrono.commands.entry.compose import compose, default_source
    from chrono.commands.entry.receipts import append_report

    lookup = opened.lookup()
    record = compose(lookup, arguments, like=like, whole=not edit)
    if not edit:
        append_report(opened, record, form, lookup, strict=strict)
        return
    from chrono.commands.entry.edit import edit_report

    with edit_report(lookup, {**default_source(lookup), **record}) as filled:
        append_report(opened, filled, form, opened.lookup(), strict=strict)
