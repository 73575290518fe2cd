"""Projections written in Python: a class with `initial` and a pure `apply(state, development)`.

    class Hearings:
        name = "hearings"
        title = "Hearings so far"
        key = "case"
        kinds = ("lawsuit.motion_decided", "lawsuit.trial_begun")
        initial = {"count": 0, "last": None}

        def apply(self, state, development):
            return {"count": state["count"] + 1, "last": development.occurred}

It answers wherever a declared projection does, with certainty, dispute and provenance: the fold is made in
every order of events that the dates allow, and again for each account that differs from the leading one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from math import isfinite
from types import MappingProxyType
from typing import Any

import attrs

from chrono.errors import ChronoError, quoted
from chrono.model.fields import FIELD_MODALITIES, IN_PYTHON, SPECIALS, Constant, Field
from chrono.model.kinds import Kind
from chrono.model.policy import POLICIES
from chrono.model.projection import Projection
from chrono.values.canonical_json import jsontext
from chrono.values.shapes import plain
from chrono.values.suggestions import nearest

_NAME = re.compile(r"[\w-]+")


class BadProjection(ChronoError, ValueError):
    """A projection in Python that cannot be used: `faults` names every fault in a sentence."""

    def __init__(self, name: str, faults: tuple[str, ...]) -> None:
        self.name = name
        self.faults = faults
        super().__init__("\n".join(f"projection {quoted(name)}: {each}" for each in faults))


class ProjectionFailed(ChronoError, RuntimeError):
    """The `apply` of a projection raised, or returned no valid state; the question gets no answer."""

    def __init__(self, name: str, development: str, why: str) -> None:
        self.name = name
        self.development = development
        super().__init__(f"projection {quoted(name)}: apply {why}, at the development {quoted(development)}")


@attrs.frozen(kw_only=True)
class Occurrence:
    """A development as `apply` receives it, in one possible order of events."""

    name: str
    kind: str
    modality: str
    fields: Mapping[str, object]
    """The leading value of each field that is reported: entities as slugs, dates as EDTF, amounts as
    {"amount", "unit", …}, numbers as int or Decimal, lists as tuples. A field nobody reports is missing."""
    occurred: str
    """The date in use, as EDTF."""
    reported: str
    """When it was first reported, as EDTF or a datetime."""
    by: str | None
    """Who says so, in the leading account."""
    standing: str
    """The standing of that account: document, on-record, reporter, anonymous or inferred."""
    sources: tuple[str, ...]
    """Every source that reports it, sorted, so that the order of arrival makes no difference."""
    origins: int
    """How many independent publishers report it."""
    summary: str | None = None


@attrs.frozen(kw_only=True)
class PythonProjection(Projection):
    """A projection whose fields are folded together by `apply`."""

    initial: object
    """The state before anything has occurred: a mapping of field → value, or an attrs object."""
    apply: Callable[[Any, Occurrence], object]
    """Returns the next state, with the same fields; it must not change the state that it receives."""
    cumulative: frozenset[str] = frozenset()
    """The fields that developments add to: their provenance is all that changed them, not only the last."""

    @property
    def in_python(self) -> bool:
        """Whether it is written in Python: True."""
        return True


def python_projection(written: object, *, name: str | None = None) -> PythonProjection:
    """Return the projection that a class, an object or a module describes.

    It has `kinds`, `key`, `initial` and `apply`, a `name` (default `name`) and perhaps `title`, `subject`,
    `modality`, `policy` and `cumulative`. A field whose name begins with `_` is kept and not shown.

    Raises:
        BadProjection: it has faults; all of them are named.
    """
    label = str(getattr(written, "name", None) or name or getattr(written, "__name__", written))
    try:
        made: Any = written() if isinstance(written, type) else written
        initial: object = getattr(made, "initial", None)
    except Exception as err:  # the author's code may raise anything
        raise BadProjection(label, (f"cannot be made: {error_line(err)}",)) from err
    faults = _faults(made, label, initial, name)
    if faults:
        raise BadProjection(label, faults)
    key = made.key
    kinds = tuple(made.kinds)
    modality = tuple(getattr(made, "modality", FIELD_MODALITIES[:1]))
    return PythonProjection(
        name=label,
        title=str(getattr(made, "title", label)),
        subject=getattr(made, "subject", None),
        key=dict(key) if isinstance(key, Mapping) else str(key),
        fields={
            each: _field(each, kinds, modality) for each in state_fields(initial) if not each.startswith("_")
        },
        policy=tuple(getattr(made, "policy", None) or ()) or None,
        initial=initial,
        apply=made.apply,
        cumulative=frozenset(getattr(made, "cumulative", ())),
    )


def _field(name: str, kinds: tuple[str, ...], modality: tuple[str, ...]) -> Field:
    roles = {"set": {kind: Constant(value=True) for kind in kinds}}
    return Field(name=name, reduce=IN_PYTHON, roles=roles, modality=modality)


def _faults(made: object, label: str, initial: object, name: str | None) -> tuple[str, ...]:
    faults = []
    if not _NAME.fullmatch(label):
        faults.append('needs a name of letters, digits, - and _: name = "hearings"')
    elif name is not None and name != label:
        faults.append(f"its entry point is called {quoted(name)}: give both one name")
    if not isinstance(getattr(made, "key", None), str | Mapping):
        faults.append('needs a key: key = "case", a mapping {kind: field}, or "*" for one single state')
    if not _words(getattr(made, "kinds", None)):
        faults.append('needs the kinds that it listens to: kinds = ("lawsuit.filed",)')
    if not callable(getattr(made, "apply", None)):
        faults.append("needs a method apply(self, state, development) that returns the next state")
    for option, known in (("policy", POLICIES), ("modality", FIELD_MODALITIES)):
        given = getattr(made, option, None)
        if given is not None and (not _words(given) or not set(given) <= set(known)):
            faults.append(f"its {option} is no list of {', '.join(known)}")
    return (*faults, *_initial_faults(made, initial))


def _initial_faults(made: object, initial: object) -> list[str]:
    try:
        fields = {name: json_shape(value) for name, value in state_fields(initial).items()}
    except ValueError as err:
        return [f"its initial {err}"]
    if not any(not name.startswith("_") for name in fields):
        return ['needs an initial state with the fields that it shows: initial = {"count": 0}']
    return [
        f"cumulative names {quoted(name)}: {nearest(name, tuple(fields))}"
        for name in getattr(made, "cumulative", ())
        if name not in fields
    ]


def _words(given: object) -> bool:
    return (
        isinstance(given, tuple | list | set | frozenset)
        and bool(given)
        and all(isinstance(each, str) for each in given)
    )


def check_kinds(projection: PythonProjection, kinds: Mapping[str, Kind]) -> PythonProjection:
    """Return the projection as it is; its kinds and the fields of its key must be among `kinds`.

    Raises:
        BadProjection: a kind, or a field that is to hold the key, is missing.
    """
    faults = []
    for kind in sorted(projection.kinds):
        field = projection.key_field(kind)
        if kind not in kinds:
            faults.append(f"listens to {quoted(kind)}, which is no kind here: {nearest(kind, tuple(kinds))}")
        elif field is None:
            faults.append(f"its key says no field for the kind {quoted(kind)}")
        elif field not in (*kinds[kind].fields, *SPECIALS, "*"):
            known = tuple(kinds[kind].fields)
            faults.append(f"kind {quoted(kind)} has no field {quoted(field)}: {nearest(field, known)}")
    if faults:
        raise BadProjection(projection.name, tuple(faults))
    return projection


def state_fields(state: object) -> dict[str, object]:
    """Return the fields of a state: name → value.

    Raises:
        ValueError: it is neither a mapping nor an attrs object, or a field's name is no identifier.
    """
    if isinstance(state, Mapping):
        fields = dict(state)
    elif attrs.has(type(state)):
        fields = {each.name: getattr(state, each.name) for each in attrs.fields(type(state))}  # type: ignore[arg-type]
    else:
        raise ValueError(f"is {_kind_of(state)}, not a mapping of field → value or an attrs object")
    for name in fields:
        if not isinstance(name, str) or not name.isidentifier():
            raise ValueError(f"has a field {quoted(name)}: a field's name is a word such as last_step")
    return fields


def read_only(state: object) -> object:
    """Return a state in the form that `apply` receives: a read-only mapping, or the attrs object."""
    return MappingProxyType(state) if isinstance(state, dict) else state


def json_shape(value: object) -> object:  # noqa: PLR0911 - one return for each sort of value
    """Return a value of a state in its JSON shape: sets as sorted lists, dates as text.

    Raises:
        ValueError: JSON has no such value; the message says which.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return json_shape(value.value)
    if isinstance(value, str | Decimal):
        return plain(value)
    if isinstance(value, float) and isfinite(value):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [json_shape(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted((json_shape(each) for each in value), key=jsontext)
    if isinstance(value, Mapping) or attrs.has(type(value)):
        return {name: json_shape(each) for name, each in _named(value).items()}
    raise ValueError(f"holds {_kind_of(value)}: give text, numbers, yes or no, lists and mappings of them")


def _named(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        return state_fields(value)
    for name in value:
        if not isinstance(name, str):
            raise ValueError(f"holds a mapping with the key {quoted(name)}: its keys are to be text")  # noqa: TRY004 - one sort of fault for all values
    return dict(value)


def _kind_of(value: object) -> str:
    return "nothing" if value is None else f"a value of {type(value).__name__}"


def error_line(err: BaseException) -> str:
    """Return an exception of an author's code in one line: `KeyError: 'court'`."""
    message = " ".join(str(err).split())
    return f"{type(err).__name__}: {message}" if message else type(err).__name__
