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

from chrono.commands.entry.compose import NewRecord
from chrono.commands.entry.prompts import NothingAppended, on_a_terminal
from chrono.commands.faults import FileFaults, fault_text
from chrono.commands.shared import say
from chrono.errors import ChronoError, quoted
from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_parts import mapping_of, source_slug
from chrono.render.receipts import entity_words
from chrono.values.suggestions import nearest
from chrono.write.admission import Refused, admit
from chrono.write.form import SuggestedNames, form_text, is_blank, parse_form, with_faults
from eventlog import Query, QueryItem

RECENT_REPORTS = 60
"""How many reports, the last recorded, give the names that stand near at hand."""
MOST_NAMES = 40
"""How many names of a sort a form lists."""


class NoEditor(ChronoError):
    """There is no editor, or it has failed."""


@contextmanager
def edit_report(lookup: LogLookup, begun: NewRecord) -> Iterator[NewRecord]:
    """Yield the report that whoever edits the form gives; what they typed is kept until it is appended.

    Raises:
        NothingAppended: the form was emptied, or left as it was.
        NoEditor: there is none, or it has failed.
        FileFaults: something is wrong with what was typed, and nobody is there to be shown the form again.
        ChronoError: there is no such kind.
    """
    kind = str(begun.get("kind", ""))
    if kind and kind not in lookup.shelf.kinds:
        hint = nearest(kind, tuple(lookup.shelf.kinds))
        advice = hint if hint.startswith("did") else "`chrono kinds` lists those known"
        raise ChronoError(f"kind: unknown kind {quoted(kind)}: {advice}")
    command = editor()
    handle, name = tempfile.mkstemp(prefix="chrono-append-", suffix=".toml")
    os.close(handle)
    draft = Draft(path=Path(name), lookup=lookup, begun=begun, start=lambda path: _edit(command, path))
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
    """A form for one report, in a file that is kept until the report is appended."""

    path: Path
    lookup: LogLookup
    begun: NewRecord
    start: Callable[[Path], None]
    offered: str = ""
    """The form as it was first opened."""

    def report(self) -> NewRecord:
        """Return the report that the form gives in the end."""
        hand = at_hand(self.lookup)
        kind = self.lookup.shelf.kinds.get(str(self.begun.get("kind")))
        text = self.offered = form_text(self.begun, kind, hand)
        while True:
            record, faults = self._parse(self._show(text))
            if not faults:
                return record
            if not on_a_terminal():
                raise FileFaults(faults)
            chosen = self.lookup.shelf.kinds.get(str(record.get("kind")))
            if chosen is not None and chosen is not kind:
                kind = chosen
                text = form_text(record, kind, hand, faults=faults)
            else:
                text = with_faults(self._read_file(), faults)

    def _show(self, text: str) -> str:
        """Open a form in the editor, and return its text as it was saved."""
        self.path.write_text(text, "utf-8")
        self.start(self.path)
        typed = self._read_file()
        if is_blank(typed):
            raise NothingAppended("nothing is appended: the form was emptied")
        if typed == self.offered:
            raise NothingAppended("nothing is appended: the form was left as it was")
        if typed == text:  # its faults were seen and left: to open it again would never end
            raise FileFaults(self._parse(typed)[1])
        return typed

    def _read_file(self) -> str:
        try:
            return self.path.read_text("utf-8")
        except UnicodeDecodeError as err:
            raise ChronoError(f"what was typed is not UTF-8 at byte {err.start}") from err

    def _parse(self, text: str) -> tuple[NewRecord, list[str]]:
        """Return the report that a form gives, and what is wrong with it."""
        try:
            record = parse_form(text, self.lookup.shelf.kinds)
        except ValueError as err:
            return {}, [str(err)]
        try:
            admit(record, self.lookup, lambda: "the new report")
        except Refused as err:
            return record, [*map(fault_text, err.faults)]
        return record, []

    def worth_keeping(self) -> bool:
        """Return whether the file holds something that was typed."""
        try:
            text = self.path.read_bytes()
        except OSError:
            return False
        return text not in (b"", self.offered.encode()) and not is_blank(text.decode("utf-8", "replace"))


def at_hand(lookup: LogLookup) -> SuggestedNames:
    """Return the names of which the last reports speak, and those that are declared, few of each."""
    query = Query((QueryItem(types=frozenset(("report",))),))
    recorded = lookup.read(query, backwards=True, limit=RECENT_REPORTS)
    reports = [decode(each).record for each in recorded]
    recent = [lookup.resolve(name) for each in reports for name in _names(each)]
    entities = [slug for slug in (*recent, *lookup.directory.entities) if slug in lookup.directory.entities]
    sources = [*map(source_slug, reports), *lookup.archive.sources]
    return SuggestedNames(
        kinds=sorted(lookup.shelf.kinds),
        sources=_first_names([_source(slug, lookup) for slug in dict.fromkeys(sources)]),
        entities=_first_names([entity_words(slug, lookup) for slug in dict.fromkeys(entities)]),
        developments=_first_names([str(each["development"]) for each in reports]),
    )


def _names(report: Mapping[str, object]) -> Iterator[str]:
    for value in mapping_of(report, "data").values():
        yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))


def _source(slug: str, lookup: LogLookup) -> str:
    source = lookup.source(slug) or {}
    return f"{slug} ({', '.join(str(source[key]) for key in ('publisher', 'published') if key in source)})"


def _first_names(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))[:MOST_NAMES]
