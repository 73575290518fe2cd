"""Commands that keep: make a log, adopt storybooks, verify, and the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chrono.appending import RefusedBatch
from chrono.chronicle import Chronicle
from chrono.commands.faults import FileFaults
from chrono.commands.shared import chronicle, say
from chrono.errors import ChronoError, quoted
from chrono.render.formats import out
from chrono.render.text import safe
from chrono.storybook import BadStorybook
from chrono.storybook import storybook as read_storybook
from eventlog import Checkpoint

app = typer.Typer(rich_markup_mode=None)
storybook_app = typer.Typer(
    rich_markup_mode=None, help="Adopt a storybook: kinds, projections, entities, stories."
)
app.add_typer(storybook_app, name="storybook")


class LogExists(ChronoError, FileExistsError):
    """A log is to be made where something is already."""


class NoFolder(ChronoError, FileNotFoundError):
    """A log is to be made in a folder that is not there."""


@app.command()
def init(
    ctx: typer.Context,
    storybook: Annotated[
        list[str] | None,
        typer.Option("--storybook", metavar="FILE", help="A storybook to adopt; may be repeated."),
    ] = None,
) -> None:
    """Make a log; nothing that is there already is touched.

    \b
    chrono init
    chrono --log courts.db init --storybook courts.toml
    """
    texts = [(path, _checked(path)) for path in storybook or []]
    where = str(ctx.obj)
    if "://" not in where and Path(where).exists() and not Path(where).is_dir():
        raise LogExists(
            f"{quoted(where)} is there already: choose another path with --log, or add a storybook to it"
        )
    if "://" not in where and not Path(where).absolute().parent.is_dir():
        raise NoFolder(f"there is no folder {quoted(str(Path(where).parent))}: make it first")
    try:
        with Chronicle.open(where, create=True) as opened:
            _adopt(opened, texts)
    except Exception:
        if "://" not in where and not Path(where).is_dir():
            _unmake(where)
        raise
    say(f"made {where}" + (f" with {len(texts)} storybook{'' if len(texts) == 1 else 's'}" if texts else ""))


def _unmake(where: str) -> None:
    """Remove a log that could not be made as asked: nothing is left half-made."""
    for name in (where, f"{where}-wal", f"{where}-shm", f"{where}-journal"):
        Path(name).unlink(missing_ok=True)


def _checked(path: str) -> str:
    """Return the text of a storybook file without faults."""
    try:
        text = Path(path).read_text("utf-8")
    except UnicodeDecodeError as err:
        raise BadStorybook([("", f"not UTF-8 at byte {err.start}")], file=safe(path)) from err
    read_storybook(text, file=safe(path))
    return text


def _adopt(opened: Chronicle, texts: list[tuple[str, str]]) -> None:
    try:
        receipts = (
            opened.append(*({"record": "storybook", "toml": text} for _, text in texts)) if texts else []
        )
    except RefusedBatch as err:
        raise FileFaults(
            f"{safe(texts[each.index][0])}: {where}: {what}"
            if where
            else f"{safe(texts[each.index][0])}: {what}"
            for each in err.refusals
            for where, what in each.faults
        ) from err
    for (path, _), receipt in zip(texts, receipts, strict=True):
        if not receipt.new:
            say(f"{path}: in force already, nothing changed")


@storybook_app.command("add")
def storybook_add(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Storybooks, in TOML.")],
) -> None:
    """Adopt a storybook: from now on it is in force for every question.

    \b
    chrono storybook add courts.toml
    """
    texts = [(path, _checked(path)) for path in files]
    with chronicle(ctx, read_only=False) as opened:
        _adopt(opened, texts)
        say(f"in force: {', '.join(opened.shelf.storybooks)}")


@app.command()
def verify(
    ctx: typer.Context,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="CHECKPOINT", help="A line that `checkpoint` printed earlier."),
    ] = None,
) -> None:
    """Recompute the whole log: nothing was changed, taken out or put in between. Exit code 5 if it was.

    \b
    chrono verify
    """
    with chronicle(ctx) as opened:
        found = opened.log.verify(against=Checkpoint.parse(against) if against else None)
        erased = f", {found.erased} lawfully erased" if found.erased else ""
        out(f"sound: {found.position} records{erased}, digest {found.digest.hex()}")


@app.command()
def checkpoint(ctx: typer.Context) -> None:
    """Print position and digest: a line to publish, and to verify against later.

    \b
    chrono checkpoint
    """
    with chronicle(ctx) as opened:
        out(str(opened.log.checkpoint()))


@app.command()
def demo(
    keep: Annotated[
        str | None, typer.Option("--keep", metavar="PATH", help="Keep the log there to go on with.")
    ] = None,
) -> None:
    """Show the whole thing on a real story: Musk, Altman, OpenAI and Stargate, from two articles.

    \b
    chrono demo
    chrono demo --keep story.db && chrono --log story.db state lawsuit/musk-v-openai
    """
    from chrono.commands.demo import run

    run(keep)
