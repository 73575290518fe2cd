"""Makes logs for tests, each in its own temporary file, which is deleted with its chronicle."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from chrono.chronicle import Chronicle
from chrono.lookup.installed import python_projections
from chrono.model.record_parts import Record, inline_source
from chrono.model.record_types import UPCASTERS, VERSIONS
from eventlog import open_log

PUBLISHED = "2024-12-31"
"""The publication date of a source that no record declares."""


@cache
def _template(storybook: str | None) -> bytes:
    """Return the bytes of a log with nothing but the storybook: made once, copied for each test."""
    with tempfile.TemporaryDirectory(prefix="given-") as folder:
        path = Path(folder) / "log.db"
        with Chronicle.open(path) as chronicle:
            if storybook is not None:
                chronicle.append({"record": "storybook", "toml": storybook})
        return path.read_bytes()


def new_chronicle(storybook: str | None = None, *, projections: Iterable[object] = ()) -> Chronicle:
    """Return a chronicle on a log of its own, which is deleted with the chronicle and its replays.

    Its appends do not wait for the disk: the log need not survive a power cut.

    Args:
        storybook: the TOML that the log holds from the start.
        projections: classes or objects, as for `Chronicle.open`.
    """
    folder = Path(tempfile.mkdtemp(prefix="given-"))
    (folder / "log.db").write_bytes(_template(storybook))
    log = open_log(
        folder / "log.db",
        upcasters=UPCASTERS,
        versions=VERSIONS,
        durability="normal",
    )
    chronicle = Chronicle(log, written=python_projections(projections))
    # a replay under way refers to the cache only, not to the chronicle
    weakref.finalize(chronicle.held, shutil.rmtree, folder, ignore_errors=True)
    weakref.finalize(chronicle.held, log.close)
    return chronicle


def undeclared(records: Iterable[Record], *, known: Iterable[str] = ()) -> list[Record]:
    """Return a declaration of each source that the records name by slug and do not declare.

    Each is a publisher of its own, named like its slug. A source that a report gives inline is declared.

    Args:
        records: the records to append.
        known: the slugs of sources that the log has already.
    """
    kept = list(records)
    declared = {str(each["slug"]) for each in kept if each.get("record") == "source"} | {"desk", *known}
    sources = [each.get("source") for each in kept]
    declared |= {str(source["slug"]) for each in kept if (source := inline_source(each)) is not None}
    return [
        {"record": "source", "slug": slug, "publisher": slug, "published": PUBLISHED}
        for slug in dict.fromkeys(each for each in sources if isinstance(each, str))
        if slug not in declared
    ]
