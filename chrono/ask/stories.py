"""Finds the developments of a story: those under its targets, and those whose reports name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from chrono.errors import NoSuchTarget, quoted
from chrono.fold.view import View
from chrono.model.policy import DEFAULT_POLICY
from chrono.model.projection import Projection
from chrono.resolve.developments import Development
from chrono.values.suggestions import nearest
from chrono.values.untyped import strings_of

ProjectionKey = tuple[Projection, str]
"""A target: a projection and one of its keys."""
LISTED_AT_MOST = 12
"""A message that would list more names than this refers to the commands that do."""


@attrs.frozen(kw_only=True)
class Scope:
    """A story, a target, or a whole log, with the developments that may belong to it."""

    title: str | None
    """The title for readers; None for the whole log."""
    named: frozenset[str]
    """Developments that belong regardless of their key."""
    under: Mapping[str, tuple[ProjectionKey, ...]] = attrs.field(factory=dict)
    """Developments that may be under a target's key, with those targets."""

    @property
    def names(self) -> list[str]:
        """The developments that may belong, sorted."""
        return sorted({*self.named, *self.under})

    def holds(self, view: View, development: Development) -> bool:
        """Return whether a development belongs, going by its visible accounts."""
        return development.name in self.named or any(
            key in view.reader.keys(development, projection.key, projection.policy or DEFAULT_POLICY)
            for projection, key in self.under.get(development.name, ())
        )


def scope(view: View, story: str | None) -> Scope:
    """Return the scope of a declared story, of a target, or, for None, of the whole log.

    A slug that no storybook declares is a story too if a report names it in `stories`.

    Raises:
        NoSuchTarget: there is no such story or target.
    """
    if story is None:
        return Scope(title=None, named=frozenset(view.archive.reports))
    named = _developments_by_story(view)
    declared = view.shelf.stories.get(story)
    if declared is None and story not in named:
        projection, key = _target(view, story, tuple(named))
        of = f": {view.archive.directory.title(key)}" if key != "*" else ""
        return Scope(
            title=f"{projection.title}{of}", named=frozenset(), under=_under(view, [(projection, key)])
        )
    title = str(declared["title"]) if declared and declared.get("title") else story
    names = strings_of(declared.get("targets")) if declared else []
    targets = [target for name in names for target in _existing(view, name)]
    return Scope(title=title, named=named.get(story, frozenset()), under=_under(view, targets))


def _developments_by_story(view: View) -> dict[str, frozenset[str]]:
    """Return the developments whose reports name a story, by its slug."""
    by_story: dict[str, set[str]] = {}
    for name, entries in view.archive.reports.items():
        for entry in entries:
            for story in entry.texts("stories"):
                by_story.setdefault(story, set()).add(name)
    return {story: frozenset(names) for story, names in by_story.items()}


def _target(view: View, text: str, named: tuple[str, ...]) -> ProjectionKey:
    if "/" in text or text in view.shelf.projections:
        return view.target(text)
    names = tuple(dict.fromkeys((*view.shelf.stories, *named, *view.shelf.projections)))
    hint = nearest(text, names)
    if not hint.startswith("did") and len(names) > LISTED_AT_MOST:
        hint = "`chrono stories` and `chrono projections` list what there is"
    message = f"no story or target is named {quoted(text)}: {hint}"
    raise NoSuchTarget(message)


def _existing(view: View, target: str) -> Iterator[ProjectionKey]:
    """Yield the target of a name, if a report has named its key yet."""
    try:
        yield view.target(target)
    except NoSuchTarget:
        return


def _under(view: View, targets: Iterable[ProjectionKey]) -> dict[str, tuple[ProjectionKey, ...]]:
    targets_by_development: dict[str, list[ProjectionKey]] = {}
    for projection, key in targets:
        for name in view.keys(projection).get(key, ()):
            targets_by_development.setdefault(name, []).append((projection, key))
    return {name: tuple(pairs) for name, pairs in targets_by_development.items()}
