"""`salvage` saves what is intact of a damaged log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from chrono.commands.faults import REJECTED
from chrono.commands.shared import say
from chrono.render.formats import out
from eventlog import Lost, salvage_log


def salvage(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(metavar="DST", help="The new log; nothing may be there yet.")],
) -> None:
    """Write what is intact of a damaged log into a new one, and name what is not: then the exit code is 4.

    The damaged log, which --log names, is only read: keep it, and what lies beside it. Records keep their
    times; those after a lost one move up.

    \b
    chrono --log chrono.db salvage saved.db
    """
    result = salvage_log(str(ctx.obj).removeprefix("sqlite:///"), target)
    for first, last, reason in _ranges(result.lost):
        where = f"position {first}" if first == last else f"positions {first} to {last}"
        out(f"lost: {where}: {reason}")
    if result.missing is not None:
        out(f"lost, it may be: what was appended last: {result.missing}")
    more = "" if result.missing is None else ", and perhaps more"
    say(f"saved {_records(result.saved)} into {target}, lost {len(result.lost):,}{more}")
    if result.lost or result.missing is not None:
        raise typer.Exit(REJECTED)


def _ranges(lost: Iterable[Lost]) -> Iterator[tuple[int, int, str]]:
    """Yield the first and last (inclusive) of positions that follow one another, lost for one reason."""
    first = last = 0
    reason = ""
    for each in lost:
        if first and (each.position, each.reason) == (last + 1, reason):
            last = each.position
            continue
        if first:
            yield first, last, reason
        first = last = each.position
        reason = each.reason
    if first:
        yield first, last, reason


def _records(count: int) -> str:
    return f"{count:,} record" if count == 1 else f"{count:,} records"
