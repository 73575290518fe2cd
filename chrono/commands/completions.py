"""Completes a word that is being typed in a shell: targets, kinds, fields, names that the log holds.

A completion reads little, writes nothing, and is silent about whatever goes wrong: a shell is no place
for faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from chrono.lookup.decoding import decode
from chrono.lookup.log_lookup import LogLookup
from chrono.model.kinds import Kind
from chrono.model.policy import RANKS, STANDINGS
from chrono.model.record_parts import mapping_of, source_slug
from chrono.resolve.developments import MODALITIES
from eventlog import Query, QueryItem

RECENT_RECORDS = 2_000
"""How many records, the last appended, are looked at for names that no declaration gives."""
MOST_WORDS = 400
"""How many words are offered at most."""

Completer = Callable[[LogLookup, str, Mapping[str, Any]], Iterator[str]]
"""From the lookup of the log, the word as far as it is typed, and all other parameters to words to offer."""


def targets(lookup: LogLookup, prefix: str, _: Mapping[str, Any]) -> Iterator[str]:
    """Yield targets: the projections, with a slash where they have keys, then the keys of the one begun."""
    start, slash, _key = prefix.partition("/")
    names = [
        name for name in lookup.shelf.projections if name == start or (not slash and name.startswith(start))
    ]
    keyed = [name for name in names if lookup.shelf.projections[name].key != "*"]
    yield from (name for name in names if name not in keyed)
    if len(keyed) > 1:
        yield from (f"{name}/" for name in keyed)
    else:  # keys only where one projection is meant: to find them takes a read of the log
        yield from (f"{name}/{key}" for name in keyed for key in _keys(lookup, name))


def targets_and_fields(lookup: LogLookup, prefix: str, params: Mapping[str, Any]) -> Iterator[str]:
    """Yield targets; once one is followed by a dot, its fields too."""
    target, dot, _begun = prefix.rpartition(".")
    projection = lookup.shelf.projections.get(target.partition("/")[0])
    if dot and projection is not None:
        yield from (f"{target}.{name}" for name in projection.fields)
    yield from targets(lookup, prefix, params)


def _keys(lookup: LogLookup, name: str) -> Iterator[str]:
    """Yield the keys of a projection that the last reports name."""
    projection = lookup.shelf.projections[name]
    for record in _recent(lookup, (f"kind:{kind}" for kind in sorted(projection.kinds - projection.joining))):
        field = projection.key_field(str(record["kind"]))
        value = mapping_of(record, "data").get(field) if field else None
        yield from (
            lookup.resolve(str(each)) for each in (value if isinstance(value, list) else [value]) if each
        )


def kinds(lookup: LogLookup, prefix: str, params: Mapping[str, Any]) -> Iterator[str]:
    """Yield the kinds; where a report is begun from another one, its fields too."""
    yield from sorted(lookup.shelf.kinds)
    if params.get("like"):
        yield from fields(lookup, prefix, params)


def fields(lookup: LogLookup, prefix: str, params: Mapping[str, Any]) -> Iterator[str]:
    """Yield `field=` for the fields of the kind, and what an entity's field may hold once it is begun.

    bash takes `case=mu` for three words: the last two then stand apart, and the value alone is offered.
    """
    kind = _kind(lookup, params)
    if kind is None:
        return
    before = [str(each) for each in params.get("fields") or ()]
    if before and before[-1] == "=":
        yield from _values(lookup, kind, before[-2] if len(before) > 1 else "")
    elif before and before[-1] in kind.fields:
        yield from _values(lookup, kind, before[-1])
    else:
        name, equals, _value = prefix.partition("=")
        yield from (f"{each}=" for each in kind.fields if not equals)
        yield from (f"{name}={each}" for each in (_values(lookup, kind, name) if equals else ()))


def _kind(lookup: LogLookup, params: Mapping[str, Any]) -> Kind | None:
    """Return the kind that is typed, or that of the record that is named."""
    if params.get("kind") in lookup.shelf.kinds:
        return lookup.shelf.kinds[str(params["kind"])]
    record = lookup.record(str(params.get("like") or params.get("of")))
    return None if record is None else lookup.shelf.kinds.get(record.kind)


def _values(lookup: LogLookup, kind: Kind, name: str) -> Iterator[str]:
    field = kind.fields.get(name)
    if field is not None and field.base == "entity":
        yield from lookup.directory.entities
    elif field is not None and field.base == "bool":
        yield from ("true", "false")


def sources(lookup: LogLookup, _: str, __: Mapping[str, Any]) -> Iterator[str]:
    """Yield the sources, and the publishers whose names are one word."""
    yield from lookup.archive.sources
    yield from (source_slug(each) for each in _recent(lookup, ()) if each["record"] == "report")


def publishers(lookup: LogLookup, prefix: str, params: Mapping[str, Any]) -> Iterator[str]:
    """Yield the sources, then their publishers; after a comma, another one."""
    before, comma, _last = prefix.rpartition(",")
    yield from (f"{before}{comma}{each}" for each in sources(lookup, prefix, params))
    yield from (f"{before}{comma}{each['publisher']}" for each in lookup.archive.sources.values())


def stories(lookup: LogLookup, _: str, __: Mapping[str, Any]) -> Iterator[str]:
    """Yield the stories that storybooks declare."""
    for book in lookup.shelf.storybooks.values():
        yield from book.stories


def chronologies(lookup: LogLookup, prefix: str, params: Mapping[str, Any]) -> Iterator[str]:
    """Yield the stories, then the targets."""
    yield from stories(lookup, prefix, params)
    yield from targets(lookup, prefix, params)


_UNFIT = re.compile(r"""[\s\x00-\x1f\x7f-\x9f'"\\$`&;|<>(){}*?!#~]""")
"""Characters that a shell takes for more than a letter: a word that has one is not offered."""


def _one_of(*words: str) -> Completer:
    return lambda _lookup, _prefix, _params: iter(words)


def developments(lookup: LogLookup, _: str, __: Mapping[str, Any]) -> Iterator[str]:
    """Yield the developments that the last reports name."""
    yield from (str(each["development"]) for each in _recent(lookup, ()) if "development" in each)


def ids(lookup: LogLookup, _: str, __: Mapping[str, Any]) -> Iterator[str]:
    """Yield @last, then the ids of the last records."""
    yield "@last"
    yield from (str(each["id"]) for each in _recent(lookup, ()) if "id" in each)


def entities(lookup: LogLookup, _: str, __: Mapping[str, Any]) -> Iterator[str]:
    """Yield the entities."""
    yield from lookup.directory.entities


def records_and_developments(lookup: LogLookup, prefix: str, params: Mapping[str, Any]) -> Iterator[str]:
    """Yield developments, then ids: the names that `show` takes."""
    yield from developments(lookup, prefix, params)
    yield from ids(lookup, prefix, params)


def _recent(lookup: LogLookup, tags: Iterable[str]) -> Iterator[Mapping[str, object]]:
    """Yield the last records, the newest first; only those with one of the tags, if any is given."""
    query = Query(tuple(QueryItem(tags=frozenset((tag,))) for tag in tags))
    for recorded in lookup.read(query, backwards=True, limit=RECENT_RECORDS):
        yield {"id": recorded.id, **decode(recorded).record}


BY_METAVAR: dict[str, Completer] = {
    "TARGET": targets,
    "TARGET[.FIELD]": targets_and_fields,
    "STORY|TARGET": chronologies,
    "KIND": kinds,
    "FIELD=VALUE…": fields,
    "ID": ids,
    "ID-OR-DEVELOPMENT": records_and_developments,
    "DEVELOPMENT…": developments,
    "SOURCE": publishers,
    "SOURCE,SOURCE…": publishers,
    "RANK": _one_of(*RANKS),
}
"""The completer of an argument or an option, by the name that its help gives its value."""
BY_OPTION: dict[str, Completer] = {
    "source": sources,
    "like": ids,
    "development": developments,
    "after": developments,
    "by": entities,
    "via": entities,
    "same_as": entities,
    "modality": _one_of(*MODALITIES),
    "standing": _one_of(*STANDINGS),
}
"""The completer of an option whose help has no name of its own for its value."""


def completer(name: str, metavar: str | None) -> Completer | None:
    """Return the completer of a parameter, or None where it has none; `a|b` offers its words."""
    if metavar in BY_METAVAR:
        return BY_METAVAR[metavar]
    words = (metavar or "").split("|")
    return _one_of(*words) if len(words) > 1 and metavar == str(metavar).lower() else BY_OPTION.get(name)


def complete(command: Any) -> None:  # noqa: ANN401 - typer has no public name for what it makes
    """Teach a command, and those under it, to complete their arguments and options."""
    for subcommand in getattr(command, "commands", {}).values():
        complete(subcommand)
    for param in command.params:
        offer = completer(str(param.name), param.metavar)
        if offer is not None:
            param._custom_shell_complete = partial(_offer, offer)  # noqa: SLF001 - only its constructor takes one


def _offer(offer: Completer, ctx: Any, _: object, prefix: str) -> list[str]:  # noqa: ANN401 - as in complete
    return matching_words(offer, str(ctx.find_root().params["log"]), prefix, ctx.params)


def matching_words(offer: Completer, log: str, prefix: str, params: Mapping[str, Any]) -> list[str]:
    """Return the words that continue the one begun, each once; none if anything goes wrong."""
    from chrono.chronicle import Chronicle

    words: dict[str, None] = {}
    with suppress(Exception), Chronicle.open(log, create=False, read_only=True) as opened:
        lookup = opened.lookup()
        for word in offer(lookup, prefix, params):
            if word.startswith(prefix) and not _UNFIT.search(word):
                words[word] = None
            if len(words) >= MOST_WORDS:
                break
        return list(words)
    return []  # a damaged log may have lost some of them


def fix_bash_script() -> None:
    """Teach bash to leave no space after `case=` and `lawsuit/`, where more is to be typed.

    typer's own script always leaves one, and there is no other way to give it a better one.
    """
    from typer import _completion_shared

    last = "    return 0\n"
    more = "    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]] && compopt -o nospace\n"
    scripts = _completion_shared._completion_scripts  # noqa: SLF001 - it has no public name
    scripts["bash"] = scripts["bash"].replace(last, more + last)
