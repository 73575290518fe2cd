"""Find the faults of a record by itself: its keys, and the shapes of their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date

from chrono.errors import ChronoError, quoted
from chrono.model.policy import RANKS, STANDINGS
from chrono.model.record_parts import BY, Record
from chrono.model.record_types import RECORD_TYPES
from chrono.model.records import RECORD_KEYS, Fault
from chrono.resolve.developments import MODALITIES
from chrono.values import times
from chrono.values.limits import INDEXED_MEMBERS, LIST_MEMBERS, NESTING, many_fault
from chrono.values.storable import NESTED, is_nested_beyond, name_fault, text_fault, value_fault
from chrono.values.suggestions import nearest
from chrono.values.zones import zone_of

_Check = Callable[[object], "str | None"]
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_RESERVED = ("source:", "entity:")
"""How the log names its own events of sources and entities: no other record may take such an id."""


def _words(value: object) -> str | None:
    if isinstance(value, str) and value.strip():
        return text_fault(value)
    return "wants text that is not empty"


def _name(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        fault = name_fault(value) if isinstance(value, str) and value.strip() else None
        return fault or "wants a name: text without spaces around it"
    return name_fault(value)


def declared_name_fault(table: str, name: str) -> str | None:
    """Return why nothing in a table of a storybook can have a name; a target is written `PROJECTION/KEY`."""
    if table == "projections" and "/" in name:
        return '"/" cannot be part of it'
    return _name(name)


def _id(value: object) -> str | None:
    if isinstance(value, str) and value.startswith(_RESERVED):
        reserved = " or ".join(map(quoted, _RESERVED))
        return f"{quoted(value)} is no id: those that begin with {reserved} are the log's own"
    return _name(value)


def _slug(value: object) -> str | None:
    fault = _name(value)
    if fault is None and ("/" in str(value) or len(str(value).split()) > 1):
        return f'{quoted(value)} is no slug: use a word without spaces or "/", such as "wsj-ja"'
    return fault


def _list_of(check: _Check, most: int = LIST_MEMBERS) -> _Check:
    def listed(value: object) -> str | None:
        if not isinstance(value, list | tuple):
            return 'wants a list, such as ["one", "two"]'
        return many_fault(len(value), most) or next((fault for each in value if (fault := check(each))), None)

    return listed


def _one_of(known: tuple[str, ...]) -> _Check:
    def chosen(value: object) -> str | None:
        if isinstance(value, str) and value in known:
            return None
        near = nearest(value if isinstance(value, str) else "", known)
        return f"{quoted(value)} is not known here: {near}"

    return chosen


def _object(value: object) -> str | None:
    if isinstance(value, Mapping):
        return value_fault(value)
    return 'wants an object, such as {"case": "musk-v-openai"}'


def _data(value: object) -> str | None:
    """Return the fault of data as a whole; its kind judges the fields."""
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        return _object(value)
    return NESTED if is_nested_beyond(value, NESTING) else None


def _toml(value: object) -> str | None:
    """Return the fault of a storybook as a text: its own limit is that of TOML."""
    return None if isinstance(value, str) and value.strip() else _words(value)


def _flag(value: object) -> str | None:
    return None if isinstance(value, bool) else "wants true or false"


def _language(value: object) -> str | None:
    if isinstance(value, str) and _LANGUAGE.fullmatch(value):
        return None
    return f'{quoted(value)} is no language tag (BCP 47): use one such as "ja" or "en-GB"'


def _occurred(value: object) -> str | None:
    try:
        times.when(value)
    except ChronoError as err:
        return str(err)
    return value_fault(value)


def _published(value: object) -> str | None:
    try:
        times.reported(value)
    except ChronoError as err:
        return str(err)
    return None


def _zone(value: object) -> str | None:
    try:
        zone_of(value if isinstance(value, str) else "")
    except ValueError as err:
        return str(err)
    return None


def _first_day(value: object) -> str | None:
    try:
        # A leap year, so that every day of a calendar can begin a fiscal year.
        date.fromisoformat(f"2000-{value}" if isinstance(value, str) else "")
    except ValueError:
        return f'{quoted(str(value))} is no day of the year: write "MM-DD", such as "04-01"'
    return None


def _names(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return 'wants names by language, such as {"en": "Sam Altman"}'
    if fault := many_fault(len(value)):
        return fault
    tags = (fault for tag in value if (fault := name_fault(str(tag))))
    return next(tags, None) or next((fault for each in value.values() if (fault := _name(each))), None)


def _attribution(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return 'wants an object, such as {"by": "elon-musk", "standing": "on-record"}'
    for key, text in value.items():
        if key not in ("by", "standing", "via"):
            return f"unknown key {quoted(str(key))}: {nearest(str(key), ('by', 'standing', 'via'))}"
        fault = _one_of(STANDINGS)(text) if key == "standing" else _words(text) or name_fault(str(text))
        if fault:
            return f"{key}: {fault}"
    return None


def _source(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return _slug(value)
    if BY in value:
        return f"{BY}: who entered it is said of the report, not of the source inside it"
    own = faults({"record": "source", **value})
    return f"{own[0][0]}: {own[0][1]}" if own else None


_KEY_CHECKS: dict[str, _Check] = {
    **dict.fromkeys(("title", "why", "quote", "summary", "locator", "type", "url"), _words),
    **dict.fromkeys(("publisher", "origin", "of", "development", "kind", BY), _name),
    **dict.fromkeys(("after", "aliases"), _list_of(_name)),
    "developments": _list_of(_name, INDEXED_MEMBERS),
    "same_as": _list_of(_slug),
    "stories": _list_of(_slug, INDEXED_MEMBERS),
    **dict.fromkeys(("published", "reported"), _published),
    "id": _id,
    "data": _data,
    "extra": _object,
    "toml": _toml,
    "slug": _slug,
    "authors": _list_of(_words),
    "names": _names,
    "language": _language,
    "occurred": _occurred,
    "modality": _one_of(MODALITIES),
    "rank": _one_of(RANKS),
    "attribution": _attribution,
    "source": _source,
    "void": _flag,
    "sequence": _flag,
    "zone": _zone,
    "fiscal_year": _first_day,
}
"""Key → the function that returns the fault of its value, in any type of record."""


def check_keys(keys: Mapping[str, Collection[str]], checked: Collection[str]) -> None:
    """Check that the value of every key of every type of record is checked.

    Raises:
        LookupError: a type has a key whose value nothing checks.
    """
    for name, own in keys.items():
        for key in own:
            if key not in checked:
                message = f"record type {quoted(name)} has no check of its key {quoted(key)}"
                raise LookupError(f"{message}: add it to chrono.write.record_faults._KEY_CHECKS")


check_keys(RECORD_KEYS, _KEY_CHECKS)
_REQUIRED = {name: [key for key, needed in keys.items() if needed] for name, keys in RECORD_KEYS.items()}


def faults(record: Record) -> list[Fault]:
    """Return the faults of a record that show without a log: in its keys, and in the shapes of values.

    The changes of an amendment are checked with the record that it names.
    """
    name = str(record.get("record", "report"))
    if name not in RECORD_TYPES:
        return [("record", f"unknown record {quoted(name)}: {nearest(name, tuple(RECORD_TYPES))}")]
    known = RECORD_KEYS[name]
    key_faults: list[Fault] = []
    if not RECORD_TYPES[name].any_key:
        key_faults += [
            (str(key), f"unknown key: {nearest(str(key), ('record', *known))}")
            for key in record
            if key not in known and key != "record"
        ]
    key_faults += [(key, "missing: " + _wanted(name, key)) for key in _REQUIRED[name] if key not in record]
    wrong = {
        key: fault
        for key, value in record.items()
        if key in known and value is not None and (fault := _KEY_CHECKS[key](value))
    }
    return key_faults + [(key, wrong[key]) for key in known if key in wrong] if wrong else key_faults


def author_fault(name: str) -> str | None:
    """Return why nobody of that name can have entered a record, or None."""
    return _KEY_CHECKS[BY](name)


def change_faults(name: str, changes: Record) -> list[Fault]:
    """Return the faults of changes to a record of a type, each value by itself; null takes a key away."""
    known = RECORD_KEYS[name]
    faults: list[Fault] = [
        (key, "missing: " + _wanted(name, key))
        for key, value in changes.items()
        if value is None and known.get(key)
    ]
    faults += [
        (key, fault)
        for key, value in changes.items()
        if key in known and value is not None and (fault := _KEY_CHECKS[key](value))
    ]
    return faults


def _wanted(name: str, key: str) -> str:
    return f"a {name} needs {quoted(key)}"
