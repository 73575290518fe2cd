"""The admission of records to a log: what is missing is filled in, what cannot be is refused.

Each check looks at one record against what the log knows (`chrono.lookup.names`); every fault of a record is
named, not only the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from chrono.errors import ChronoError
from chrono.lookup.names import Known
from chrono.model.record_types import BY_ID, RECORD_TYPES, check_complete
from chrono.model.records import Fault, as_mapping
from chrono.model.storybook import storybook
from chrono.resolve.archive import Entry
from chrono.write.amendment_faults import amendment_faults
from chrono.write.identities import development_name
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
from chrono.write.record_faults import faults

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
    if not found and name in BY_ID:
        record.setdefault("id", new_id())
    if not found and name == "report":
        joins, found = _joined(record, known)
    if found:
        raise Refused(found)
    after = listed(record.get("after")) if name == "report" else ()
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
        return LOG_CHECKS[name](record, known)
    faulty = {path.split(".")[0] for path, _ in found}
    sound = {key: each for key, each in record.items() if key not in faulty}
    if name not in RECORD_TYPES or not RECORD_TYPES[name].needs <= sound.keys():
        return found
    more = LOG_CHECKS[name](sound, known)
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
    found = development_faults(known.shelf.kinds[str(record["kind"])], development, kinds) if kinds else []
    if development in listed(record.get("after")):
        found.append(("after", "a development cannot be after itself"))
    return development if kinds and earlier is None else None, found


def _in_force(record: Mapping[str, object], known: Known) -> bool:
    made = storybook(str(record["toml"]))
    now = known.shelf.storybooks.get(made.name)
    return now is not None and now.text == made.text


LOG_CHECKS: dict[str, Callable[[Record, Known], list[Fault]]] = {
    "source": source_faults,
    "entity": entity_faults,
    "report": report_faults,
    "correction": correction_faults,
    "retraction": retraction_faults,
    "amendment": amendment_faults,
    "ranking": ranking_faults,
    "merge": merge_faults,
    "storybook": storybook_faults,
}
"""What is wrong with a record of each type beside what the log holds."""
check_complete("check against the log", LOG_CHECKS, where="chrono.write.admission.LOG_CHECKS")
