"""The search: every word must occur in a record, in any script; a name finds whoever has it, under any other.

Text is compared as NFKC, case-folded. A word that names a declared entity stands for the entity: it finds
the reports that name it in another script, and it does not match inside another word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import attrs

from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.record_parts import source_slug
from chrono.resolve.archive import Archive, Entry, archive, declared_in
from chrono.values.similar_names import bounded

Record = Mapping[str, object]
SEARCHED = frozenset(("report", "correction", "retraction"))
"""The records that are searched besides entities and sources: what sources say."""
_LEADING = ("summary", "quote", "why", "data", "occurred", "attribution", "locator", "development")
_EXACT = frozenset(("locator",))
"""Places that match only as a whole word: P2 is not in P24."""
_BESIDE = ("source", "kind")
"""Places that help to match, but alone find nothing: a source's slug stands in each of its reports."""


@attrs.frozen(kw_only=True)
class Found:
    """A record in which every word occurs, and the place that has most of them."""

    type: str
    id: str
    """The id; of an entity or a source its slug."""
    position: int | None
    """None where a storybook declares it."""
    development: str | None
    source: str | None
    locator: str | None
    place: str
    """Where in the record: `summary`, `data.case`, `names.ja`."""
    text: str
    """All that stands there."""
    at: int
    """Where in the text the match begins."""

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON shows it."""
        return attrs.asdict(self, filter=lambda attribute, _: attribute.name != "at")


@attrs.frozen
class Term:
    """A word to be found, or the entity that one or several words name, with all its names; folded."""

    text: str
    slug: str | None = None
    names: tuple[str, ...] = ()

    def spellings(self) -> tuple[str, ...]:
        """Return every text by which the term may stand in a record."""
        return (self.text, *self.names)


def find(text: str, known: LogLookup) -> list[Found]:
    """Return the entities, the sources, then the records in log order, in which every word of a text occurs.

    Records read as we have mended them; void ones are left out. Reads the whole log once, and of that
    decodes only what may match.
    """
    terms = terms_of(text, known)
    if not terms:
        return []
    made = _settled(terms, known)
    found = [_in_entity(slug, each, terms, made) for slug, each in sorted(made.directory.entities.items())]
    found += [_in_source(slug, each, terms, made) for slug, each in made.sources.items()]
    found += [_in_record(each, terms, made) for each in made.entries if each.type in SEARCHED]
    return [each for each in found if each is not None]


def terms_of(text: str, known: LogLookup) -> list[Term]:
    """Return what is to be found: the longest names of entities, and the words in between."""
    words = folded(text).split()
    names: dict[str, list[str]] = {}
    for name, slug in known.names.items():
        names.setdefault(slug, []).append(folded(name))
    terms, start = [], 0
    while start < len(words):
        end = next(
            (n for n in range(len(words), start, -1) if " ".join(words[start:n]) in known.names), start + 1
        )
        word = " ".join(words[start:end])
        named = known.names.get(word)
        others = [each for each in names.get(named or "", ()) if each != word and len(each) > 1]
        terms.append(Term(word, named, tuple(dict.fromkeys(others))))
        start = end
    return terms


def folded(text: str) -> str:
    """Return a text as it is compared: NFKC, case-folded."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


# --- what is searched ---------------------------------------------------------------------------


def _settled(terms: Sequence[Term], known: LogLookup) -> Archive:
    """Return an archive of all that is declared, and of those records that may match."""
    amended = {each.of for each in known.declarations.records if each.type == "amendment"}
    entries = list(known.declarations.records)
    for recorded in known.log.read(until=known.position):
        kept = recorded.type == "merge" or recorded.id in amended
        if kept or (recorded.type in SEARCHED and _may_match(recorded.data, terms)):
            entries.append(decode(recorded))
    unique = {each.position: each for each in entries}
    declared = declared_in(known.shelf.sources, known.shelf.entities)
    return archive([unique[n] for n in sorted(unique)], known.position, declared=declared)


def _may_match(data: bytes, terms: Sequence[Term]) -> bool:
    """Return whether the JSON of a record may hold every term: what it escapes is let through."""
    text = folded(data.decode())
    return all(
        any(each in text or '"' in each or "\\" in each for each in term.spellings()) for term in terms
    )


def _in_entity(slug: str, entity: Record, terms: Sequence[Term], made: Archive) -> Found | None:
    leaves = _leaves({key: entity.get(key) for key in ("slug", "names", "aliases")})
    hit = _hit(leaves, terms, made)
    return None if hit is None else _found("entity", slug, hit, _position(made, "entity", slug))


def _in_source(slug: str, source: Record, terms: Sequence[Term], made: Archive) -> Found | None:
    leaves = _leaves({key: source.get(key) for key in ("title", "slug", "publisher", "authors", "url")})
    hit = _hit(leaves, terms, made)
    return None if hit is None else _found("source", slug, hit, _position(made, "source", slug))


def _position(made: Archive, type_: str, slug: str) -> int | None:
    """Return where an entity or a source is declared first; None where a storybook or a report does it."""
    return next((each.position for each in made.entries if (each.type, each.id) == (type_, slug)), None)


def _in_record(each: Entry, terms: Sequence[Term], made: Archive) -> Found | None:
    record = dict(each.record)
    if "source" in record:
        record["source"] = source_slug(record)
    hit = _hit(_leaves({key: record.get(key) for key in (*_LEADING, *_BESIDE)}), terms, made)
    if hit is None:
        return None
    development = made.development(str(record["development"])) if "development" in record else None
    source, locator = (str(record[key]) if key in record else None for key in ("source", "locator"))
    found = _found(each.type, each.id, hit, each.position)
    return attrs.evolve(found, development=development, source=source, locator=locator)


def _found(type_: str, name: str, hit: Hit, position: int | None) -> Found:
    return Found(
        type=type_,
        id=name,
        position=position,
        development=None,
        source=None,
        locator=None,
        place=hit.place,
        text=hit.text,
        at=hit.at,
    )


# --- where it matches ---------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Hit:
    """The place in a record that has most of the words."""

    place: str
    text: str
    at: int


def _leaves(record: Record) -> Iterator[tuple[str, str]]:
    """Yield (place, text) for all that a record says, `data.total.wording`, in the order of its keys."""
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


def _hit(leaves: Iterable[tuple[str, str]], terms: Sequence[Term], made: Archive) -> Hit | None:
    """Return the best place, or None unless every term occurs somewhere in the record."""
    best: tuple[int, Hit | None] = (0, None)
    missing = set(terms)
    for place, text in leaves:
        told = folded(text)
        at = {term: where for term in terms if (where := _at(term, place, told, made)) is not None}
        missing -= at.keys()
        score = sum(2 if term.text in told else 1 for term in at)
        if score > best[0] and place not in _BESIDE:
            best = (score, Hit(place=place, text=text, at=_unfolded(text, min(at.values()))))
    return None if missing else best[1]


def _at(term: Term, place: str, told: str, made: Archive) -> int | None:
    """Return where a term stands in a folded text, or None."""
    if term.slug is None and place not in _EXACT:
        found = told.find(term.text)
        return found if found >= 0 else None
    if term.slug is not None and made.directory.slugs.get(told.strip()) == term.slug:
        return 0
    return next((at for each in term.spellings() for at in bounded(each, told)), None)


def _unfolded(text: str, at: int) -> int:
    """Return where in a text stands what stands at a place of the same text folded."""
    length = 0
    for n, letter in enumerate(text):
        if length >= at:
            return n
        length += len(folded(letter))
    return 0
