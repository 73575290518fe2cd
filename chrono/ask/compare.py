"""Compares what several sources say of one target: where they agree, differ, or say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import attrs

from chrono.ask.axes import Axes
from chrono.ask.state import state
from chrono.errors import BadQuestion, ChronoError
from chrono.fold.reducers.table import reducer_of
from chrono.fold.states import CERTAIN, NONE, POSSIBLE, FieldState, State
from chrono.fold.view import View
from chrono.model.fields import Field
from chrono.model.projection import Projection
from chrono.model.shelf import Shelf
from chrono.resolve.developments import DENIED
from chrono.values import times
from chrono.values.agreement import agree
from chrono.values.canonical_json import jsontext
from chrono.values.quantities import Quantity, has_shape, quantity

AGREE, IN_PART, BESIDE, DIFFER, ALONE, SILENT = (
    "agree", "agree in part", "side by side", "differ", "one alone", "silent",
)  # fmt: skip
_WORST = (AGREE, IN_PART, BESIDE, DIFFER)


@attrs.frozen(kw_only=True)
class Comparison:
    """A target as each of several sources alone has it."""

    states: Mapping[str, State]
    verdicts: Mapping[str, str]
    """For each field how the sources that speak of it relate.

    `agree`; `agree in part`: one says more, or less sharply, and nothing contradicts; `side by side`:
    different members or words, of which neither denies the other; `differ`; `one alone`; `silent`.
    """
    denied: Mapping[str, Mapping[str, tuple[str, ...]]] = attrs.field(factory=dict)
    """For each source the fields of which it denies what others say they rest on, with its denials."""

    def to_dict(self) -> dict[str, object]:
        """Return the comparison as JSON shows it."""
        first = next(iter(self.states.values()))
        return {
            "projection": first.projection,
            "key": first.key,
            "as_of": first.as_of,
            "known_at": first.known_at,
            "between": list(self.states),
            "fields": {
                name: {
                    "verdict": verdict,
                    "sources": {
                        source: {
                            **state.fields[name].to_dict(),
                            **({"denials": list(denials)} if (denials := self.denials(source, name)) else {}),
                        }
                        for source, state in self.states.items()
                    },
                }
                for name, verdict in self.verdicts.items()
            },
        }

    def denials(self, source: str, field: str) -> tuple[str, ...]:
        """Return the reports by which a source denies what a field of others rests on."""
        return self.denied.get(source, {}).get(field, ())


def distinct_names(between: Iterable[str]) -> list[str]:
    """Return the sources or publishers to compare, without duplicates, in the order given.

    Raises:
        BadQuestion: they are fewer than two.
    """
    names = list(dict.fromkeys(between))
    if len(names) < 2:
        raise BadQuestion("between", "name at least two sources or publishers, separated by commas")
    return names


def comparison(view: View, target: str, axes: Mapping[str, Axes]) -> Comparison:
    """Return how sources compare, field by field. Silence is no denial: it neither agrees nor differs.

    Args:
        view: the log at the position asked for.
        target: what is compared.
        axes: the axes of each source alone.
    """
    projection, key = view.target(target)
    states = {source: state(view, projection, key, each) for source, each in axes.items()}
    denied = {source: _denied(view, projection, key, each) for source, each in axes.items()}
    verdicts = {}
    for name, field in projection.fields.items():
        fields = {source: each.fields[name] for source, each in states.items()}
        verdicts[name] = _verdict(list(fields.values()), _type(field, view.shelf))
        denying = [source for source, each in denied.items() if name in each and not speaks(fields[source])]
        if denying and verdicts[name] != SILENT:
            verdicts[name] = DIFFER
    return Comparison(states=states, verdicts=verdicts, denied=denied)


def _denied(view: View, projection: Projection, key: str, axes: Axes) -> dict[str, tuple[str, ...]]:
    """Return the denials of a source by the fields that listen to their kinds: alone they make nothing."""
    denials = [
        account
        for name in view.keys(projection).get(key, ())
        for account in view.dossier(name).accounts(axes.press, axes.sources)
        if account.modality == DENIED
    ]
    return {
        name: reports
        for name, field in projection.fields.items()
        if (reports := tuple(each.report for each in denials if each.kind in field.kinds))
    }


def speaks(field: FieldState) -> bool:
    """Return whether a source says anything of a field by the time asked for.

    That a set or a map is certainly empty is something that is said, and so is that what was in it ended.
    """
    if field.certainty == NONE:
        return False
    if field.members is not None or field.certainty != CERTAIN:
        return True
    return bool(field.reports) or field.begun in (CERTAIN, POSSIBLE)


def _verdict(fields: Sequence[FieldState], base: str) -> str:
    speaking = [each for each in fields if speaks(each)]
    if len(speaking) < 2:
        return ALONE if speaking else SILENT
    verdicts = [_verdict_of_pair(one, other, base) for one, other in combinations(speaking, 2)]
    return max(verdicts, key=_WORST.index)


def _type(field: Field, shelf: Shelf) -> str:
    """Return the type that a field reads: its base, with [] for a list; empty where kinds differ."""
    if not reducer_of(field).shows_what_is_read:
        return ""
    types = set()
    for picks in field.roles.values():
        for kind, pick in picks.items():
            declared = shelf.kinds[kind].fields.get(pick) if isinstance(pick, str) else None
            base = "date" if pick == "@occurred" else declared.base if declared is not None else ""
            types.add(f"{base}[]" if declared is not None and declared.listed else base)
    return types.pop() if len(types) == 1 else ""


def _verdict_of_pair(one: FieldState, other: FieldState, base: str) -> str:
    """Return the verdict on two sources that both speak."""
    if one.verdict == other.verdict:
        return AGREE
    if one.members is not None and other.members is not None:
        return _collections(one, other)
    if one.range is not None and other.range is not None:
        return _tallies(one, other)
    return BESIDE if base == "text" else _single_values(one, other, base)


def _single_values(one: FieldState, other: FieldState, base: str) -> str:
    """Return the verdict on two fields of one value or list."""
    values = [_values(each) for each in (one, other)]
    if base.endswith("[]"):
        return _lists(values)
    if any(_alike(a, b, base) for a in values[0] for b in values[1]):
        return AGREE if one.certainty == other.certainty == CERTAIN else IN_PART
    return BESIDE if all(_in_other_units(a, b) for a in values[0] for b in values[1]) else DIFFER


def _tallies(one: FieldState, other: FieldState) -> str:
    """Return the verdict on two totals, counts, extremes or medians, unit by unit."""
    ranges = [_ranges(each) for each in (one, other)]
    shared = ranges[0].keys() & ranges[1].keys()
    if any(not agree(ranges[0][unit], ranges[1][unit]) for unit in shared):
        return DIFFER
    if not shared:
        return BESIDE
    same = ranges[0].keys() == ranges[1].keys() and one.certainty == other.certainty == CERTAIN
    return AGREE if same else IN_PART


def _ranges(field: FieldState) -> dict[str | None, Quantity]:
    """Return the range of a total by unit."""
    several = field.range if isinstance(field.range, list) else []
    several = several if several and isinstance(several[0], list) else [several]
    found = {}
    for ends in several:
        least, most = (None if each is None else quantity(each) for each in ends)
        unit = next((each.unit for each in (least, most) if each is not None), None)
        low, high = (None if each is None else each.least for each in (least, most))
        found[unit] = Quantity(least=low, most=high, unit=unit)
    return found


def _values(field: FieldState) -> list[object]:
    """Return every value that a field may have; of a tie, the tied values."""
    if field.certainty != CERTAIN:
        return list(field.possible) if isinstance(field.possible, tuple) else [field.value]
    if field.value is None and field.alternatives:
        return [each.value for each in field.alternatives]
    return [field.value]


def _lists(values: Sequence[list[object]]) -> str:
    """Return the verdict on two lists: accounts of a list unite, so neither denies the other."""
    members = [{jsontext(each) for value in possible for each in _as_list(value)} for possible in values]
    return IN_PART if members[0] & members[1] else BESIDE


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _collections(one: FieldState, other: FieldState) -> str:
    """Return the verdict on two sets, maps or lists of items: they differ if a row contradicts another."""
    rows = [
        {each.key or jsontext(each.value): each.value for each in field.members or ()}
        for field in (one, other)
    ]
    gone = [
        field.ended | {each.key or jsontext(each.value) for each in field.removed} for field in (one, other)
    ]
    sure = [
        {each.key or jsontext(each.value) for each in field.members or () if each.certainty == CERTAIN}
        for field in (one, other)
    ]
    shared = rows[0].keys() & rows[1].keys()
    if any(not _alike({"": rows[0][name]}, {"": rows[1][name]}, "") for name in shared):
        return DIFFER
    if gone[0] & sure[1] or gone[1] & sure[0]:
        return DIFFER
    # One knows that it has ended, and the other does not deny it.
    ended = gone[0] & rows[1].keys() or gone[1] & rows[0].keys()
    return IN_PART if shared or ended else BESIDE


def _alike(one: object, other: object, base: str) -> bool:
    """Return whether two values can both be right: equal, or amounts and dates that overlap.

    Rows are compared part by part, and a part without a value denies nothing.
    """
    if jsontext(one) == jsontext(other):
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping) and not (has_shape(one) or has_shape(other)):
        both = [(one[name], other[name]) for name in one.keys() & other.keys()]
        return all(a is None or b is None or _in_other_units(a, b) or _alike(a, b, "") for a, b in both)
    if base == "date" and isinstance(one, str) and isinstance(other, str):
        return agree(times.when(one), times.when(other))
    if has_shape(one) and has_shape(other):
        try:
            return agree(quantity(one), quantity(other))
        except ChronoError:
            return False
    return False


def _in_other_units(one: object, other: object) -> bool:
    """Return whether two values are amounts that are not compared, since their units differ."""
    return has_shape(one) and has_shape(other) and one.get("unit") != other.get("unit")
