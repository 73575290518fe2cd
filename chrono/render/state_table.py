"""Lays out the table of a state: every field that says something, and the reports it rests on."""

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
from chrono.render.text import columns, padded, styled, wrapped
from chrono.render.values import ValueWords, began, date_words, is_date, label
from chrono.values.agreement import agree

Row = tuple[str, str, str, str]
"""A line of the table before wrapping: label, value, when it began, what it rests on."""
EVENLY = "EVENLY DISPUTED"
NARROW_SCREEN = 90
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
        if self.width < NARROW_SCREEN:
            rows = [
                (name, value, "", " · ".join(each for each in note if each)) for name, value, *note in rows
            ]
        name_width = max(12, *(columns(row[0]) for row in rows)) if rows else 12
        begun = max((columns(row[2]) for row in rows), default=0)
        begun = min(begun, 18)
        room = self.width - name_width - begun - (8 if begun else 6)
        middle = max(24, min(room * 3 // 5, max((columns(row[1]) for row in rows), default=0)))
        widths = (name_width, middle, begun, max(16, room - middle))
        for row in rows:
            yield from self._wrapped(row, widths)

    def _wrapped(self, row: Row, widths: tuple[int, int, int, int]) -> Iterator[str]:
        name, value, since, rest = row
        whole = widths[1] if since or rest else sum(widths[1:]) + 2
        cells = [wrapped(value, whole), wrapped(since, max(widths[2], 1)), _in_parts(rest, widths[3])]
        for n in range(max(len(cell) for cell in cells)):
            text, begun, why = (cell[n] if n < len(cell) else "" for cell in cells)
            line = f"  {styled(padded(name if n == 0 else '', widths[0]), 'bold')}  "
            line += _marked(padded(text, widths[1]) if begun or why else text)
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

    def one_line(self, field: FieldState, member: Callable[[Member], str] | None = None) -> str:
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
        """Return a field that holds one value in one line."""
        if field.range is not None and (field.certainty == POSSIBLE or _tied(field)):
            return f"{self._range(field.range)}{_tail(field)}"
        if field.certainty == POSSIBLE and isinstance(field.possible, tuple):
            return f"{self._either(field)}{_tail(field)}"
        if field.certainty == UNKNOWN:
            return f"unknown{_tail(field)}"
        if _even(field):
            return f"{self.alternative(field.alternatives[0])}  {EVENLY}"
        return f"{'not yet' if field.value is None else self.words.value(field.value)}{_tail(field)}"

    def _either(self, field: FieldState) -> str:
        values = [self.words.value(each) for each in field.possible if each is not None]  # type: ignore[attr-defined]
        if None in field.possible:  # type: ignore[operator]
            return f"{' or '.join(values)}, or not yet"
        return f"either {' or '.join(values)}" if len(values) > 1 else "".join(values)

    def _range(self, bounds: object) -> str:
        if isinstance(bounds, list) and bounds and isinstance(bounds[0], list):
            return "; ".join(self._range(each) for each in bounds)
        low, high = bounds if isinstance(bounds, list) else (None, None)
        ends = [self.words.value(each) if each is not None else "?" for each in (low, high)]
        return ends[0] if ends[0] == ends[1] else f"between {ends[0]} and {ends[1]}"

    def _rests(self, reports: Sequence[str]) -> str:
        """Return the grounds of a value: sources and paragraphs, how many reports and origins, how sure."""
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

    def alternative(self, given: Alternative) -> str:
        """Return one of the values that accounts differ in, in words."""
        if given.range is not None and (given.certainty == POSSIBLE or given.value is None):
            return self._range(given.range)
        if given.certainty == POSSIBLE and isinstance(given.possible, tuple) and given.value is None:
            return " or ".join(self.words.value(value) for value in given.possible)
        return "unknown" if given.certainty == UNKNOWN else self.words.value(given.value)

    def _collection(self, name: str, field: FieldState) -> list[Row]:
        members = field.members or ()
        if not members:
            words = "unknown" if field.certainty == UNKNOWN else "none yet"
            return [(label(name), f"{words}{_tail(field)}", "", ""), *self._beside_members(field)]
        rows = [
            (
                label(name) if n == 0 else "",
                self._tied_row(member, field, first=not n or members[n - 1].key != member.key)
                if member.tied
                else self.member(member, field),
                self._begun(member),
                self._rests(member.reports),
            )
            for n, member in enumerate(members)
        ]
        return rows + self._beside_members(field)

    def _tied_row(self, each: Member, field: FieldState, *, first: bool) -> str:
        """Return one of the rows that accounts tie on; of several values each with its own sources."""
        told = self.words.value(each.value)
        if isinstance(each.value, dict):
            told = " · ".join(
                f"{self.words.value(value)} ({', '.join(_sources(field, each, name, value))})"
                for name, value in each.value.items()
                if value is not None
            )
        return f"{self.words.value(_key(str(each.key)))}: {told}  {EVENLY}" if first else f"or {told}"

    def _beside_members(self, field: FieldState) -> list[Row]:
        told = ((self._otherwise(each, field), each) for each in field.alternatives)
        return [("", f"disputed: {words}", "", self._rests(each.reports)) for words, each in told if words]

    def _otherwise(self, each: Alternative, field: FieldState) -> str:
        """Return what one group of accounts would make of a set or map; nothing where that is shown."""
        shown, other = _parts(field.value), _parts(each.value)
        listed = [(e.key, e.value) for e in field.members or () if e.tied or e.certainty == CERTAIN]
        added = [one for one in other if one not in listed]
        lost = [one for one in shown if one not in other and not any(one[0] == o[0] for o in added if o[0])]
        return ", ".join(
            [
                *(f"{self._part(one)}" for one in added),
                *(f"without {self._part(one)}" for one in lost),
            ]
        )

    def _part(self, one: tuple[str | None, object]) -> str:
        key, value = one
        told = self.words.value(value)
        return told if key is None else f"{self.words.value(_key(key))}: {told}"

    def member(self, member: Member, field: FieldState) -> str:
        """Return a member of a set, a row of a map or an item of a collection in words."""
        words = self.words.value(member.value)
        if member.key is not None and isinstance(field.value, dict):
            words = f"{self.words.value(_key(member.key))}: {words}"
        return words if member.certainty == CERTAIN else f"{words}  {member.certainty.upper()}"

    def _begun(self, member: Member) -> str:
        if not member.since:
            return ""
        return date_words(member.since) if isinstance(member.value, dict) else began(member.since)


def _in_parts(text: str, width: int) -> list[str]:
    """Return a text in lines, broken at its dots; a part that fits on a line is not broken itself."""
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


def _tied(field: FieldState) -> bool:
    """Return whether accounts tie in several things, so that not even the first of them gives a value."""
    return field.value is None and field.disputed and not _even(field)


def _parts(value: object) -> list[tuple[str | None, object]]:
    """Return the members of a set, without keys, or the rows of a map."""
    if isinstance(value, dict):
        return list(value.items())
    return [(None, each) for each in value] if isinstance(value, list) else []


def _sources(field: FieldState, member: Member, name: str, value: object) -> list[str]:
    """Return the sources among those of a row that give one of its values."""
    return list(
        dict.fromkeys(
            account.source
            for account, said in field.accounts
            if account.report in member.reports and isinstance(said, dict) and said.get(name) == value
        )
    )


def _silent(field: FieldState) -> bool:
    return field.certainty == NONE and not field.value


def _marked(line: str) -> str:
    for mark, colour in (("DISPUTED", "yellow"), ("POSSIBLE", "yellow"), ("UNKNOWN", "yellow")):
        line = line.replace(mark, styled(mark, colour)) if mark in line else line
    return line


def _key(text: str) -> object:
    """Return the key of a row: a list where several fields make it, else the text that one field gives."""
    from chrono.values.canonical_json import from_json

    try:
        return from_json(text) if text.startswith("[") else text
    except ValueError:  # a text that begins like a list
        return text


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
    developments = {account.report: account.record.get("development") for account, _ in field.accounts}
    resting = {developments.get(name) for name in field.reports}
    wordings: dict[str, list[str]] = {}
    for account, value in field.accounts:
        differs = isinstance(value, str) and value != field.value and not is_date(value)
        if differs and account.record.get("development") in resting:
            wordings.setdefault(str(value), []).append(account.report)
    return [(value, tuple(reports)) for value, reports in wordings.items()]
