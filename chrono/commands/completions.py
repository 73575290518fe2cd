"""What a shell can offer where a word is being typed: targets, kinds, fields, names that the log knows.

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
from chrono.model.record_parts import source_slug
from chrono.resolve.developments import MODALITIES
from eventlog import Query, QueryItem

RECENT = 2_000
"""How many records, the last appended, are looked at for names that no declaration gives."""
MANY = 400
"""How many words are offered at most."""

Completer = Callable[[LogLookup, str, Mapping[str, Any]], Iterator[str]]
"""What the log knows, the word as far as it is typed, and what else was typed → words to offer."""


def targets(known: LogLookup, begun: str, _: Mapping[str, Any]) -> Iterator[str]:
    """Yield targets: the projections, with a slash where they have keys, then the keys of the one begun."""
    name, slash, _key = begun.partition("/")
    found = [
        each for each in known.shelf.projections if each == name or (not slash and each.startswith(name))
    ]
    keyed = [each for each in found if known.shelf.projections[each].key != "*"]
    yield from (each for each in found if each not in keyed)
    if len(keyed) > 1:
        yield from (f"{each}/" for each in keyed)
    else:
        yield from (f"{each}/{key}" for each in keyed for key in _keys(known, each))


def _keys(known: LogLookup, name: str) -> Iterator[str]:
    """Yield the keys of a projection that the last reports name."""
    projection = known.shelf.projections[name]
    for record in _recent(known, (f"kind:{kind}" for kind in sorted(projection.kinds))):
        field = projection.key_field(str(record["kind"]))
        data = record["data"]
        value = data.get(field) if isinstance(data, Mapping) else None
        yield from (
            known.resolve(str(each)) for each in (value if isinstance(value, list) else [value]) if each
        )


def kinds(known: LogLookup, begun: str, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield the kinds; where a report is begun from another one, its fields too."""
    yield from sorted(known.shelf.kinds)
    if given.get("like"):
        yield from fields(known, begun, given)


def fields(known: LogLookup, begun: str, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield `field=` for the fields of the kind, and what an entity's field may hold once it is begun.

    bash takes `case=mu` for three words: the last two then stand apart, and the value alone is offered.
    """
    kind = _kind(known, given)
    if kind is None:
        return
    before = [str(each) for each in given.get("fields") or ()]
    if before and before[-1] == "=":
        yield from _values(known, kind, before[-2] if len(before) > 1 else "")
    elif before and before[-1] in kind.fields:
        yield from _values(known, kind, before[-1])
    else:
        name, equals, _value = begun.partition("=")
        yield from (f"{each}=" for each in kind.fields if not equals)
        yield from (f"{name}={each}" for each in (_values(known, kind, name) if equals else ()))


def _kind(known: LogLookup, given: Mapping[str, Any]) -> Kind | None:
    """Return the kind that is typed, or that of the record that is named."""
    if given.get("kind") in known.shelf.kinds:
        return known.shelf.kinds[str(given["kind"])]
    each = known.record(str(given.get("like") or given.get("of")))
    return None if each is None else known.shelf.kinds.get(each.kind)


def _values(known: LogLookup, kind: Kind, name: str) -> Iterator[str]:
    field = kind.fields.get(name)
    if field is not None and field.base == "entity":
        yield from known.directory.entities
    elif field is not None and field.base == "bool":
        yield from ("true", "false")


def sources(known: LogLookup, _: str, __: Mapping[str, Any]) -> Iterator[str]:
    """Yield the sources, and the publishers whose names are one word."""
    yield from known.archive.sources
    yield from (source_slug(each) for each in _recent(known, ()) if each["record"] == "report")


def publishers(known: LogLookup, begun: str, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield the sources, then their publishers; after a comma, another one."""
    before, comma, _last = begun.rpartition(",")
    yield from (f"{before}{comma}{each}" for each in sources(known, begun, given))
    yield from (f"{before}{comma}{each['publisher']}" for each in known.archive.sources.values())


def stories(known: LogLookup, _: str, __: Mapping[str, Any]) -> Iterator[str]:
    """Yield the stories that storybooks declare."""
    for book in known.shelf.storybooks.values():
        yield from book.stories


def chronologies(known: LogLookup, begun: str, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield the stories, then the targets."""
    yield from stories(known, begun, given)
    yield from targets(known, begun, given)


_UNFIT = re.compile(r"""[\s\x00-\x1f\x7f-\x9f'"\\$`&;|<>(){}*?!#~]""")
"""What a shell would take for more than a letter: a word that has it is not offered."""


def _one_of(*words: str) -> Completer:
    return lambda _known, _begun, _given: iter(words)


def developments(known: LogLookup, _: str, __: Mapping[str, Any]) -> Iterator[str]:
    """Yield the developments that the last reports name."""
    yield from (str(each["development"]) for each in _recent(known, ()) if "development" in each)


def ids(known: LogLookup, _: str, __: Mapping[str, Any]) -> Iterator[str]:
    """Yield @last, then the ids of the last records."""
    yield "@last"
    yield from (str(each["id"]) for each in _recent(known, ()) if "id" in each)


def entities(known: LogLookup, _: str, __: Mapping[str, Any]) -> Iterator[str]:
    """Yield the entities."""
    yield from known.directory.entities


def shown(known: LogLookup, begun: str, given: Mapping[str, Any]) -> Iterator[str]:
    """Yield what `show` takes: developments and ids."""
    yield from developments(known, begun, given)
    yield from ids(known, begun, given)


def _recent(known: LogLookup, tags: Iterable[str]) -> Iterator[Mapping[str, object]]:
    """Yield the last records, the newest first; only those with one of the tags, if any is given."""
    query = Query(tuple(QueryItem(tags=frozenset((tag,))) for tag in tags))
    for recorded in known.log.read(query, until=known.position, backwards=True, limit=RECENT):
        yield {"id": recorded.id, **decode(recorded).record}


BY_METAVAR: dict[str, Completer] = {
    "TARGET": targets,
    "TARGET[.FIELD]": targets,
    "STORY|TARGET": chronologies,
    "KIND": kinds,
    "FIELD=VALUE…": fields,
    "ID": ids,
    "ID-OR-DEVELOPMENT": shown,
    "DEVELOPMENT…": developments,
    "SOURCE": publishers,
    "SOURCE,SOURCE…": publishers,
    "RANK": _one_of(*RANKS),
}
"""What completes an argument or an option, by what its help calls its value."""
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
"""What completes an option whose help has no name of its own for its value."""


def completer(name: str, metavar: str | None) -> Completer | None:
    """Return what completes a parameter, or None where nothing does; `a|b` offers its words."""
    if metavar in BY_METAVAR:
        return BY_METAVAR[metavar]
    words = (metavar or "").split("|")
    return _one_of(*words) if len(words) > 1 and metavar == str(metavar).lower() else BY_OPTION.get(name)


def complete(command: Any) -> None:  # noqa: ANN401 - typer has no public name for what it makes
    """Teach a command, and those under it, to complete their arguments and options."""
    for each in getattr(command, "commands", {}).values():
        complete(each)
    for param in command.params:
        found = completer(str(param.name), param.metavar)
        if found is not None:
            param._custom_shell_complete = partial(_offer, found)  # noqa: SLF001 - only its constructor takes one


def _offer(found: Completer, ctx: Any, _: object, begun: str) -> list[str]:  # noqa: ANN401 - as in complete
    return offered(found, str(ctx.find_root().params["log"]), begun, ctx.params)


def offered(complete: Completer, log: str, begun: str, given: Mapping[str, Any]) -> list[str]:
    """Return the words that continue the one begun, each once; none if anything goes wrong."""
    from chrono.chronicle import Chronicle

    found: dict[str, None] = {}
    with suppress(Exception), Chronicle.open(log, create=False, read_only=True) as opened:
        known = opened.lookup()
        for each in complete(known, begun, given):
            if each.startswith(begun) and not _UNFIT.search(each):
                found[each] = None
            if len(found) >= MANY:
                break
    return list(found)


def mend_scripts() -> None:
    """Teach bash to leave no space after `case=` and `lawsuit/`, where more is to be typed.

    typer's own script always leaves one, and there is no other way to give it a better one.
    """
    from typer import _completion_shared

    last = "    return 0\n"
    more = "    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]] && compopt -o nospace\n"
    scripts = _completion_shared._completion_scripts  # noqa: SLF001 - it has no public name
    scripts["bash"] = scripts["bash"].replace(last, more + last)
