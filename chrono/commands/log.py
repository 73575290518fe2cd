"""`log` lists the records in the order in which they were appended."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from chrono.chronicle import Chronicle
from chrono.commands.shared import Form, Since, chronicle
from chrono.lookup.decoding import decode
from chrono.render.formats import Answer, Format, write
from chrono.render.text import safe
from eventlog import Recorded


def log(ctx: typer.Context, since: Since = None, form: Form = Format.table) -> None:
    """List the log's records in the order in which they were appended.

    \b
    chrono log --since 2025-02-17
    """
    with chronicle(ctx) as opened:
        write(_answer(opened, since), form)


def _answer(opened: Chronicle, since: str | None) -> Answer:
    from chrono.render.logs import line_of, render

    def lines() -> Iterator[str]:
        line = None
        for line in render(opened.records(since=since)):
            yield line
        if line is None:
            yield f"nothing was recorded since {safe(since)}" if since else "the log is empty"

    return Answer(
        lines=lines,
        items=lambda: map(_whole, opened.records(since=since)),
        rows=lambda: map(line_of, opened.records(since=since)),
        columns=("position", "recorded_at", "record", "id", "by", "what"),
    )


def _whole(recorded: Recorded) -> dict[str, object]:
    at = {"position": recorded.position, "recorded_at": recorded.recorded_at.isoformat()}
    erased = {"erased": sorted(recorded.erased)} if recorded.erased else {}
    return {**at, **decode(recorded).record, **erased}
