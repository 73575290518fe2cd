"""Declare built-in kinds: annotated classes, which become attrs classes when they are first used."""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, TypeVar, dataclass_transform, get_args, get_origin

import attrs

from chrono.model.kinds import FieldType, Kind, field_type

EntityName = Annotated[str, "entity"]
"""A slug, name or alias of a person, organisation, case …"""
Word = Annotated[str, "word"]
"""An exact token: two different words contradict each other."""
Text = Annotated[str, "text"]
"""Free words: two wordings never contradict each other."""
Amount = Annotated[str | dict[str, object], "quantity:*"]
"""An amount of any unit, with the unit."""
Date = Annotated[str, "date"]
Bool = Annotated[bool, "bool"]


class LazyKind(type):
    """The type of the kinds: each becomes an attrs class when it is first used as one.

    attrs takes some 0.4 ms to make a class, and every question loads all of them just for their names and
    fields. A class that is never instantiated is not made, which saves a question some 20 ms (decision 0004).
    """

    def __call__(cls, *args: object, **fields: object) -> Any:  # noqa: ANN401 - an instance of the class
        """Return an instance; the attrs class is made first where it is not yet."""
        _made(cls)
        return super().__call__(*args, **fields)

    def __getattr__(cls, name: str) -> object:
        """Return the attributes by which attrs knows its classes; the attrs class is made for them."""
        if name == "__attrs_attrs__" and "spec" in cls.__dict__:
            return _made(cls).__dict__[name]
        raise AttributeError(name)


def _made(cls: type) -> type:
    if "__attrs_attrs__" not in cls.__dict__:
        attrs.frozen(cls, kw_only=True, slots=False)
    return cls


class DevelopmentData(metaclass=LazyKind):
    """The fields of a development of a built-in kind; `kind` is the kind's name and `spec` its `Kind`."""

    kind: str
    spec: Kind


_C = TypeVar("_C", bound=type[DevelopmentData])


@dataclass_transform(kw_only_default=True, frozen_default=True)
def kind(name: str, *, identity: tuple[str, ...] = (), span: bool = False) -> Callable[[_C], _C]:
    """Return a decorator that makes an annotated class the kind `name`.

    Args:
        name: the kind's name.
        identity: the fields that identify it; one with a `?` is left out where a report is silent on it.
        span: whether it lasts.
    """

    def decorate(cls: _C) -> _C:
        cls.kind = name
        cls.spec = Kind(
            name=name,
            title=(cls.__doc__ or name).split("\n", 1)[0].rstrip("."),
            fields=_fields(cls),
            identity=tuple(each.removesuffix("?") for each in identity),
            omitted=frozenset(each[:-1] for each in identity if each.endswith("?")),
            span=span,
        )
        return cls

    return decorate


def _fields(cls: type) -> dict[str, FieldType]:
    return {name: _field(hint, optional=name in cls.__dict__) for name, hint in cls.__annotations__.items()}


@lru_cache
def _field(hint: object, *, optional: bool) -> FieldType:
    members = [member for member in get_args(hint) if member is not type(None)]
    if get_origin(hint) is not Annotated and optional and members:
        hint = members[0]  # of `Text | None`
    if get_origin(hint) is tuple:
        return attrs.evolve(field_type(get_args(get_args(hint)[0])[1]), listed=True, optional=optional)
    return attrs.evolve(field_type(get_args(hint)[1]), optional=optional)
