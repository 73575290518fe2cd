"""Words one field of a state: what stands or may stand, who says otherwise, and what is given beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs

from chrono.fold.states import (
    CERTAIN,
    NONE,
    POSSIBLE,
    UNKNOWN,
    UNKNOWN_VALUE,
    Alternative,
    FieldState,
    Member,
)
from chrono.model.fields import UNNAMED
from chrono.render.member_words import DISPUTED, EVENLY, Line, MemberWords
from chrono.render.values import NOTHING_YET, ValueWords, date_words, sources_words
from chrono.values.canonical_json import jsontext


@attrs.frozen(repr=False)
class FieldWords:
    """Puts the fields of a state into words."""

    words: ValueWords

    def in_one_notation(self, *fields: FieldState) -> FieldWords:
        """Return the words of fields that stand together, so that every amount is written at one scale."""
        told: list[FieldState | Alternative] = [*fields]
        told += [each for field in fields for each in field.alternatives]
        values = [each for one in told for each in (one.value, one.possible, one.range)]
        return FieldWords(self.words.in_one_notation(*values))

    def one_line(self, field: FieldState, member: Callable[[Member], str] | None = None) -> str:
        """Return a field in one line, of many members too; nothing where nothing is reported.

        Args:
            field: the field.
            member: words one of its members; else it is worded as in a table, each dispute with its sources.
        """
        if field.certainty == NONE:
            return str(field.value or "")
        if field.members is not None:
            words = [member(each) for each in field.members] if member else self._member_lines(field)
            line = "; ".join(words) or f"{self.nothing(field)}{tail(field)}"
            if words and member and field.disputed:
                line += f"  {DISPUTED}"
        else:
            line = self._values(field)
        return "; ".join((line, *(f"{text} ({sources})" for text, sources in self._other_units(field))))

    def _member_lines(self, field: FieldState) -> list[str]:
        return [
            f"{each.text} ({sources_words(each.sources)})" if each.sources else each.text
            for each in self.members(field)
        ]

    def _values(self, field: FieldState) -> str:
        """Return every value of a field that is not many, where they differ each with its sources."""
        spoken = self.in_one_notation(field)
        if not field.disputed:
            return spoken.headline(field)
        first = spoken.standing(field)
        own = next((each.sources for each in field.alternatives if _same(each, field)), field.sources)
        others = spoken.beside(field)
        if _head(field) is not None:
            own = field.alternatives[0].sources
        told = [f"{first} ({sources_words(own)})" if own else first]
        told += [f"{text} ({sources_words(alternative.sources)})" for text, alternative in others]
        return f"{' or '.join(told)}{tail(field)}"

    def headline(self, field: FieldState) -> str:
        """Return what stands in a field that holds one value, with its marks."""
        return f"{self.standing(field)}{tail(field)}"

    def standing(self, field: FieldState) -> str:
        """Return what stands in a field that holds one value, or the first of what ties, without marks."""
        head = _head(field)
        return self._told(field if head is None else head, field)

    def alternative(self, alternative: Alternative, field: FieldState) -> str:
        """Return what a field would be if one group of accounts were right."""
        return self._told(alternative, field)

    def _told(self, told: FieldState | Alternative, field: FieldState) -> str:
        value, possible = told.value, told.possible
        if isinstance(value, dict) and set(value) == {"possible"}:
            possible = tuple(value["possible"])
        elif told.certainty == UNKNOWN:
            return "unknown"
        elif told.certainty != POSSIBLE and value is not None:
            # A tally of nothing is no figure that anyone gives.
            nobody = told.range is not None and _is_zero(value) and not told.reports
            return "none yet" if nobody else self.words.value(value)
        if told.range is not None:
            return self.range(told.range)
        if isinstance(possible, tuple) and possible:
            return self._either(possible, field)
        return self.nothing(field, NOTHING_YET) if told is field else "none"

    def nothing(self, field: FieldState, yet: str = "none yet") -> str:
        """Return that a field is empty: as `yet` says only where nothing ever was in it."""
        if field.certainty == UNKNOWN:
            return "unknown"
        return yet if never(field) else "none"

    def _either(self, possible: Sequence[object], field: FieldState) -> str:
        values = [self.words.value(each) for each in possible if each is not None]
        if None in possible:
            nothing = "none" if field.begun == CERTAIN else NOTHING_YET
            return f"{' or '.join(values)}, or {nothing}" if values else nothing
        return f"either {' or '.join(values)}" if len(values) > 1 else "".join(values)

    def range(self, bounds: object) -> str:
        """Return the words for a least and a most, or for several in different units."""
        if isinstance(bounds, list) and bounds and isinstance(bounds[0], list):
            return "; ".join(self.range(each) for each in bounds)
        low, high = bounds if isinstance(bounds, list) else (None, None)
        ends = [self.words.value(each) if each is not None else "?" for each in (low, high)]
        return ends[0] if ends[0] == ends[1] else f"between {ends[0]} and {ends[1]}"

    def alternatives(self, field: FieldState) -> str:
        """Return all that accounts would make of a field, each with its sources; empty where none differs."""
        told: dict[str, list[str]] = {}
        members = MemberWords(self.words, field)
        for each in field.alternatives:
            words = self.alternative(each, field) if field.members is None else members.alternative(each)
            told.setdefault(f"{words}{condition(each)}", []).extend(each.sources)
        # Of many members most are nobody's of that group: it says only what they would be by it.
        whose = "{}" if field.members is None else "as {} would have it"
        return " or ".join(
            f"{words} ({whose.format(sources_words(sources))})" for words, sources in told.items()
        )

    def beside(self, field: FieldState) -> list[tuple[str, Alternative]]:
        """Return the other values that accounts give, in words, each once with all who give it."""
        found: dict[str, Alternative] = {}
        head, standing = _head(field), self.standing(field)
        for each in field.alternatives:
            if each is head or _same(each, field):
                continue
            text = self.alternative(each, field)
            if text == standing:  # what stands first is not one of the others, though several groups give it
                continue
            text += condition(each)
            found[text] = _joined(found[text], each) if text in found else each
        return list(found.items())

    def members(self, field: FieldState) -> list[Line]:
        """Return a line for each member of a set, row of a map or item, then what is disputed."""
        lines = MemberWords(self.words, field).lines()
        return lines if field.members else [Line(text=f"{self.nothing(field)}{tail(field)}"), *lines]

    def also(self, field: FieldState) -> list[Line]:
        """Return the amounts in other units, which stand beside what is shown and dispute nothing."""
        return [
            Line(text=text, reports=each.reports, sources=each.sources)
            for (text, _), each in zip(self._other_units(field), field.other_units, strict=True)
        ]

    def _other_units(self, field: FieldState) -> Iterator[tuple[str, str]]:
        for each in field.other_units:
            key = "" if each.key in (None, UNNAMED) else f"{self.words.key(each.key)}: "
            yield f"also {key}{self.words.value(each.value)}", sources_words(each.sources)


def condition(alternative: Alternative) -> str:
    """Return in words what makes an alternative so where its accounts differ in a date, not in its value."""
    if alternative.date is not None:
        return f", if dated {date_words(alternative.date)}"
    if alternative.occurred is not None:
        return ", if it happened" if alternative.occurred else ", if it did not happen"
    return ""


def never(field: FieldState) -> bool:
    """Return whether nothing that a field listens to can have occurred by the time asked for."""
    if field.begun is not None:
        return field.begun == NONE
    return not (field.reports or field.removed or field.ended)


def tail(field: FieldState) -> str:
    """Return the marks of a field behind its words."""
    shown = [each.upper() for each in marks(field) if each != UNKNOWN]
    return f"  {' '.join(shown)}".replace("EVENLY", EVENLY) if shown else ""


def marks(field: FieldState) -> list[str]:
    """Return the marks of a field: `possible`, `unknown`, `disputed`, `evenly` (disputed)."""
    found = [POSSIBLE] if field.certainty == POSSIBLE else [UNKNOWN] if field.certainty == UNKNOWN else []
    if isinstance(field.possible, tuple) and UNKNOWN_VALUE in field.possible:
        found.append(UNKNOWN)
    return [*found, *(["evenly" if is_even(field) else "disputed"] if field.disputed else [])]


def is_even(field: FieldState) -> bool:
    """Return whether accounts of what holds tie, so that none stands first."""
    return (
        field.members is None
        and len(field.alternatives) > 1
        and field.value is None
        and not any(_same(each, field) for each in field.alternatives)
        and (field.certainty == CERTAIN or _head(field) is not None)
    )


def _head(field: FieldState) -> Alternative | None:
    """Return the tied alternative that is shown first; None where the field itself says what to show."""
    if field.members is not None or field.value is not None or len(field.alternatives) < 2:
        return None
    if any(_same(each, field) for each in field.alternatives):
        return None
    first = field.alternatives[0]
    if field.certainty == CERTAIN:
        return first if first.value is not None else None
    # Beside other candidates `possible` holds those alone; without any the tied ones are all there is.
    nothing_else = isinstance(field.possible, tuple) and all(each is None for each in field.possible)
    return first if field.certainty == POSSIBLE and field.range is None and nothing_else else None


def _same(alternative: Alternative, field: FieldState) -> bool:
    """Return whether an alternative is the answer as it stands."""
    return all(
        jsontext(one) == jsontext(other)
        for one, other in (
            (alternative.value, field.value),
            (alternative.certainty, field.certainty),
            (alternative.possible, field.possible),
            (alternative.range, field.range if alternative.range is not None else None),
        )
    )


def _joined(one: Alternative, other: Alternative) -> Alternative:
    reports, sources = (
        tuple(dict.fromkeys(some))
        for some in ((*one.reports, *other.reports), (*one.sources, *other.sources))
    )
    return attrs.evolve(one, reports=reports, sources=sources)


def _is_zero(value: object) -> bool:
    amount = value.get("amount") if isinstance(value, dict) else value
    return not isinstance(amount, bool | str | list) and amount is not None and amount == 0
