"""`demo` loads the real story into a log of its own, asks and replays it with the ordinary commands."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from chrono.chronicle import Chronicle
from chrono.commands import CALL
from chrono.errors import ChronoError
from chrono.render.formats import out
from chrono.render.text import screen_width, styled, wrapped
from chrono.write.codec import parse_line

STORY = "musk-altman"
SCENES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        (
            "Two Japanese articles report on Stargate, a programme to build data centres for AI: Newsweek "
            "Japan on 23 January 2025 and a Wall Street Journal feature of about 17 February. What a "
            "paragraph reports is a record in a log that is only ever added to; newsweek-jp P9 is the ninth "
            "paragraph of the first article. How did the funding stand, day by day? One sentence of the "
            "Journal, wsj-ja P2, puts the announcement on the 20th; on the whole the reports give the 21st."
        ),
        (
            "state funding/stargate --as-of 2025-01-20",
            "state funding/stargate --as-of 2025-01-21",
            "state funding/stargate --as-of 2025-01-22",
        ),
    ),
    (
        "The same day, but with only what a reader could know on 23 January 2025, Newsweek alone being out:",
        ("state funding/stargate --as-of 2025-01-22 --known-at 2025-01-23",),
    ),
    (
        (
            "Now Musk's lawsuit: what is known today of 1 July 2024, and what a reader of 23 January 2025 "
            "knew of it:"
        ),
        (
            "state lawsuit/musk-v-openai --as-of 2024-07-01",
            "state lawsuit/musk-v-openai --as-of 2024-07-01 --known-at 2025-01-23",
        ),
    ),
    (
        "The suit was dropped some day in June 2024. For the 15th the honest answer is two states, not one:",
        ("state lawsuit/musk-v-openai --as-of 2024-06-15",),
    ),
    (
        "History can be replayed as it happened, or as it became known. They are two different stories:",
        ("replay lawsuit/musk-v-openai --by world", "replay lawsuit/musk-v-openai --by press"),
    ),
    (
        "And every answer says why: by which reports, in which paragraph, who says so, what holds no longer:",
        ("explain lawsuit/musk-v-openai.status --as-of 2024-07-01",),
    ),
)
"""What the demo shows: words for the person, and the commands that follow them."""


class NoStory(ChronoError, FileNotFoundError):
    """The story that the demo tells is not installed."""


def story_folder(name: str = STORY) -> Path:
    """Return the folder of a story that ships with the package.

    Raises:
        NoStory: it is not there.
    """
    here = Path(__file__).parent.parent
    for place in (here / "stories" / name, here.parent / "stories" / name):
        if place.is_dir():
            return place
    raise NoStory(f"the story {name} is not installed: run the demo from a clone")


def load(opened: Chronicle, folder: Path) -> int:
    """Adopt a story's storybook and append its records, file by file; return how many records there are."""
    for book in sorted(folder.glob("*.toml")):
        opened.append({"record": "storybook", "toml": book.read_text("utf-8")})
    count = 0
    for file in sorted(folder.glob("*.jsonl")):
        lines = [line for line in file.read_bytes().split(b"\n") if line.strip()]
        count += len(opened.append_all(parse_line(line) for line in lines).receipts)
    return count


def demo(
    ctx: typer.Context,
    keep: Annotated[
        str | None, typer.Option("--keep", metavar="PATH", help="Keep the log there to go on with.")
    ] = None,
) -> None:
    """Show the whole thing on a real story: Musk, Altman, OpenAI and Stargate, from two articles.

    \b
    chrono demo
    chrono demo --keep story.db && chrono --log story.db state lawsuit/musk-v-openai
    """
    run(ctx.meta[CALL], keep)


def run(call: Callable[[list[str]], int], keep: str | None = None) -> None:
    """Load the story and show it, scene by scene, with the commands that anyone can type.

    Args:
        call: runs one command and returns its exit code.
        keep: where the log is to stay; None: it is removed in the end.
    """
    with _place(keep) as path:
        with Chronicle.open(path) as opened:
            count = load(opened, story_folder())
        _say(
            f"{count} records are in a log: what two articles report, paragraph by paragraph, and what "
            "follows from it. All below is the output of ordinary commands."
        )
        for words, commands in SCENES:
            out("")
            _say(words)
            for command in commands:
                out(f"\n{styled(f'$ chrono {command}', 'bold', 'green')}")
                if code := call(["--log", path, *shlex.split(command)]):
                    raise typer.Exit(code)
        out("")
        _say(
            f"The log is kept: chrono --log {shlex.quote(path)} state bid/openai-nonprofit"
            if keep
            else "To go on with it yourself: chrono demo --keep story.db, then chrono --log story.db --help"
        )


@contextmanager
def _place(keep: str | None) -> Iterator[str]:
    if keep is not None:
        if Path(keep).exists():
            raise ChronoError(f"{keep} is there already: choose another path")
        yield keep
        return
    with TemporaryDirectory(prefix="chrono-demo-") as folder:
        yield str(Path(folder) / "demo.db")


def _say(words: str) -> None:
    for line in wrapped(words, screen_width()):
        out(styled(line, "cyan"))
