"""Asks questions of given records, and asserts the answers.

given(filed, withdrawn).about("lawsuit/x").as_of("2024-07-01").shows("status", value="withdrawn")
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Self

import attrs

from chrono.ask.axes import AxesGiven
from chrono.chronicle import Chronicle
from chrono.errors import NoSuchTarget, quoted
from chrono.fold.view import target_name
from chrono.model.records import as_mapping
from chrono.testing.failures import failure
from chrono.testing.logs import new_chronicle, undeclared
from chrono.values.canonical_json import jsontext
from chrono.values.suggestions import nearest
from chrono.write.append import Receipt


@attrs.frozen(kw_only=True)
class Given:
    """A chronicle with records in it, and the question that is asked of it."""

    chronicle: Chronicle
    receipts: tuple[Receipt, ...] = ()
    target: str = ""
    axes: AxesGiven = attrs.field(factory=AxesGiven)

    def about(self, target: str) -> Self:
        """Return the same with `target` asked about, such as `lawsuit/musk-v-openai`.

        Without it the question is about the one key of the one projection that `given` was given.
        """
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

    def and_then(self, *records: object) -> Self:
        """Append more records and return the same question."""
        appended = [as_mapping(each) for each in records]
        sources = undeclared(appended, known=self.chronicle.view().archive.sources)
        receipts = self.chronicle.append(*sources, *appended)
        return attrs.evolve(self, receipts=(*self.receipts, *receipts))

    def asked(self) -> str:
        """Return the target of the question.

        Raises:
            NoSuchTarget: none is given, and it is not the only key of the only projection given.
        """
        names = tuple(self.chronicle.written)
        if self.target or len(names) != 1:
            return self.target or _no_target()
        projection = self.chronicle.shelf.projections[names[0]]
        keys = self.chronicle.view().keys(projection)
        if len(keys) != 1:
            return names[0]
        return target_name(projection, next(iter(keys)))

    def state(self) -> dict[str, object]:
        """Return the whole answer as JSON gives it."""
        state = self.chronicle.state(self.asked(), **self.axes)
        return dict(json.loads(jsontext(state.to_dict(accounts=True))))

    def text(self) -> str:
        """Return the fields of the answer as canonical JSON: equal byte for byte if the answers are."""
        return jsontext(self.chronicle.state(self.asked(), **self.axes).to_dict()["fields"])

    def field(self, name: str) -> dict[str, object]:
        """Return one field of the answer, by its name or an old one, as JSON gives it.

        Raises:
            NoSuchTarget: the projection has no such field.
        """
        fields = self.state()["fields"]
        by_name = fields if isinstance(fields, dict) else {}
        projection = self.chronicle.shelf.projections[self.asked().partition("/")[0]]
        name = projection.field_name(name) or name
        if name not in by_name:
            raise NoSuchTarget(
                f"{quoted(self.asked())} has no field {quoted(name)}: {nearest(name, tuple(by_name))}"
            )
        return dict(by_name[name])

    def shows(self, name: str, **expected: object) -> Self:
        """Assert that a field has each of the JSON keys given with that value; return the same.

        The keys are those of format `json`: value, certainty, possible, disputed, since, reports, …

        Raises:
            AssertionError: it does not; the message has the value shown and the reports behind it.
        """
        __tracebackhide__ = True
        field = self.field(name)
        if {key: field.get(key, _NO_SUCH_KEY) for key in expected} != expected:
            raise AssertionError(failure(self.chronicle, self.asked(), self.axes, name, field, expected))
        return self

    def differs_in(self, name: str, *values: object, **expected: object) -> Self:
        """Assert that a field is disputed between these values, in this order; return the same."""
        __tracebackhide__ = True
        field = self.field(name)
        alternatives = field["alternatives"]
        between = [each["value"] for each in alternatives] if isinstance(alternatives, list) else []
        if between != list(values):
            field["disputed between"] = between
            wanted = {"disputed between": list(values)}
            raise AssertionError(failure(self.chronicle, self.asked(), self.axes, name, field, wanted))
        return self.shows(name, disputed=True, **expected)


_NO_SUCH_KEY = object()


def _no_target() -> str:
    raise NoSuchTarget('say what is asked about: .about("lawsuit/musk-v-openai")')


def given(*records: object, storybook: str | None = None, projections: Iterable[object] = ()) -> Given:
    """Return a chronicle that holds the records, after the storybook's TOML and any undeclared sources.

    Args:
        records: mappings, or objects of `chrono.model.records`, appended in this order.
        storybook: TOML that declares kinds, projections, entities, sources.
        projections: projections in Python: classes or objects, as for `Chronicle.open`.

    Raises:
        BadProjection: a projection has faults.
        RefusedBatch: a record has faults.
    """
    made = [as_mapping(each) for each in records]
    chronicle = new_chronicle(storybook, projections=projections)
    known = [str(each["slug"]) for each in chronicle.shelf.sources]
    receipts = chronicle.append(*undeclared(made, known=known), *made)
    return Given(chronicle=chronicle, receipts=tuple(receipts[len(receipts) - len(made) :]))
