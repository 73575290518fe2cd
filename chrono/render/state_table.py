"""The table of a state: every field that says something, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

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
from chrono.render.text import columns, padded, styled, wrapped
from chrono.render.values import ValueWords, began, date_words, is_date, label
from chrono.values.agreement import agree

Row = tuple[str, str, str, str]
"""A line of the table before wrapping: label, value, when it began, what it rests on."""
NOT_TOLD = "not told"
"""What a row of a map says on which its reports are silent."""
EVENLY = "EVENLY DISPUTED"
NARROW = 90
"""Below this width the last two columns share one."""
LEGEND = {
    "possible": "possible: the dates are too vague to tell which",
    "disputed": "disputed: the reports differ, in the value or in its date; what stands first is shown first",
    "evenly": "evenly disputed: the reports differ and none stands first",
    "unknown": "unknown: something is reported, but not what held then",
}


@attrs.frozen(repr=False)
class StateTable:
    """Turns the fields of a state into lines."""

    words: ValueWords
    width: int

    def lines(self, fields: Mapping[str, FieldState]) -> Iterator[str]:
        """Yield the table of the fields, then those of which nothing is reported, then the legend."""
        rows = [row for name, field in fields.items() for row in self.rows(name, field)]
        silent = [label(name) for name, field in fields.items() if _silent(field)]
        if silent:
            rows.append(("nothing on", ", ".join(silent), "", ""))
        yield from self.aligned(rows)
        marks = [mark for mark in LEGEND if any(mark in _marks(field) for field in fields.values())]
        if marks:
            yield ""
            yield from (
                styled(f"  {line}", "dim") for mark in marks for line in wrapped(LEGEND[mark], self.width - 2)
            )

    def aligned(self, rows: Sequence[Row]) -> Iterator[str]:
        """Yield rows as aligned, wrapped lines."""
        if self.width < NARROW:
            rows = [
                (name, value, "", " · ".join(each for each in note if each)) for name, value, *note in rows
            ]
        left = max(12, *(columns(row[0]) for row in rows)) if rows else 12
        begun = max((columns(row[2]) for row in rows), default=0)
        begun = min(begun, 18)
        room = self.width - left - begun - (8 if begun else 6)
        middle = max(24, min(room * 3 // 5, max((columns(row[1]) for row in rows), default=0)))
        widths = (left, middle, begun, max(16, room - middle))
        for row in rows:
            yield from self._wrapped(row, widths)

    def _wrapped(self, row: Row, widths: tuple[int, int, int, int]) -> Iterator[str]:
        name, value, since, rest = row
        whole = widths[1] if since or rest else sum(widths[1:]) + 2
        cells = [wrapped(value, whole), wrapped(since, max(widths[2], 1)), _in_parts(rest, widths[3])]
        for n in range(max(len(cell) for cell in cells)):
            told, begun, why = (cell[n] if n < len(cell) else "" for cell in cells)
            line = f"  {styled(padded(name if n == 0 else '', widths[0]), 'bold')}  "
            line += _marked(padded(told, widths[1]) if begun or why else told)
            if widths[2] and (begun or why):
                line += "  " + styled(padded(begun, widths[2]), "dim")
            yield (line + (f"  {styled(why, 'dim')}" if why else "")).rstrip()

    def rows(self, name: str, field: FieldState) -> list[Row]:
        """Return the rows of one field; none where nothing is reported."""
        if _silent(field):
            return []
        if field.members is not None:
            return self._collection(name, field)
        since = began(sharpest(field, field.since)) if field.since and field.certainty == CERTAIN else ""
        since = "" if says_it(field) else since
        rest = self._rests(field.alternatives[0].reports if _even(field) else field.reports)
        words = [
            ("", f"also: {self.words.value(value)}", "", self._rests(reports))
            for value, reports in other_words(field)
        ]
        return [(label(name), self.headline(field), since, rest), *self._beside(field), *words]

    def said(self, field: FieldState, member: Callable[[Member], str] | None = None) -> str:
        """Return a field in one line, of many members too; nothing where nothing is reported.

        Args:
            field: the field.
            member: words one of its members; else `member` does.
        """
        if field.certainty == NONE:
            return str(field.value or "")
        if field.members is not None:
            word = member or (lambda each: self.member(each, field))
            return "; ".join(map(word, field.members)) or "none yet"
        return self.headline(field)

    def headline(self, field: FieldState) -> str:
        """Return what a field that holds one value says, in one line."""
        if field.range is not None and field.certainty == POSSIBLE:
            return f"{self._range(field.range)}{_tail(field)}"
        if field.certainty == POSSIBLE and isinstance(field.possible, tuple):
            return f"{self._either(field)}{_tail(field)}"
        if field.certainty == UNKNOWN:
            return f"unknown{_tail(field)}"
        if _even(field):
            return f"{self.alternative(field.alternatives[0])}  {EVENLY}"
        return f"{'not yet' if field.value is None else self.words.value(field.value)}{_tail(field)}"

    def _either(self, field: FieldState) -> str:
        told = [self.words.value(each) for each in field.possible if each is not None]  # type: ignore[attr-defined]
        if None in field.possible:  # type: ignore[operator]
            return f"{' or '.join(told)}, or not yet"
        return f"either {' or '.join(told)}" if len(told) > 1 else "".join(told)

    def _range(self, bounds: object) -> str:
        if isinstance(bounds, list) and bounds and isinstance(bounds[0], list):
            return "; ".join(self._range(each) for each in bounds)
        low, high = bounds if isinstance(bounds, list) else (None, None)
        told = [self.words.value(each) if each is not None else "?" for each in (low, high)]
        return told[0] if told[0] == told[1] else f"between {told[0]} and {told[1]}"

    def _rests(self, reports: Sequence[str]) -> str:
        """Return what a value rests on: sources and paragraphs, how many reports and origins, how sure."""
        parts = (self.words.reports(reports), self.weight(reports), self.words.caution(reports))
        return " · ".join(each for each in parts if each)

    def weight(self, reports: Sequence[str]) -> str:
        """Return how many reports, of how many origins: `10 reports, 1 origin`; nothing of a single one."""
        if len(reports) < 2:
            return ""
        count = len(self.words.origins(reports))
        return f"{len(reports)} reports, {count} origin{'' if count == 1 else 's'}"

    def _beside(self, field: FieldState) -> list[Row]:
        first = field.alternatives[0].value if field.alternatives else None
        heads = _even(field) or (field.certainty == CERTAIN and first == field.value)
        shown = field.alternatives[1:] if heads else field.alternatives
        return [("", f"or {self.alternative(each)}", "", self._rests(each.reports)) for each in shown]

    def alternative(self, each: Alternative) -> str:
        """Return one of the values that accounts differ in, in words."""
        if isinstance(each.value, dict) and set(each.value) == {"possible"}:
            return " or ".join(self.words.value(one) for one in each.value["possible"])
        return self.words.value(each.value)

    def _collection(self, name: str, field: FieldState) -> list[Row]:
        members = field.members or ()
        if not members:
            told = "unknown" if field.certainty == UNKNOWN else "none yet"
            return [(label(name), f"{told}{_tail(field)}", "", ""), *self._beside_members(field)]
        rows = [
            (
                label(name) if n == 0 else "",
                self.member(each, field),
                self._begun(each),
                self._rests(each.reports),
            )
            for n, each in enumerate(members)
        ]
        return rows + self._beside_members(field)

    def _beside_members(self, field: FieldState) -> list[Row]:
        known = [each.value for each in field.members or ()]
        return [
            ("", f"disputed: {self.alternative(each)}", "", self._rests(each.reports))
            for each in field.alternatives
            if each.value not in known and each.value != field.value
        ]

    def member(self, each: Member, field: FieldState) -> str:
        """Return a member of a set, a row of a map or an item of a collection in words."""
        told = NOT_TOLD if each.key is not None and each.value is None else self.words.value(each.value)
        if each.key not in (None, UNNAMED) and isinstance(field.value, dict):
            told = f"{self.words.value(_key(each.key))}: {told}"
        return told if each.certainty == CERTAIN else f"{told}  {each.certainty.upper()}"

    def _begun(self, each: Member) -> str:
        if not each.since:
            return ""
        return date_words(each.since) if isinstance(each.value, dict) else began(each.since)


def _in_parts(text: str, width: int) -> list[str]:
    """Return what stands between dots in lines, a part that fits a line whole on one."""
    lines = [""]
    for part in text.split(" · "):
        joined = f"{lines[-1]} · {part}" if lines[-1] else part
        if columns(joined) <= width:
            lines[-1] = joined
            continue
        if columns(part) <= width and lines[-1]:
            lines.append(part)
        else:
            lines[-1:] = wrapped(joined, width)
    return lines


def _even(field: FieldState) -> bool:
    """Return whether accounts of what holds tie, so that none stands first."""
    return (
        field.certainty == CERTAIN
        and field.value is None
        and len(field.alternatives) > 1
        and field.alternatives[0].value is not None
    )


def _silent(field: FieldState) -> bool:
    return field.certainty == NONE and not field.value


def _marked(line: str) -> str:
    for mark, colour in (("DISPUTED", "yellow"), ("POSSIBLE", "yellow"), ("UNKNOWN", "yellow")):
        line = line.replace(mark, styled(mark, colour)) if mark in line else line
    return line


def _key(text: str) -> object:
    from chrono.values.canonical_json import from_json

    return from_json(text) if text.startswith("[") else text


def _tail(field: FieldState) -> str:
    marks = [each.upper() for each in _marks(field) if each != UNKNOWN]
    return f"  {' '.join(marks)}" if marks else ""


def _marks(field: FieldState) -> list[str]:
    marks = [POSSIBLE] if field.certainty == POSSIBLE else [UNKNOWN] if field.certainty == UNKNOWN else []
    if isinstance(field.possible, tuple) and UNKNOWN_VALUE in field.possible:
        marks.append(UNKNOWN)
    return [*marks, *(["evenly" if _even(field) else "disputed"] if field.disputed else [])]


def sharpest(field: FieldState, since: str) -> str:
    """Return the most precise date that an account gives which agrees with the one that stands first."""
    first = next((each for each, _ in field.accounts if each.when.edtf == since and not each.when.end), None)
    if first is None:
        return since
    name = first.record.get("development")
    agreeing = [
        each.when
        for each, _ in field.accounts
        if each.record.get("development") == name and not each.when.end and agree(each.when, first.when)
    ]
    return min(agreeing, key=lambda each: each.latest - each.earliest).edtf


def says_it(field: FieldState) -> bool:
    """Return whether a value is itself the date since when it holds, perhaps more sharply told."""
    if not isinstance(field.value, str) or field.since is None:
        return False
    return field.value == field.since or (is_date(field.value) and is_date(field.since))


def other_words(field: FieldState) -> list[tuple[str, tuple[str, ...]]]:
    """Return other wordings of what stands, each with its reports: they never dispute, and all are kept."""
    if field.certainty != CERTAIN or field.disputed or not isinstance(field.value, str):
        return []
    told = {account.report: account.record.get("development") for account, _ in field.accounts}
    resting = {told.get(name) for name in field.reports}
    found: dict[str, list[str]] = {}
    for account, value in field.accounts:
        other = isinstance(value, str) and value != field.value and not is_date(value)
        if other and account.record.get("development") in resting:
            found.setdefault(str(value), []).append(account.report)
    return [(value, tuple(reports)) for value, reports in found.items()]
