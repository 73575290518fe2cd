"""The admission of records to a log: what is missing is filled in, what cannot be is refused.

Each check looks at one record against what the log knows (`chrono.known`); every fault of a record is
named, not only the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from chrono import times
from chrono.accounts import plain
from chrono.archive import DESK, Archive, Entry, archive
from chrono.entities import folded, names_of
from chrono.errors import ChronoError, nearest, quoted
from chrono.kinds import Kind, read
from chrono.known import Known
from chrono.record_faults import faults
from chrono.records import KEYS, NAMED, Fault, as_mapping
from chrono.storybook import BadStorybook, shelf, storybook

Record = dict[str, object]


class Refused(ChronoError, ValueError):
    """A record that the log does not take, with every fault: (where in the record, what is wrong)."""

    def __init__(self, found: list[Fault], *, index: int = 0) -> None:
        self.faults = tuple(found)
        self.index = index
        super().__init__("\n".join(f"{path}: {what}" if path else what for path, what in found))


@attrs.frozen(kw_only=True)
class Admitted:
    """A record ready to be appended."""

    record: Record
    entry: Entry
    joins: str | None = None
    """The development that was there already and that the report joins."""
    unknown_after: tuple[str, ...] = ()
    """Developments named in `after` that no report names yet."""
    nothing_new: bool = False
    """Whether a storybook is adopted that is in force as it is."""


def admit(given: object, known: Known, new_id: Callable[[], str]) -> Admitted:
    """Return the record that stands for what was given, and let those after it refer to it.

    Raises:
        Refused: it has faults; nothing is changed.
    """
    record = as_mapping(given)
    name = str(record["record"])
    found = _faults(name, record, known)
    joins: str | None = None
    if not found and name in NAMED:
        record.setdefault("id", new_id())
    if not found and name == "report":
        joins, found = _joined(record, known)
    if found:
        raise Refused(found)
    after = _list(record.get("after")) if name == "report" else ()
    unknown = tuple(str(n) for n in after if not known.kinds(str(n)))
    entry = Entry(known.position + 1, str(record.get("slug") or record.get("id") or name), name, record)
    same = name == "storybook" and _in_force(record, known)
    if not same:
        known.admit(entry)
    return Admitted(record=record, entry=entry, joins=joins, unknown_after=unknown, nothing_new=same)


def _faults(name: str, record: Record, known: Known) -> list[Fault]:
    """Return every fault that a record has by itself, and against the log what is sound in it."""
    found = faults(record)
    if not found:
        return _CHECKS[name](record, known)
    faulty = {path.split(".")[0] for path, _ in found}
    sound = {key: each for key, each in record.items() if key not in faulty}
    if name not in _CHECKS or not NEEDED[name] <= sound.keys():
        return found
    more = _CHECKS[name](sound, known)
    if name == "report" and not more and {"kind", "data", "occurred"} <= sound.keys():
        more = _joined({"id": "", **sound}, known)[1]
    return found + more


def _joined(record: Record, known: Known) -> tuple[str | None, list[Fault]]:
    """Give a report its development; return that if it is there already, and what speaks against it.

    The name is made once: a report that stands in the log keeps its own, whatever is declared since.
    """
    earlier = known.record(str(record["id"]))
    if earlier is not None and not record.get("development") and earlier.record.get("kind") == record["kind"]:
        record["development"] = earlier.record.get("development")
    record["development"] = record.get("development") or development_name(record, known)
    development = str(record["development"])
    kinds = known.kinds(development)
    found = _kind_faults(known.shelf.kinds[str(record["kind"])], development, kinds) if kinds else []
    if development in _list(record.get("after")):
        found.append(("after", "a development cannot be after itself"))
    return development if kinds and earlier is None else None, found


def development_name(record: Mapping[str, object], known: Known) -> str:
    """Return the name of the development of a report that gives none.

    It is `kind:value/value` by the kind's identity fields; a kind without identity, or a report that is
    silent on an identity field, makes a development of its own, named by the report's id.
    """
    kind = known.shelf.kinds[str(record["kind"])]
    parts = [_identity(record, kind, field, known) for field in kind.identity]
    if not parts or None in parts:
        return str(record["id"])
    return f"{kind.name}:{'/'.join(str(part) for part in parts)}"


def _identity(record: Mapping[str, object], kind: Kind, field: str, known: Known) -> str | None:
    if field == "@occurred":
        return times.when(record["occurred"], span=kind.span).edtf
    data = record["data"]
    given = data.get(field) if isinstance(data, Mapping) else None
    if given is None:
        return None
    value = read(given, kind.fields[field])
    several = value if isinstance(value, tuple) else (value,)
    entity = kind.fields[field].base == "entity"
    return ",".join(sorted(known.resolve(str(each)) if entity else str(plain(each)) for each in several))


# --- the checks, one for each record ------------------------------------------------------------


def _check_source(record: Record, known: Known) -> list[Fault]:
    if record["slug"] == DESK:
        return [("slug", f"{quoted(DESK)} is every log's own source: choose another slug")]
    return _same_source(record, known, "slug")


def _same_source(given: Mapping[str, object], known: Known, path: str) -> list[Fault]:
    slug = str(given["slug"])
    before = known.raw_source(slug)
    if before is None or _content(before) == _content(given):
        return []
    keys = sorted(key for key in {*_content(before), *_content(given)} if before.get(key) != given.get(key))
    return [(path, f"source {quoted(slug)} was declared with another {', '.join(keys)}: amend it instead")]


def _content(source: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in source.items() if key != "record" and value not in (None, [], {})}


def _check_entity(record: Record, known: Known) -> list[Fault]:
    found = []
    for name in names_of(record)[1:]:
        other = known.names.get(folded(name))
        if other is not None and other not in (record["slug"], known.resolve(str(record["slug"]))):
            if other in _list(record.get("same_as")):
                continue
            found.append(
                ("aliases", f"{quoted(name)} already names {quoted(other)}: leave it out, or say same_as")
            )
    return found


def _check_report(record: Record, known: Known) -> list[Fault]:
    found = _source_faults(record, known) if "source" in record else []
    if "kind" not in record:
        return found
    name = str(record["kind"])
    kind = known.shelf.kinds.get(name)
    if kind is None:
        hint = _hint(name, tuple(known.shelf.kinds), "kinds")
        return [*found, ("kind", f"unknown kind {quoted(name)}: {hint}")]
    if "data" in record:
        found += [(f"data.{field}", what) for field, what in kind.faults(_mapping(record["data"]))]
    if "occurred" in record:
        found += _span_faults(record["occurred"], kind, "occurred")
    return found


def _source_faults(record: Mapping[str, object], known: Known) -> list[Fault]:
    source = record["source"]
    if isinstance(source, Mapping):
        found = _same_source(source, known, "source")
        slug, given = str(source["slug"]), source
    else:
        slug = str(source)
        looked_up = known.source(slug)
        if looked_up is None:
            hint = _hint(slug, tuple(known.sources()), "sources")
            return [
                ("source", f"unknown source {quoted(slug)}: {hint}; a new one is declared with its publisher")
            ]
        found, given = [], looked_up
    if not found and "reported" not in record and not given.get("published"):
        why = (
            "reports of our own desk give it"
            if slug == DESK
            else f"source {quoted(slug)} has no date of publication"
        )
        found.append(("reported", f"missing: {why}"))
    return found


def _hint(name: str, known: tuple[str, ...], what: str) -> str:
    hint = nearest(name, known) if known else "none is known yet"
    return (
        hint if hint.startswith(("did", "none")) or len(known) < 8 else f"`chrono {what}` lists those known"
    )


def _span_faults(occurred: object, kind: Kind, path: str) -> list[Fault]:
    try:
        times.when(occurred, span=kind.span)
    except ChronoError as err:
        return [(path, str(err))]
    return []


def _kind_faults(kind: Kind, development: str, kinds: Mapping[str, str]) -> list[Fault]:
    others = [other for other in kinds if other != kind.name and other not in kind.like]
    if not others:
        return []
    what = f"{quoted(development)} is of kind {quoted(others[0])}: use that kind, or another development"
    return [("development", what)]


def _check_correction(record: Record, known: Known) -> list[Fault]:
    target, found = _target(record, known, ("report",))
    if target is None:
        return found
    found = _publisher_faults(record, target, known)
    if not {"data", "occurred", "modality", "after"} & record.keys():
        found.append(("", "a correction changes something: give data, occurred, modality or after"))
    kind = known.shelf.kinds.get(str(target.record["kind"]))
    if kind is not None and isinstance(record.get("data"), Mapping):
        patch = _mapping(record["data"])
        found += [(f"data.{name}", what) for name, what in kind.faults(patch, partial=True)]
        found += [
            (f"data.{name}", f"kind {quoted(kind.name)} needs {quoted(name)}: it cannot be cleared")
            for name, value in patch.items()
            if value is None and name in kind.fields and not kind.fields[name].optional
        ]
    if kind is not None and "occurred" in record:
        found += _span_faults(record["occurred"], kind, "occurred")
    return found


def _check_retraction(record: Record, known: Known) -> list[Fault]:
    target, found = _target(record, known, ("report", "correction", "retraction"))
    return found if target is None else _publisher_faults(record, target, known)


def _target(
    record: Mapping[str, object], known: Known, types: tuple[str, ...]
) -> tuple[Entry | None, list[Fault]]:
    name = str(record["of"])
    target = known.record(name)
    if target is None:
        return None, [("of", f"no record has the id {quoted(name)}: `chrono log` lists them")]
    if target.type not in types:
        article = "an" if target.type[0] in "aeiou" else "a"
        return None, [("of", f"{quoted(name)} is {article} {target.type}: name a {' or '.join(types)}")]
    return target, []


def source_of(entry: Entry, known: Known) -> Mapping[str, object] | None:
    """Return the source that published a report, correction or retraction."""
    source = entry.record.get("source")
    if isinstance(source, Mapping):
        return source
    if source is not None:
        return known.source(str(source))
    target = known.record(str(entry.record["of"]))
    return None if target is None else source_of(target, known)


def _publisher_faults(record: Mapping[str, object], target: Entry, known: Known) -> list[Fault]:
    given = record.get("source")
    if given is None:
        return []
    found = known.source(given) if isinstance(given, str) else given
    if not isinstance(found, Mapping):
        hint = _hint(str(given), tuple(known.sources()), "sources")
        return [("source", f"unknown source {quoted(str(given))}: {hint}")]
    other, own = str(found.get("publisher")), str((source_of(target, known) or {}).get("publisher"))
    if other == own:
        return []
    verb = "withdraw" if record["record"] == "retraction" else "correct"
    what = f"{quoted(other)} cannot {verb} what {quoted(own)} published: append it as a conflicting report"
    return [("source", what)]


_UNAMENDABLE = frozenset(("kind", "record", "slug", "id"))


def _check_amendment(record: Record, known: Known) -> list[Fault]:
    name = str(record["of"])
    target = _amended_target(name, known)
    if target is None:
        return [
            ("of", f"no record, source or entity is named {quoted(name)}: `chrono log` lists the records")
        ]
    own = KEYS["amendment"]
    changes = {key: value for key, value in record.items() if key not in own and key != "record"}
    if record.get("void"):
        return (
            [("void", "a record made void is not changed too: leave the other keys out")] if changes else []
        )
    if not changes:
        return [("", "an amendment changes something: give a key of the record, or void: true")]
    keys = {**KEYS[target.type], **(KEYS[_root_type(target, known)] if target.type == "amendment" else {})}
    mendable = tuple(key for key in keys if key not in _UNAMENDABLE)
    found = [
        (key, f"a {target.type} has no {quoted(key)}: {nearest(key, mendable)}")
        for key in changes
        if key not in keys
    ]
    never = "this key is never amended: make the record void and append another"
    found += [(key, never) for key in changes if key in _UNAMENDABLE]
    if target.type != "report":
        found += _told_faults(record, _kind_told(target, known))
    return found or _patched_faults(record, target, known)


def _kind_told(entry: Entry | None, known: Known) -> Kind | None:
    """Return the kind of the report that a correction or an amendment, perhaps through others, is about."""
    while entry is not None and entry.type != "report" and "of" in entry.record:
        entry = _amended_target(str(entry.record["of"]), known)
    return known.shelf.kinds.get(str(entry.record.get("kind"))) if entry is not None else None


def _told_faults(record: Mapping[str, object], kind: Kind | None) -> list[Fault]:
    """Return the faults of the data and the date that an amendment gives a correction or an amendment."""
    if kind is None:
        return []
    found = [(f"data.{name}", what) for name, what in kind.faults(_mapping(record.get("data")), partial=True)]
    return found + (_span_faults(record["occurred"], kind, "occurred") if record.get("occurred") else [])


def _amended_target(name: str, known: Known) -> Entry | None:
    found = known.record(name)
    if found is not None:
        return found
    entity = known.entity(name)
    if entity is not None:
        return Entry(0, name, "entity", {"record": "entity", **entity})
    source = known.source(name)
    return (
        None if source is None or name == DESK else Entry(0, name, "source", {"record": "source", **source})
    )


def _root_type(amendment: Entry, known: Known) -> str:
    """Return the type of the record that an amendment, perhaps through others, comes down to."""
    target: Entry | None = amendment
    while target is not None and target.type == "amendment":
        target = _amended_target(str(target.record["of"]), known)
    return "amendment" if target is None else target.type


def _patched_faults(record: Mapping[str, object], target: Entry, known: Known) -> list[Fault]:
    """Return the faults of the record as it would stand with the amendment."""
    made: Archive = archive(
        [attrs.evolve(target, position=1), Entry(2, "the amendment", "amendment", record)], 2
    )
    changed = next((dict(each.record) for each in made.entries if each.position == 1), {})
    if target.type == "amendment":
        return []
    changed = {key: value for key, value in changed.items() if value is not None}
    found = faults(changed)
    if not found and target.type == "report":
        kind = known.shelf.kinds.get(str(changed["kind"]))
        data = changed["data"]
        if kind is not None and isinstance(data, Mapping):
            found += [(f"data.{name}", what) for name, what in kind.faults(data)]
        found += _source_faults(changed, known)
    if target.type == "entity" and not found:
        found += _check_entity(changed, known)
    return found


def _check_ranking(record: Record, known: Known) -> list[Fault]:
    return _target(record, known, ("report",))[1]


def _check_merge(record: Record, known: Known) -> list[Fault]:
    names = [str(name) for name in _list(record["developments"])]
    if len(set(names)) < 2:
        return [("developments", "a merge joins at least two developments")]
    missing = [name for name in names if not known.kinds(name)]
    found = [("developments", f"no report names the development {quoted(name)}") for name in missing]
    kinds = {kind: name for name in names for kind in known.kinds(name)}
    first = next(iter(kinds), None)
    if first is not None and not found:
        like = known.shelf.kinds[first].like if first in known.shelf.kinds else frozenset()
        found += [
            (
                "developments",
                f"{quoted(name)} is of kind {quoted(kind)}, {quoted(kinds[first])} of kind {quoted(first)}",
            )
            for kind, name in kinds.items()
            if kind != first and kind not in like
        ]
    return found


def _check_storybook(record: Record, known: Known) -> list[Fault]:
    try:
        made = storybook(str(record["toml"]))
        shelf({**known.shelf.storybooks, made.name: made})
    except BadStorybook as err:
        return list(err.faults)
    return [fault for each in made.entities for fault in _check_entity({"record": "entity", **each}, known)]


def _in_force(record: Mapping[str, object], known: Known) -> bool:
    made = storybook(str(record["toml"]))
    now = known.shelf.storybooks.get(made.name)
    return now is not None and now.text == made.text


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


NEEDED: dict[str, frozenset[str]] = {
    "source": frozenset(("slug", "publisher")),
    "entity": frozenset(("slug",)),
    "report": frozenset(),
    "correction": frozenset(("of",)),
    "retraction": frozenset(("of",)),
    "amendment": frozenset(("of",)),
    "ranking": frozenset(("of",)),
    "merge": frozenset(("developments",)),
    "storybook": frozenset(("toml",)),
}
"""What must be sound in a record by itself for it to be looked at against the log."""
_CHECKS: dict[str, Callable[[Record, Known], list[Fault]]] = {
    "source": _check_source,
    "entity": _check_entity,
    "report": _check_report,
    "correction": _check_correction,
    "retraction": _check_retraction,
    "amendment": _check_amendment,
    "ranking": _check_ranking,
    "merge": _check_merge,
    "storybook": _check_storybook,
}
