"""Opens a form for one report in the editor, again until nothing is wrong with it: `append --edit`."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import attrs

from chrono.commands.entry.prompts import NothingAppended, on_a_terminal
from chrono.commands.faults import FileFaults
from chrono.commands.shared import say
from chrono.errors import ChronoError, quoted
from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_parts import source_slug
from chrono.render.receipts import named
from chrono.values.suggestions import nearest
from chrono.write.admission import Refused, admit
from chrono.write.form import SuggestedNames, form_text, is_blank, parse_form, with_faults
from eventlog import Query, QueryItem

Record = dict[str, object]
RECENT = 60
"""How many reports, the last recorded, give the names that stand near at hand."""
FEW = 40
"""How many names of a sort a form lists."""


class NoEditor(ChronoError):
    """There is no editor, or it has failed."""


@contextmanager
def edited(known: LogLookup, begun: Record) -> Iterator[Record]:
    """Yield the report that whoever edits the form gives; what they typed is kept until it is appended.

    Raises:
        NothingAppended: the form was emptied, or left as it was.
        NoEditor: there is none, or it has failed.
        FileFaults: something is wrong with what was typed, and nobody is there to be shown the form again.
        ChronoError: there is no such kind.
    """
    kind = str(begun.get("kind", ""))
    if kind and kind not in known.shelf.kinds:
        hint = nearest(kind, tuple(known.shelf.kinds))
        advice = hint if hint.startswith("did") else "`chrono kinds` lists those known"
        raise ChronoError(f"kind: unknown kind {quoted(kind)}: {advice}")
    command = editor()
    handle, name = tempfile.mkstemp(prefix="chrono-append-", suffix=".toml")
    os.close(handle)
    draft = Draft(path=Path(name), known=known, begun=begun, start=lambda path: _edit(command, path))
    try:
        yield draft.report()
    except BaseException:
        if draft.worth_keeping():
            say(f"what was typed is kept in {draft.path}")
        else:
            draft.path.unlink(missing_ok=True)
        raise
    draft.path.unlink(missing_ok=True)


def editor() -> list[str]:
    """Return the command of the editor: $VISUAL, else $EDITOR, else, on a terminal, vi.

    Raises:
        NoEditor: there is none.
    """
    for variable in ("VISUAL", "EDITOR"):
        if os.environ.get(variable, "").strip():
            return shlex.split(os.environ[variable])
    if on_a_terminal() and shutil.which("vi"):
        return ["vi"]
    raise NoEditor("no editor is known: name one, such as EDITOR=nano")


def _edit(command: list[str], path: Path) -> None:
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603 - the user's own editor
    except OSError as err:
        why = (err.strerror or str(err)).lower()
        raise NoEditor(f"the editor {quoted(command[0])} cannot be started: {why}") from err
    if code:
        raise NoEditor(f"the editor {quoted(command[0])} ended with code {code}: nothing is appended")


@attrs.define(eq=False, kw_only=True)
class Draft:
    """A form in a file, on its way to a report."""

    path: Path
    known: LogLookup
    begun: Record
    start: Callable[[Path], None]
    shown: str = ""
    """The form as it was last put before whoever edits it."""
    offered: str = ""
    """The form as it was first."""

    def report(self) -> Record:
        """Return the report that the form gives in the end."""
        hand = at_hand(self.known)
        kind = self.known.shelf.kinds.get(str(self.begun.get("kind")))
        text = self.offered = form_text(self.begun, kind, hand)
        while True:
            record, faults = self._read(self._shown(text))
            if not faults:
                return record
            if not on_a_terminal():
                raise FileFaults(faults)
            chosen = self.known.shelf.kinds.get(str(record.get("kind")))
            if chosen is not None and chosen is not kind:
                kind = chosen
                text = form_text(record, kind, hand, faults=faults)
            else:
                text = with_faults(self._typed(), faults)

    def _shown(self, text: str) -> str:
        """Put a form before whoever edits it, and return what it has become."""
        self.shown = text
        self.path.write_text(text, "utf-8")
        self.start(self.path)
        typed = self._typed()
        if is_blank(typed):
            raise NothingAppended("nothing is appended: the form was emptied")
        if typed == self.offered:
            raise NothingAppended("nothing is appended: the form was left as it was")
        if typed == text:
            raise FileFaults(self._read(typed)[1])
        return typed

    def _typed(self) -> str:
        try:
            return self.path.read_text("utf-8")
        except UnicodeDecodeError as err:
            raise ChronoError(f"what was typed is not UTF-8 at byte {err.start}") from err

    def _read(self, text: str) -> tuple[Record, list[str]]:
        """Return the report that a form gives, and what is wrong with it."""
        try:
            record = parse_form(text, self.known.shelf.kinds)
        except ValueError as err:
            return {}, [str(err)]
        try:
            admit(record, self.known, lambda: "the new report")
        except Refused as err:
            return record, [f"{where}: {what}" if where else what for where, what in err.faults]
        return record, []

    def worth_keeping(self) -> bool:
        """Return whether the file holds something that was typed."""
        try:
            text = self.path.read_bytes()
        except OSError:
            return False
        return text not in (b"", self.offered.encode()) and not is_blank(text.decode("utf-8", "replace"))


def at_hand(known: LogLookup) -> SuggestedNames:
    """Return the names of which the last reports speak, and those that are declared, few of each."""
    query = Query((QueryItem(types=frozenset(("report",))),))
    recorded = known.log.read(query, until=known.position, backwards=True, limit=RECENT)
    reports = [decode(each).record for each in recorded]
    recent = [known.resolve(name) for each in reports for name in _names(each)]
    entities = [slug for slug in (*recent, *known.directory.entities) if slug in known.directory.entities]
    sources = [*map(source_slug, reports), *known.archive.sources]
    return SuggestedNames(
        kinds=sorted(known.shelf.kinds),
        sources=_few([_source(slug, known) for slug in dict.fromkeys(sources)]),
        entities=_few([named(slug, known) for slug in dict.fromkeys(entities)]),
        developments=_few([str(each["development"]) for each in reports]),
    )


def _names(report: Mapping[str, object]) -> Iterator[str]:
    data = report["data"]
    for value in data.values() if isinstance(data, Mapping) else ():
        yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))


def _source(slug: str, known: LogLookup) -> str:
    source = known.source(slug) or {}
    return f"{slug} ({', '.join(str(source[key]) for key in ('publisher', 'published') if key in source)})"


def _few(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))[:FEW]
