"""Changes texts and structures at random: the same seed makes the same changes."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Sequence

from fuzzing import seeds


def _read(line: str) -> str:
    value = json.loads(line)
    return str(value["repeat"]) * int(value["times"]) if isinstance(value, dict) else str(value)


NASTY_TEXTS = tuple(map(_read, seeds.lines("nasty.jsonl")))
"""Texts that programs have fallen over."""


def nasty_value(rng: random.Random) -> object:
    """Return a value that programs have fallen over, of any type that JSON has."""
    kind = rng.randrange(8)
    if kind < 4:
        return rng.choice(NASTY_TEXTS)
    if kind == 4:
        return rng.choice([0, 1, -1, 10**18, 10**70, 0.1, 1e300, 5e-324])
    if kind == 5:
        return rng.choice([None, True, False])
    if kind == 6:
        return [nasty_value(rng) for _ in range(rng.randrange(4))]
    return {rng.choice(NASTY_TEXTS): nasty_value(rng) for _ in range(rng.randrange(3))}


def text(rng: random.Random, given: str) -> str:
    """Return a text with a few changes: characters, slices and nasty texts put in, out and elsewhere."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        given = _text_changed(rng, given)
    return given


def _text_changed(rng: random.Random, given: str) -> str:
    start = rng.randint(0, len(given))
    end = min(len(given), start + rng.choice((0, 1, 1, 2, 5, 20)))
    slice_ = given[start:end]
    put = rng.choice(
        (
            "",
            slice_ * rng.choice((2, 3, 100)),
            rng.choice(NASTY_TEXTS),
            rng.choice(NASTY_TEXTS) + slice_,
            chr(rng.choice((rng.randrange(128), rng.randrange(0x3000), rng.randrange(0xE000, 0x10FFFF)))),
            slice_[::-1],
            slice_.upper(),
        )
    )
    return given[:start] + put + given[end:]


Container = dict[str, object] | list[object]


def structure(rng: random.Random, given: Container, vocabulary: Sequence[str]) -> Container:
    """Return a copy of lists and objects with a few changes; names come from a vocabulary now and then."""
    changed = copy.deepcopy(given)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        places = [place for place in _containers(changed) if place]
        if not places:
            break
        place = rng.choice(places)
        rng.choice(CHANGES)(rng, place, vocabulary)
    return changed


def _containers(value: object) -> list[Container]:
    found: list[Container] = []
    queue = [value]
    while queue:
        each = queue.pop()
        if isinstance(each, dict):
            found.append(each)
            queue += each.values()
        elif isinstance(each, list):
            found.append(each)
            queue += each
    return found


def _key(rng: random.Random, place: Container) -> str | int:
    return rng.choice(list(place)) if isinstance(place, dict) else rng.randrange(len(place))


def _get(place: Container, key: str | int) -> object:
    return place[key]  # type: ignore[index]


def _set(place: Container, key: str | int, value: object) -> None:
    place[key] = value  # type: ignore[index]


def _replace(rng: random.Random, place: Container, vocabulary: Sequence[str]) -> None:
    value = rng.choice(vocabulary) if rng.random() < 1 / 3 else nasty_value(rng)
    _set(place, _key(rng, place), value)


def _edit(rng: random.Random, place: Container, vocabulary: Sequence[str]) -> None:
    key = _key(rng, place)
    value = _get(place, key)
    if isinstance(value, str):
        _set(place, key, text(rng, value))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _set(place, key, rng.choice([-value, value * 10**20, value + 0.5, str(value), 0]))
    else:
        _replace(rng, place, vocabulary)


def _remove(rng: random.Random, place: Container, _: Sequence[str]) -> None:
    del place[_key(rng, place)]  # type: ignore[arg-type]


def _rename(rng: random.Random, place: Container, vocabulary: Sequence[str]) -> None:
    if isinstance(place, dict):
        name = rng.choice((*vocabulary, *NASTY_TEXTS)) if rng.random() < 1 / 2 else rng.choice(vocabulary)
        place[name] = place.pop(str(_key(rng, place)))
    else:
        place.append(copy.deepcopy(rng.choice(place)))


def _wrap(rng: random.Random, place: Container, vocabulary: Sequence[str]) -> None:
    key = _key(rng, place)
    value = _get(place, key)
    depth = rng.choice((1, 1, 1, 2, 50, 120))
    for _ in range(depth):
        value = [value] if rng.random() < 1 / 2 else {rng.choice(vocabulary): value}
    _set(place, key, value)


def _swap(rng: random.Random, place: Container, _: Sequence[str]) -> None:
    one, other = _key(rng, place), _key(rng, place)
    first, second = _get(place, one), _get(place, other)
    _set(place, one, second)
    _set(place, other, first)


CHANGES: tuple[Callable[[random.Random, Container, Sequence[str]], None], ...] = (
    _replace,
    _replace,
    _edit,
    _edit,
    _edit,
    _remove,
    _rename,
    _wrap,
    _swap,
)
"""The ways of changing one place."""
