"""Find the faults that a record has against the log: one check for each type of record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chrono.errors import ChronoError, quoted
from chrono.lookup.declarations import shelf
from chrono.lookup.log_lookup import LogLookup
from chrono.model.entities import match_key, names_of
from chrono.model.kinds import Kind
from chrono.model.record_parts import BY, Record, inline_source, mapping_of, texts_of
from chrono.model.record_types import RECORD_TYPES
from chrono.model.records import Fault
from chrono.model.storybook import BadStorybook, ParsedStorybook, storybook
from chrono.resolve.archive import DESK, Entry
from chrono.values import times
from chrono.values.suggestions import nearest
from chrono.write import record_faults


def source_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of a source against the log."""
    if record["slug"] == DESK:
        return [("slug", f"{quoted(DESK)} is every log's own source: choose another slug")]
    return _redeclared(record, lookup, "slug")


def _redeclared(given: Record, lookup: LogLookup, path: str) -> list[Fault]:
    """Return the fault of a source that was declared before with other content."""
    slug = str(given["slug"])
    earlier = lookup.original_source(slug)
    if earlier is None or _content(earlier) == _content(given):
        return []
    keys = sorted(key for key in {*_content(earlier), *_content(given)} if earlier.get(key) != given.get(key))
    return [(path, f"source {quoted(slug)} was declared with another {', '.join(keys)}: amend it instead")]


def _content(source: Record) -> dict[str, object]:
    return {
        key: value
        for key, value in source.items()
        if key not in ("record", BY) and value not in (None, [], {})
    }


def entity_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of an entity: names or aliases that name another one."""
    own, faults = str(record["slug"]), []
    for name in names_of(record)[1:]:
        owner = lookup.names.get(match_key(name))
        if owner is None or owner in (own, lookup.resolve(own), *texts_of(record, "same_as")):
            continue
        faults.append(
            ("aliases", f"{quoted(name)} already names {quoted(owner)}: leave it out, or say same_as")
        )
    return faults


def report_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of a report: its source, its kind, and the fields and the date of that kind."""
    faults = reported_source_faults(record, lookup) if "source" in record else []
    if "kind" not in record:
        return faults
    name = str(record["kind"])
    kind = lookup.shelf.kinds.get(name)
    if kind is None:
        hint = _hint(name, tuple(lookup.shelf.kinds), "kinds")
        return [*faults, ("kind", f"unknown kind {quoted(name)}: {hint}")]
    if "data" in record:
        faults += [(f"data.{field}", what) for field, what in kind.faults(mapping_of(record, "data"))]
    if "occurred" in record:
        faults += date_faults(record["occurred"], kind, "occurred")
    return faults


def reported_source_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of the source that a report names or declares."""
    inline = inline_source(record)
    if inline is not None:
        faults = _redeclared(inline, lookup, "source")
        slug, source = str(inline["slug"]), inline
    else:
        slug = str(record["source"])
        looked_up = lookup.source(slug)
        if looked_up is None:
            hint = _hint(slug, tuple(lookup.sources()), "sources")
            stop = "" if hint.endswith("?") else ";"
            why = f"unknown source {quoted(slug)}: {hint}{stop} a new one is declared with its publisher"
            return [("source", why)]
        faults, source = [], looked_up
    if not faults and "reported" not in record and not source.get("published"):
        why = (
            "reports of our own desk give it"
            if slug == DESK
            else f"source {quoted(slug)} has no date of publication"
        )
        faults.append(("reported", f"missing: {why}"))
    return faults


def _hint(name: str, known: tuple[str, ...], what: str) -> str:
    hint = nearest(name, known) if known else "none is known yet"
    return (
        hint if hint.startswith(("did", "none")) or len(known) < 8 else f"`chrono {what}` lists those known"
    )


def date_faults(occurred: object, kind: Kind, path: str) -> list[Fault]:
    """Return the faults of a date for a kind: a span may be reversed where an instant is not."""
    try:
        times.when(occurred, span=kind.span)
    except ChronoError as err:
        return [(path, str(err))]
    return []


def development_faults(kind: Kind, development: str, kinds: Sequence[str]) -> list[Fault]:
    """Return the fault of a development whose reports are of kinds that do not go with `kind`."""
    foreign = [name for name in kinds if name != kind.name and name not in kind.like]
    if not foreign:
        return []
    what = f"{quoted(development)} is of kind {quoted(foreign[0])}: use that kind, or another development"
    return [("development", what)]


def correction_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of a correction: the record it names, its publisher, its changes."""
    target, faults = _target(record, lookup)
    if target is None:
        return faults
    faults = _publisher_faults(record, target, lookup)
    if not {"data", "occurred", "modality", "after"} & record.keys():
        faults.append(("", "a correction changes something: give data, occurred, modality or after"))
    kind = lookup.shelf.kinds.get(str(target.record["kind"]))
    if kind is not None:
        changes = mapping_of(record, "data")
        faults += [(f"data.{name}", what) for name, what in kind.faults(changes, partial=True)]
        faults += [
            (f"data.{name}", f"kind {quoted(kind.name)} needs {quoted(name)}: it cannot be cleared")
            for name, value in changes.items()
            if value is None and name in kind.fields and not kind.fields[name].optional
        ]
    if kind is not None and "occurred" in record:
        faults += date_faults(record["occurred"], kind, "occurred")
    return faults


def retraction_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of a retraction: the record it names, and its publisher."""
    target, faults = _target(record, lookup)
    return faults if target is None else _publisher_faults(record, target, lookup)


def _target(record: Record, lookup: LogLookup) -> tuple[Entry | None, list[Fault]]:
    """Return the record that `of` names, or None and the fault of that name."""
    name, types = str(record["of"]), RECORD_TYPES[str(record["record"])].of
    target = lookup.record(name)
    if target is None:
        return None, [("of", f"no record has the id {quoted(name)}: `chrono log` lists them")]
    if target.type not in types:
        article = "an" if target.type[0] in "aeiou" else "a"
        return None, [("of", f"{quoted(name)} is {article} {target.type}: name a {' or '.join(types)}")]
    return target, []


def _source_of(entry: Entry, lookup: LogLookup) -> Record | None:
    """Return the source that published a report, correction or retraction, with amendments applied."""
    source = entry.record.get("source")
    if isinstance(source, Mapping):
        return lookup.source(str(source["slug"])) or source
    if source is not None:
        return lookup.source(str(source))
    target = lookup.record(str(entry.record["of"]))
    return None if target is None else _source_of(target, lookup)


def _publisher_faults(record: Record, target: Entry, lookup: LogLookup) -> list[Fault]:
    given = record.get("source")
    if given is None:
        return []
    source = lookup.source(given) if isinstance(given, str) else given
    if not isinstance(source, Mapping):
        hint = _hint(str(given), tuple(lookup.sources()), "sources")
        return [("source", f"unknown source {quoted(str(given))}: {hint}")]
    publisher = str(source.get("publisher"))
    original = str((_source_of(target, lookup) or {}).get("publisher"))
    if publisher == original:
        return []
    verb = "withdraw" if record["record"] == "retraction" else "correct"
    what = f"{quoted(publisher)} cannot {verb} what {quoted(original)} published"
    return [("source", f"{what}: append it as a conflicting report")]


def ranking_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of a ranking: the record it names."""
    return _target(record, lookup)[1]


def merge_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of a merge: developments that nobody reports, or of kinds that do not go together."""
    names = texts_of(record, "developments")
    if len(set(names)) < 2:
        return [("developments", "a merge joins at least two developments")]
    missing = [name for name in names if not lookup.kinds_of(name)]
    faults = [("developments", f"no report names the development {quoted(name)}") for name in missing]
    kinds = {kind: name for name in names for kind in lookup.kinds_of(name)}
    first = next(iter(kinds), None)
    if first is not None and not faults:
        like = lookup.shelf.kinds[first].like if first in lookup.shelf.kinds else frozenset()
        faults += [
            (
                "developments",
                f"{quoted(name)} is of kind {quoted(kind)}, {quoted(kinds[first])} of kind {quoted(first)}",
            )
            for kind, name in kinds.items()
            if kind != first and kind not in like
        ]
    return faults


def storybook_faults(record: Record, lookup: LogLookup) -> list[Fault]:
    """Return the faults of a storybook, by itself and together with those in force."""
    try:
        made = storybook(str(record["toml"]))
        shelf({**lookup.shelf.storybooks, made.name: made})
    except BadStorybook as err:
        return list(err.faults)
    faults = _declaration_faults(made)
    if faults:
        return faults
    return [fault for each in made.entities for fault in entity_faults({"record": "entity", **each}, lookup)]


def _declaration_faults(made: ParsedStorybook) -> list[Fault]:
    """Return the faults of what a storybook declares that a record or a name would be refused for."""
    faults = [
        (f"{table}.{each['slug']}.{key}", what)
        for table, record, declared in (
            ("entities", "entity", made.entities),
            ("sources", "source", made.sources),
        )
        for each in declared
        for key, what in record_faults.faults({"record": record, **each})
    ]
    return faults + [
        (path, f"{quoted(name)}: {what}")
        for path, name in _names_declared(made)
        if (what := record_faults.declared_name_fault(path, name))
    ]


def _names_declared(made: ParsedStorybook) -> Iterator[tuple[str, str]]:
    """Yield the names of kinds, fields, units, projections and stories in a storybook, each with its path."""
    yield from (("kinds", name) for name in made.kinds)
    yield from (("projections", name) for name in made.projections)
    yield from (("stories", name) for name in made.stories)
    for kind in made.kinds.values():
        for name, field in kind.fields.items():
            yield f"kinds.{kind.name}.fields", name
            if field.unit is not None:
                yield f"kinds.{kind.name}.fields.{name}", field.unit
    for projection in made.projections.values():
        yield from ((f"projections.{projection.name}.fields", name) for name in projection.fields)
