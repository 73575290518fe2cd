"""Upcast events: read one of an older version as if it had been appended in the present version.

Stored events never change. An upcaster is a plain function from the decoded payload of one version to the
payload of the next. Every way to read a log applies the same chain of upcasters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import msgspec

from eventlog.errors import MissingUpcaster, UnknownVersion, UnreadablePayload, UnusedUpcaster

if TYPE_CHECKING:
    from eventlog.api import Event, Recorded

Upcaster = Callable[[dict[str, Any]], Mapping[str, Any]]
"""Takes the payload of version v, returns that of v + 1. Fractions are `Decimal`, exact both ways."""

Upcasters = Mapping[tuple[str, int], Upcaster]
"""The steps: `{("report", 1): function}` takes a report from version 1 to version 2."""

_decoder = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number")


@attrs.frozen
class Upcasting:
    """Bring events to the present version of their type; types without a version pass through as stored.

    Attributes:
        steps: the upcasters, by type and the version they start from.
        versions: the present version of each type.
    """

    steps: Upcasters
    versions: Mapping[str, int]

    @classmethod
    def complete(cls, steps: Upcasters, versions: Mapping[str, int]) -> Upcasting:
        """Return the upcasting, checked: every version from 1 to the present one has a step to the next.

        Args:
            steps: the upcasters, by type and the version they start from.
            versions: the present version of each type; where left out, the one its steps lead to.

        Raises:
            MissingUpcaster: if a version before the present one has no step.
            UnusedUpcaster: if a step starts from the present version, or a later one.
        """
        reached: dict[str, int] = {}
        for kind, version in steps:
            reached[kind] = max(reached.get(kind, 1), version + 1)
        present = {**reached, **versions}
        for kind, version in present.items():
            for start in range(1, version):
                if (kind, start) not in steps:
                    raise MissingUpcaster(kind, start)
        for kind, start in steps:
            if not 1 <= start < present[kind]:
                raise UnusedUpcaster(kind, start, present[kind])
        return cls(dict(steps), present)

    def refuse_newer(self, event: Event) -> None:
        """Raise UnknownVersion if the event's version is newer than its type's present one."""
        known = self.versions.get(event.type)
        if known is not None and event.version > known:
            raise UnknownVersion(event.id, event.type, event.version, known)

    def apply(self, recorded: Recorded) -> Recorded:
        """Return the event in the present version of its type; the same object where it has that version.

        An event whose payload was erased keeps the version it was stored in.

        Raises:
            UnknownVersion: if it is stored in a version newer than the present one.
            UnreadablePayload: if its payload must be upcast and is no JSON object.
        """
        event = recorded.event
        present = self.versions.get(event.type, event.version)
        if event.version == present or "data" in recorded.erased:
            return recorded
        self.refuse_newer(event)
        try:
            payload: Mapping[str, Any] = _decoder.decode(event.data)
        except ValueError as err:
            raise UnreadablePayload(recorded.position, event.id, str(err)) from err
        for version in range(event.version, present):
            payload = self.steps[event.type, version](dict(payload))
        return attrs.evolve(
            recorded, event=attrs.evolve(event, version=present, data=_encoder.encode(payload))
        )
