"""The projections that can be asked for: declared in storybooks, given from Python, or installed.

An installed package offers one through the entry-point group `chrono.projections`. Entry points are read
lazily, when an undeclared name is asked for or all are listed: reading them would slow every start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from chrono.errors import quoted
from chrono.model.kinds import Kind
from chrono.model.projection import Projection
from chrono.model.shelf import Shelf

if TYPE_CHECKING:
    from chrono.model.python_projection import PythonProjection

GROUP = "chrono.projections"


@attrs.define(eq=False)
class Projections(Mapping[str, Projection]):  # noqa: PLW1641 - a mapping is not hashed
    """All projections by name; a declared one takes precedence over an installed one of its name."""

    declared: Mapping[str, Projection]
    given: Mapping[str, PythonProjection]
    kinds: Mapping[str, Kind]
    _installed: dict[str, PythonProjection | None] = attrs.field(factory=dict, init=False)

    def __getitem__(self, name: str) -> Projection:
        projection = self.declared.get(name)
        if projection is None and name not in self._installed:
            from chrono.model.python_projection import check_kinds

            made = self.given.get(name) or load_installed(name)
            self._installed[name] = None if made is None else check_kinds(made, self.kinds)
        projection = projection or self._installed[name]
        if projection is None:
            raise KeyError(name)
        return projection

    def __iter__(self) -> Iterator[str]:
        yield from self.declared
        yield from self.given
        yield from (name for name in self._only_installed() if not self.fault(name))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __eq__(self, other: object) -> bool:
        """Return whether the same projections are declared and given; the installed ones are always equal."""
        if not isinstance(other, Projections):
            return NotImplemented
        return (self.declared, self.given) == (other.declared, other.given)

    def _only_installed(self) -> list[str]:
        return [name for name in installed_names() if name not in self.declared and name not in self.given]

    def fault(self, name: str) -> str | None:
        """Return why an installed projection cannot be asked for; None if it can."""
        if name in self.declared or name in self.given:
            return f"projection {quoted(name)}: the installed one is left out: that name is declared already"
        from chrono.model.python_projection import BadProjection

        try:
            self[name]
        except BadProjection as err:
            return str(err)
        return None


def installed_faults(shelf: Shelf) -> list[str]:
    """Return the faults of the installed projections that cannot be asked for, a line for each fault."""
    known = shelf.projections
    faults = [known.fault(name) for name in installed_names()] if isinstance(known, Projections) else []
    return [line for fault in faults if fault for line in fault.split("\n")]


def installed_names() -> list[str]:
    """Return the names of the projections that installed packages offer, sorted."""
    from importlib.metadata import entry_points

    return sorted({point.name for point in entry_points(group=GROUP)})


def load_installed(name: str) -> PythonProjection | None:
    """Return the projection of that name that an installed package offers, or None.

    Raises:
        BadProjection: several packages offer it, it does not load, or it has faults.
    """
    from importlib.metadata import entry_points

    from chrono.model.python_projection import BadProjection, error_line, python_projection

    points = tuple(entry_points(group=GROUP, name=name))
    if not points:
        return None
    if len(points) > 1:
        targets = " and ".join(sorted(point.value for point in points))
        raise BadProjection(name, (f"several installed packages offer it: {targets}",))
    try:
        written = points[0].load()
    except Exception as err:  # the author's code may raise anything
        raise BadProjection(name, (f"{points[0].value} does not load: {error_line(err)}",)) from err
    return python_projection(written, name=name)


def python_projections(written: Iterable[object]) -> dict[str, PythonProjection]:
    """Return the projections that classes or objects describe, by their names.

    Raises:
        BadProjection: one has faults, or two have one name.
    """
    by_name: dict[str, PythonProjection] = {}
    for source in written:
        from chrono.model.python_projection import BadProjection, python_projection  # only if one is given

        projection = python_projection(source)
        if projection.name in by_name:
            raise BadProjection(projection.name, ("is given twice",))
        by_name[projection.name] = projection
    return by_name


def all_projections(
    declared: Mapping[str, Projection], given: Mapping[str, PythonProjection], kinds: Mapping[str, Kind]
) -> Projections:
    """Return all projections that can be asked for, by name.

    Raises:
        BadProjection: one that is given has the name of one that is declared.
    """
    for name in given:
        if name in declared:
            from chrono.model.python_projection import BadProjection

            raise BadProjection(name, ("that name is declared already: give yours another",))
    return Projections(declared, given, kinds)
