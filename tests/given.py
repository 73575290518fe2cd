"""Given these records, what a question shows: the words in which most tests of the engine are written.

    given(filed, withdrawn).about("lawsuit/x").as_of("2024-07-01").shows("status", value="withdrawn")

Each `given` appends to a log of its own in a temporary file, by the same path as any caller.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Self

import attrs

from chrono import Chronicle, Receipt
from chrono.codec import UPCASTERS, VERSIONS
from chrono.jsontext import jsontext
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


def new_chronicle(storybook: str | None = None) -> Chronicle:
    """Return a chronicle on a log of its own, which goes when the chronicle goes.

    Its appends do not wait for the disk: nothing here survives a power cut, nor should it.
    """
    place = Path(tempfile.mkdtemp(prefix="given-"))
    (place / "log.db").write_bytes(_template(storybook))
    log = open_log(
        place / "log.db",
        upcasters=UPCASTERS,
        versions=VERSIONS,
        durability="normal",
    )
    made = Chronicle(log)
    weakref.finalize(made, shutil.rmtree, place, ignore_errors=True)
    weakref.finalize(made, log.close)
    return made


def undeclared(records: Iterable[Record]) -> list[Record]:
    """Return a declaration of each source that the records name by slug and do not declare.

    Each is a publisher of its own, named like its slug.
    """
    kept = list(records)
    declared = {each["slug"] for each in kept if each.get("record") == "source"} | {"desk"}
    named = dict.fromkeys(str(each["source"]) for each in kept if isinstance(each.get("source"), str))
    return [
        {"record": "source", "slug": slug, "publisher": slug, "published": PUBLISHED}
        for slug in named
        if slug not in declared
    ]


@attrs.frozen(kw_only=True)
class Given:
    """A chronicle with records in it, and the question that is asked of it."""

    chronicle: Chronicle
    receipts: tuple[Receipt, ...] = ()
    target: str = ""
    axes: Mapping[str, object] = attrs.field(factory=dict)

    def about(self, target: str) -> Self:
        """Return the same with `target` asked about, such as `lawsuit/musk-v-openai`."""
        return attrs.evolve(self, target=target)

    def as_of(self, date: str) -> Self:
        """Return the same with the world axis at `date`, inclusive."""
        return attrs.evolve(self, axes={**self.axes, "as_of": date})

    def known_at(self, date: str) -> Self:
        """Return the same with the press axis at `date`, inclusive."""
        return attrs.evolve(self, axes={**self.axes, "known_at": date})

    def recorded_at(self, position: int) -> Self:
        """Return the same with the file axis at `position`, inclusive."""
        return attrs.evolve(self, axes={**self.axes, "recorded_at": position})

    def according_to(self, *names: str) -> Self:
        """Return the same with only the reports of these sources or publishers."""
        return attrs.evolve(self, axes={**self.axes, "according_to": names})

    def and_then(self, *records: Record) -> Self:
        """Append more records and return the same question."""
        fresh = [each for each in undeclared(records) if str(each["slug"]) not in self._sources()]
        got = self.chronicle.append(*fresh, *records)
        return attrs.evolve(self, receipts=(*self.receipts, *got))

    def _sources(self) -> set[str]:
        return set(self.chronicle.view().archive.sources)

    def state(self) -> dict[str, object]:
        """Return the whole answer as JSON gives it."""
        state = self.chronicle.state(self.target, **self.axes)  # type: ignore[arg-type]
        return dict(json.loads(jsontext(state.to_dict(accounts=True))))

    def text(self) -> str:
        """Return the fields of the answer as canonical JSON: what two equal answers share byte for byte."""
        return jsontext(self.chronicle.state(self.target, **self.axes).to_dict()["fields"])  # type: ignore[arg-type]

    def field(self, name: str) -> dict[str, object]:
        """Return one field of the answer as JSON gives it."""
        fields = self.state()["fields"]
        assert isinstance(fields, dict)
        return dict(fields[name])

    def shows(self, name: str, **expected: object) -> Self:
        """Assert that a field has each of the JSON keys given with that value; return the same."""
        found = self.field(name)
        assert {key: found.get(key, "no such key") for key in expected} == expected, found
        return self

    def differs_in(self, name: str, *values: object, **expected: object) -> Self:
        """Assert that a field is disputed between these values, in this order; return the same."""
        found = self.field(name)
        assert [each["value"] for each in found["alternatives"]] == list(values), found  # type: ignore[attr-defined]
        return self.shows(name, disputed=True, **expected)


def given(*records: Record, storybook: str | None = None) -> Given:
    """Return a chronicle that holds the records, after the storybook's TOML and any undeclared sources."""
    chronicle = new_chronicle(storybook)
    receipts = chronicle.append(*undeclared(records), *records)
    return Given(chronicle=chronicle, receipts=tuple(receipts[len(receipts) - len(records) :]))
