"""Logs for tests: each its own temporary file, which goes when its chronicle goes."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from chrono.chronicle import Chronicle
from chrono.lookup.installed import python_projections
from chrono.model.record_types import VERSIONS
from chrono.write.codec import UPCASTERS
from eventlog import open_log

Record = Mapping[str, object]
PUBLISHED = "2024-12-31"
"""When a source that no record declares has published."""


@cache
def _template(storybook: str | None) -> bytes:
    """Return the file of a log that holds nothing but the storybook: made once, copied for each test."""
    with tempfile.TemporaryDirectory(prefix="given-") as place:
        path = Path(place) / "log.db"
        with Chronicle.open(path) as made:
            if storybook is not None:
                made.append({"record": "storybook", "toml": storybook})
        return path.read_bytes()


def new_chronicle(storybook: str | None = None, *, projections: Iterable[object] = ()) -> Chronicle:
    """Return a chronicle on a log of its own, which goes with the chronicle and its replays.

    Its appends do not wait for the disk: nothing here survives a power cut, nor should it.

    Args:
        storybook: the TOML that the log holds from the start.
        projections: classes or objects, as for `Chronicle.open`.
    """
    place = Path(tempfile.mkdtemp(prefix="given-"))
    (place / "log.db").write_bytes(_template(storybook))
    log = open_log(
        place / "log.db",
        upcasters=UPCASTERS,
        versions=VERSIONS,
        durability="normal",
    )
    made = Chronicle(log, written=python_projections(projections))
    # a replay under way holds no more of the chronicle than what is worked out of the log
    weakref.finalize(made.held, shutil.rmtree, place, ignore_errors=True)
    weakref.finalize(made.held, log.close)
    return made


def undeclared(records: Iterable[Record], *, known: Iterable[str] = ()) -> list[Record]:
    """Return a declaration of each source that the records name by slug and do not declare.

    Each is a publisher of its own, named like its slug. A source that a report gives inline is declared.

    Args:
        records: what is to be appended.
        known: the slugs of sources that the log has already.
    """
    kept = list(records)
    declared = {str(each["slug"]) for each in kept if each.get("record") == "source"} | {"desk", *known}
    sources = [each.get("source") for each in kept]
    declared |= {str(each["slug"]) for each in sources if isinstance(each, Mapping)}
    return [
        {"record": "source", "slug": slug, "publisher": slug, "published": PUBLISHED}
        for slug in dict.fromkeys(each for each in sources if isinstance(each, str))
        if slug not in declared
    ]
