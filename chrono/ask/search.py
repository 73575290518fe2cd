"""Searches a log: every word must occur in a record; an entity is found under any of its names.

Text is normalised: NFKC, case-folded. A word that names a declared entity stands for the entity: it finds
the reports that name it in another script, and it does not match inside another word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import attrs

from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_parts import Record, source_slug
from chrono.resolve.archive import Archive, Entry, archive, declared_in
from chrono.values.similar_names import bounded

SEARCHED = frozenset(("report", "correction", "retraction"))
"""The types of record that are searched besides entities and sources."""
_LEADING = ("summary", "quote", "why", "data", "occurred", "attribution", "locator", "development")
_DECLARED = {
    "entity": ("slug", "names", "aliases"),
    "source": ("title", "slug", "publisher", "authors", "url"),
}
"""The keys of declarations that are searched."""
_EXACT = frozenset(("locator",))
"""Places that match only as a whole word: P2 is not in P24."""
_BESIDE = ("source", "kind")
"""Places that help to match, but alone find nothing: a source's slug is in each of its reports."""


@attrs.frozen(kw_only=True)
class Match:
    """A record in which every word occurs, and its best place, which has most of them."""

    type: str
    id: str
    """The id; of an entity or a source its slug."""
    position: int | None
    """None where a storybook declares it."""
    development: str | None = None
    source: str | None = None
    locator: str | None = None
    place: str
    """Where in the record: `summary`, `data.case`, `names.ja`."""
    text: str
    """The whole text at that place."""
    at: int
    """The index in the text at which the match begins."""

    def to_dict(self) -> dict[str, object]:
        """Return the match as JSON shows it."""
        return attrs.asdict(self, filter=lambda attribute, _: attribute.name != "at")


@attrs.frozen
class SearchTerm:
    """A word to find, or the entity that one or several words name, with all its names; normalised."""

    text: str
    slug: str | None = None
    names: tuple[str, ...] = ()

    def spellings(self) -> tuple[str, ...]:
        """Return every spelling of the term that may occur in a record."""
        return (self.text, *self.names)


def search(text: str, lookup: LogLookup) -> list[Match]:
    """Return the entities, the sources, then the records in log order, in which every word of a text occurs.

    Records are searched with our amendments applied; void ones are left out. Reads the whole log once, and
    decodes only what may match.
    """
    terms = terms_of(text, lookup)
    if not terms:
        return []
    archived = _searchable(terms, lookup)
    declared = [("entity", slug, each) for slug, each in sorted(archived.directory.entities.items())]
    declared += [("source", slug, each) for slug, each in archived.sources.items()]
    matches = [_in_declaration(*each, terms, archived) for each in declared]
    matches += [_in_record(each, terms, archived) for each in archived.entries if each.type in SEARCHED]
    return [each for each in matches if each is not None]


def terms_of(text: str, lookup: LogLookup) -> list[SearchTerm]:
    """Return the terms of a query: the longest names of entities, and the words in between."""
    words = normalised(text).split()
    names: dict[str, list[str]] = {}
    for name, slug in lookup.names.items():
        names.setdefault(slug, []).append(normalised(name))
    terms, start = [], 0
    while start < len(words):
        end = next(
            (n for n in range(len(words), start, -1) if " ".join(words[start:n]) in lookup.names), start + 1
        )
        word = " ".join(words[start:end])
        named = lookup.names.get(word)
        others = [each for each in names.get(named or "", ()) if each != word and len(each) > 1]
        terms.append(SearchTerm(word, named, tuple(dict.fromkeys(others))))
        start = end
    return terms


def normalised(text: str) -> str:
    """Return a text normalised for comparison: NFKC, case-folded."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


# --- what is searched ---------------------------------------------------------------------------


def _searchable(terms: Sequence[SearchTerm], lookup: LogLookup) -> Archive:
    """Return an archive of all declarations, and of the records that may match."""
    amended = {each.of for each in lookup.declarations.records if each.type == "amendment"}
    entries = list(lookup.declarations.records)
    for recorded in lookup.read():
        kept = recorded.type == "merge" or recorded.id in amended
        if kept or (recorded.type in SEARCHED and _may_match(recorded.data, terms)):
            entries.append(decode(recorded))
    unique = {each.position: each for each in entries}
    declared = declared_in(lookup.shelf.sources, lookup.shelf.entities)
    return archive([unique[n] for n in sorted(unique)], lookup.position, declared=declared)


def _may_match(data: bytes, terms: Sequence[SearchTerm]) -> bool:
    """Return whether the JSON of a record may hold every term; a term that JSON escapes is let through."""
    text = normalised(data.decode())
    return all(
        any(each in text or '"' in each or "\\" in each for each in term.spellings()) for term in terms
    )


def _in_declaration(
    type_: str, slug: str, record: Record, terms: Sequence[SearchTerm], archived: Archive
) -> Match | None:
    place = _best_place(_leaves({key: record.get(key) for key in _DECLARED[type_]}), terms, archived)
    return None if place is None else _match(type_, slug, place, _declared_at(archived, type_, slug))


def _declared_at(archived: Archive, type_: str, slug: str) -> int | None:
    """Return the position of a first declaration; None where a storybook or a report declares it."""
    return next((each.position for each in archived.entries if (each.type, each.id) == (type_, slug)), None)


def _in_record(decode: Entry, terms: Sequence[SearchTerm], archived: Archive) -> Match | None:
    record = dict(decode.record)
    if "source" in record:
        record["source"] = source_slug(record)
    place = _best_place(_leaves({key: record.get(key) for key in (*_LEADING, *_BESIDE)}), terms, archived)
    if place is None:
        return None
    development = archived.development(str(record["development"])) if "development" in record else None
    source, locator = (str(record[key]) if key in record else None for key in ("source", "locator"))
    match = _match(decode.type, decode.id, place, decode.position)
    return attrs.evolve(match, development=development, source=source, locator=locator)


def _match(type_: str, name: str, place: MatchedPlace, position: int | None) -> Match:
    return Match(type=type_, id=name, position=position, place=place.place, text=place.text, at=place.at)


# --- where it matches ---------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class MatchedPlace:
    """A place in a record, its text, and the index at which the first word begins in it."""

    place: str
    text: str
    at: int


def _leaves(record: Record) -> Iterator[tuple[str, str]]:
    """Yield (place, text) for every value of a record, `data.total.wording`, in the order of its keys."""
    for key, value in record.items():
        yield from _leaf(key, value)


def _leaf(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _leaf(f"{place}.{key}", each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaf(place, each)
    elif isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
        yield place, str(value)


def _best_place(
    leaves: Iterable[tuple[str, str]], terms: Sequence[SearchTerm], archived: Archive
) -> MatchedPlace | None:
    """Return the best place, or None unless every term occurs somewhere in the record."""
    best: tuple[int, MatchedPlace | None] = (0, None)
    missing = set(terms)
    for place, text in leaves:
        compared = normalised(text)
        at = {term: n for term in terms if (n := _position_in(term, place, compared, archived)) is not None}
        missing -= at.keys()
        score = sum(2 if term.text in compared else 1 for term in at)
        if score > best[0] and place not in _BESIDE:
            start = _original_position(text, min(at.values()))
            best = (score, MatchedPlace(place=place, text=text, at=start))
    return None if missing else best[1]


def _position_in(term: SearchTerm, place: str, compared: str, archived: Archive) -> int | None:
    """Return the index of a term in a normalised text, or None."""
    if term.slug is None and place not in _EXACT:
        start = compared.find(term.text)
        return start if start >= 0 else None
    if term.slug is not None and archived.directory.slugs.get(compared.strip()) == term.slug:
        return 0
    return next((at for each in term.spellings() for at in bounded(each, compared)), None)


def _original_position(text: str, at: int) -> int:
    """Return the index in a text that corresponds to an index in the same text normalised."""
    length = 0
    for n, letter in enumerate(text):
        if length >= at:
            return n
        length += len(normalised(letter))
    return 0
