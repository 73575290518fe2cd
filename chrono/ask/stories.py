"""Finds what belongs to a story: the developments under its targets, and those whose reports name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from chrono.errors import NoSuchTarget, quoted
from chrono.fold.view import View
from chrono.model.policy import DEFAULT_POLICY
from chrono.model.projection import Projection
from chrono.resolve.developments import Development
from chrono.values.suggestions import nearest

FEW = 12
"""How many names a message can list."""


@attrs.frozen(kw_only=True)
class Scope:
    """A story, a target, or a whole log, and what may belong to it."""

    title: str | None
    """What a reader calls it; None for the whole log."""
    named: frozenset[str]
    """Developments that belong whatever their key."""
    under: Mapping[str, tuple[tuple[Projection, str], ...]] = attrs.field(factory=dict)
    """Developments that may stand under a target, with those targets."""

    @property
    def names(self) -> list[str]:
        """Return every development that may belong, sorted."""
        return sorted({*self.named, *self.under})

    def holds(self, view: View, development: Development) -> bool:
        """Return whether a development, as its visible accounts have it, belongs."""
        return development.name in self.named or any(
            key in view.reader.keys(development, projection.key, projection.policy or DEFAULT_POLICY)
            for projection, key in self.under.get(development.name, ())
        )


def scope(view: View, story: str | None) -> Scope:
    """Return what belongs to a declared story, to a target, or, for None, to the whole log.

    A slug that no storybook declares is a story too where a report names it in `stories`.

    Raises:
        NoSuchTarget: there is no such story or target.
    """
    if story is None:
        return Scope(title=None, named=frozenset(view.archive.reports))
    named = _naming(view)
    declared = view.shelf.stories.get(story)
    if declared is None and story not in named:
        projection, key = _target(view, story, tuple(named))
        of = f": {view.archive.directory.title(key)}" if key != "*" else ""
        title = f"{projection.title}{of}"
        return Scope(title=title, named=frozenset(), under=_under(view, [(projection, key)]))
    targets = declared.get("targets") if declared else ()
    title = str(declared["title"]) if declared and declared.get("title") else story
    found = [] if not isinstance(targets, list) else [each for text in targets for each in _known(view, text)]
    return Scope(title=title, named=named.get(story, frozenset()), under=_under(view, found))


def _naming(view: View) -> dict[str, frozenset[str]]:
    """Return the developments whose reports name a story, by the story."""
    found: dict[str, set[str]] = {}
    for name, entries in view.archive.reports.items():
        for entry in entries:
            for story in entry.texts("stories"):
                found.setdefault(story, set()).add(name)
    return {story: frozenset(names) for story, names in found.items()}


def _target(view: View, text: str, named: tuple[str, ...]) -> tuple[Projection, str]:
    if "/" in text or text in view.shelf.projections:
        return view.target(text)
    known = tuple(dict.fromkeys((*view.shelf.stories, *named, *view.shelf.projections)))
    hint = nearest(text, known)
    if not hint.startswith("did") and len(known) > FEW:
        hint = "`chrono stories` and `chrono projections` list what there is"
    message = f"no story or target is named {quoted(text)}: {hint}"
    raise NoSuchTarget(message)


def _known(view: View, target: str) -> Iterator[tuple[Projection, str]]:
    """Yield a story's target; nothing where no report has named its key yet."""
    try:
        yield view.target(target)
    except NoSuchTarget:
        return


def _under(
    view: View, targets: Iterable[tuple[Projection, str]]
) -> dict[str, tuple[tuple[Projection, str], ...]]:
    found: dict[str, list[tuple[Projection, str]]] = {}
    for projection, key in targets:
        for name in view.keys(projection).get(key, ()):
            found.setdefault(name, []).append((projection, key))
    return {name: tuple(each) for name, each in found.items()}
