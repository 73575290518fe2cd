"""The admission of records to a log: what is missing is filled in, what cannot be is refused.

Every fault of a record is named, not only the first. A record is not yet part of what the log holds: whoever
appends it says so (`LogLookup.add`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from chrono.errors import ChronoError
from chrono.lookup.log_lookup import LogLookup
from chrono.model.kinds import Kind, read
from chrono.model.record_types import BY_ID, RECORD_TYPES
from chrono.model.records import Fault, as_mapping
from chrono.resolve.entries import Entry
from chrono.values import times
from chrono.values.completeness import complete
from chrono.values.shapes import plain
from chrono.write import record_faults
from chrono.write.amendment_faults import amendment_faults
from chrono.write.log_faults import (
    correction_faults,
    development_faults,
    entity_faults,
    listed,
    merge_faults,
    ranking_faults,
    report_faults,
    retraction_faults,
    source_faults,
    storybook_faults,
)

Record = dict[str, object]

LOG_CHECKS: Mapping[str, Callable[[Record, LogLookup], list[Fault]]] = complete(
    {
        "source": source_faults,
        "entity": entity_faults,
        "report": report_faults,
        "correction": correction_faults,
        "retraction": retraction_faults,
        "amendment": amendment_faults,
        "ranking": ranking_faults,
        "merge": merge_faults,
        "storybook": storybook_faults,
    },
    RECORD_TYPES,
    where="chrono.write.admission.LOG_CHECKS",
)
"""What finds the faults of a record of each type beside what the log holds."""


class Refused(ChronoError, ValueError):
    """A record that the log does not take, with every fault: (where in the record, what is wrong)."""

    def __init__(self, faults: list[Fault], *, index: int = 0) -> None:
        self.faults = tuple(faults)
        self.index = index
        super().__init__("\n".join(f"{path}: {what}" if path else what for path, what in faults))


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


def admit(given: object, lookup: LogLookup, new_id: Callable[[], str]) -> Admitted:
    """Return the record that stands for what was given, whole; `lookup` stays as it is.

    Raises:
        Refused: it has faults.
    """
    record = as_mapping(given)
    name = str(record["record"])
    faults = _faults(name, record, lookup)
    joins: str | None = None
    if not faults and name in BY_ID:
        record.setdefault("id", new_id())
    if not faults and name == "report":
        joins, faults = _joined(record, lookup)
    if faults:
        raise Refused(faults)
    after = listed(record.get("after")) if name == "report" else ()
    unknown = tuple(str(n) for n in after if not lookup.kinds_of(str(n)))
    entry = Entry(lookup.next_position, str(record.get("slug") or record.get("id") or name), name, record)
    same = name == "storybook" and _in_force(record, lookup)
    return Admitted(record=record, entry=entry, joins=joins, unknown_after=unknown, nothing_new=same)


def _faults(name: str, record: Record, lookup: LogLookup) -> list[Fault]:
    """Return every fault that a record has by itself, and against the log what is sound in it."""
    faults = record_faults.faults(record)
    if not faults:
        return LOG_CHECKS[name](record, lookup)
    faulty = {path.split(".")[0] for path, _ in faults}
    sound = {key: each for key, each in record.items() if key not in faulty}
    if name not in RECORD_TYPES or not RECORD_TYPES[name].needs <= sound.keys():
        return faults
    more = LOG_CHECKS[name](sound, lookup)
    if name == "report" and not more and {"kind", "data", "occurred"} <= sound.keys():
        more = _joined({"id": "", **sound}, lookup)[1]
    return faults + more


def _joined(record: Record, lookup: LogLookup) -> tuple[str | None, list[Fault]]:
    """Give a report its development; return that if it is there already, and what speaks against it.

    The name is made once: a report that is in the log keeps its own, whatever is declared since.
    """
    earlier = lookup.record(str(record["id"]))
    if earlier is not None and not record.get("development") and earlier.record.get("kind") == record["kind"]:
        record["development"] = earlier.record.get("development")
    record["development"] = record.get("development") or development_name(record, lookup)
    development = str(record["development"])
    kinds = lookup.kinds_of(development)
    faults = development_faults(lookup.shelf.kinds[str(record["kind"])], development, kinds) if kinds else []
    if development in listed(record.get("after")):
        faults.append(("after", "a development cannot be after itself"))
    return development if kinds and earlier is None else None, faults


def development_name(record: Mapping[str, object], lookup: LogLookup) -> str:
    """Return the name of the development of a report that gives none.

    It is `kind:value/value` by the kind's identity fields; a kind without identity, or a report that is
    silent on an identity field, makes a development of its own, named by the report's id. Of the fields
    that a name may omit, those on which the report is silent are left out.
    """
    kind = lookup.shelf.kinds[str(record["kind"])]
    parts = {field: _identity(record, kind, field, lookup) for field in kind.identity}
    named = [part for field, part in parts.items() if part is not None or field not in kind.omitted]
    if not named or None in named:
        return str(record["id"])
    return f"{kind.name}:{'/'.join(str(part) for part in named)}"


def _identity(record: Mapping[str, object], kind: Kind, field: str, lookup: LogLookup) -> str | None:
    if field == "@occurred":
        return times.when(record["occurred"], span=kind.span).edtf
    data = record["data"]
    given = data.get(field) if isinstance(data, Mapping) else None
    if given is None:
        return None
    value = read(given, kind.fields[field])
    several = value if isinstance(value, tuple) else (value,)
    entity = kind.fields[field].base == "entity"
    return ",".join(sorted(lookup.resolve(str(each)) if entity else str(plain(each)) for each in several))


def _in_force(record: Mapping[str, object], lookup: LogLookup) -> bool:
    return any(book.text == record["toml"] for book in lookup.shelf.storybooks.values())
