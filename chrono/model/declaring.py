"""How a built-in kind is declared: an annotated class, which becomes an attrs class when it is first used."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, TypeVar, dataclass_transform, get_args, get_origin

import attrs

from chrono.model.kinds import FieldType, Kind, field_type

Entity = Annotated[str, "entity"]
"""A slug, name or alias of a person, organisation, case …"""
Word = Annotated[str, "word"]
"""An exact token: two different words contradict each other."""
Text = Annotated[str, "text"]
"""Free words: two wordings never contradict each other."""
Number = Annotated[int | float | Decimal, "number"]
Quantity = Annotated[str | dict[str, object], "quantity:*"]
"""An amount with its unit, whichever it is."""
Date = Annotated[str, "date"]
Bool = Annotated[bool, "bool"]


class LazyKind(type):
    """The type of the kinds: each becomes an attrs class when it is first used as one.

    attrs takes some 0.4 ms to make a class, and every question loads all of them just for their names and
    fields: what is never instantiated is never made, which saves a question some 20 ms (decision 0004).
    """

    def __call__(cls, *args: object, **fields: object) -> Any:  # noqa: ANN401 - an instance of the class
        """Make the class if need be, then an instance."""
        _made(cls)
        return super().__call__(*args, **fields)

    def __getattr__(cls, name: str) -> object:
        """Make the class when attrs asks for what it would have made."""
        if name == "__attrs_attrs__" and "spec" in cls.__dict__:
            return _made(cls).__dict__[name]
        raise AttributeError(name)


def _made(cls: type) -> type:
    if "__attrs_attrs__" not in cls.__dict__:
        attrs.frozen(cls, kw_only=True, slots=False)
    return cls


class DevelopmentData(metaclass=LazyKind):
    """What a development of a built-in kind tells; `kind` is its name and `spec` its `Kind`."""

    kind: str
    spec: Kind


_C = TypeVar("_C", bound=type[DevelopmentData])


@dataclass_transform(kw_only_default=True, frozen_default=True)
def kind(name: str, *, identity: tuple[str, ...] = (), span: bool = False) -> Callable[[_C], _C]:
    """Return a decorator that makes a frozen attrs class the kind `name`.

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
    told = cls.__annotations__.items()
    return {name: _field(hint, optional=name in cls.__dict__) for name, hint in told}


@lru_cache
def _field(hint: object, *, optional: bool) -> FieldType:
    parts = [each for each in get_args(hint) if each is not type(None)]
    if get_origin(hint) is not Annotated and optional and parts:
        hint = parts[0]
    if get_origin(hint) is tuple:
        return attrs.evolve(field_type(get_args(get_args(hint)[0])[1]), listed=True, optional=optional)
    return attrs.evolve(field_type(get_args(hint)[1]), optional=optional)
