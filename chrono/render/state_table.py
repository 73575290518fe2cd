"""Lays out the table of a state: every field that says something, and the reports it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from chrono.fold.states import CERTAIN, NONE, Alternative, FieldState, Member
from chrono.render.field_words import FieldWords, is_even, marks
from chrono.render.member_words import EVENLY, Line, MemberWords
from chrono.render.text import columns, padded, styled, wrapped
from chrono.render.values import ValueWords, began, date_words, is_date, label
from chrono.values.agreement import agree
from chrono.values.outer_bounds import own_bounds

Row = tuple[str, str, str, str]
"""A line of the table before wrapping: label, value, when it began, what it rests on."""
SHOWN_SILENT = 9
"""How many fields of which nothing is reported are named; their number stands for the others."""
NARROW_SCREEN = 90
"""Below this width the last two columns share one."""
LEGEND = {
    "possible": "possible: the dates are too vague, or too close, to tell which",
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
            rows.append(("nothing on", _first_of(silent), "", ""))
        yield from self.aligned(rows)
        used = self._marks(fields)
        if used:
            yield ""
            yield from (
                styled(f"  {line}", "dim") for mark in used for line in wrapped(LEGEND[mark], self.width - 2)
            )

    def _marks(self, fields: Mapping[str, FieldState]) -> list[str]:
        """Return the marks that the table shows; of many members those that one of them has."""
        found: set[str] = set()
        for field in fields.values():
            if field.members is None:
                found |= set(marks(field))
                continue
            for line in FieldWords(self.words).members(field):
                text = line.text.replace(EVENLY, "evenly")
                found |= {mark for mark in ("possible", "disputed", "unknown") if mark.upper() in text}
                found |= {mark for mark in ("evenly", "disputed") if mark in text and field.disputed}
        return [mark for mark in LEGEND if mark in found]

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
        said = FieldWords(self.words)
        if field.members is not None:
            lines = [*said.members(field), *said.also(field)]
            return [
                (
                    label(name) if n == 0 else "",
                    each.text,
                    self._begun(each, field),
                    self._rests(each.reports),
                )
                for n, each in enumerate(lines)
            ]
        said = said.in_one_notation(field)
        first = field.alternatives[0].reports if is_even(field) else field.reports
        since = "" if says_it(field) or field.certainty != CERTAIN else self.since(field)
        others = [(f"or {text}", each.reports) for text, each in said.beside(field)]
        others += [(f"also: {self.words.value(value)}", reports) for value, reports in other_words(field)]
        others += [(each.text, each.reports) for each in said.also(field)]
        rows = [("", text, "", self._rests(reports)) for text, reports in others]
        return [(label(name), said.headline(field), since, self._rests(first)), *rows]

    def one_line(self, field: FieldState, member: Callable[[Member], str] | None = None) -> str:
        """Return a field in one line, of many members too; nothing where nothing is reported.

        Args:
            field: the field.
            member: words one of its members; else each is worded as in the table.
        """
        return FieldWords(self.words).one_line(field, member)

    def headline(self, field: FieldState) -> str:
        """Return what stands in a field that holds one value, in one line."""
        return FieldWords(self.words).in_one_notation(field).headline(field)

    def alternative(self, alternative: Alternative, field: FieldState) -> str:
        """Return what a field would be if one group of accounts were right, in one line."""
        if field.members is None:
            return FieldWords(self.words).in_one_notation(field).alternative(alternative, field)
        return MemberWords(self.words, field).alternative(alternative)

    def member(self, member: Member, field: FieldState) -> str:
        """Return a member of a set, a row of a map or an item of a collection in words."""
        return MemberWords(self.words, field).member(member)

    def lines_of(self, field: FieldState) -> list[Line]:
        """Return a line for each member of a field of many, then what others add and give in other units."""
        said = FieldWords(self.words)
        return [*MemberWords(self.words, field).lines(), *said.also(field)]

    def member_name(self, member: Member, field: FieldState) -> str:
        """Return a member in words, a row with its key, without how sure it is."""
        return MemberWords(self.words, field).name(member)

    def nothing(self, field: FieldState) -> str:
        """Return that a field is empty: `none yet` only where nothing ever was in it."""
        return FieldWords(self.words).nothing(field)

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

    def since(self, field: FieldState) -> str:
        """Return since when a value holds, and within which bounds that is known to lie."""
        if not field.since:
            return ""
        shown = sharpest(field, field.since)
        return f"{began(shown)}{bounds_words(field, shown, field.reports)}"

    def _begun(self, line: Line, field: FieldState) -> str:
        if not line.since:
            return ""
        words = date_words(line.since) if line.dated else began(line.since)
        return f"{words}{bounds_words(field, line.since, line.reports)}"


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


def _first_of(names: Sequence[str]) -> str:
    """Return the first of some names, and the number of the others: all would drown what is known."""
    shown, more = names[:SHOWN_SILENT], len(names) - SHOWN_SILENT
    return ", ".join(names) if more < 2 else f"{', '.join(shown)} and {more} more"


def _silent(field: FieldState) -> bool:
    return field.certainty == NONE and not field.value


def _marked(line: str) -> str:
    for mark, colour in (("DISPUTED", "yellow"), ("POSSIBLE", "yellow"), ("UNKNOWN", "yellow")):
        line = line.replace(mark, styled(mark, colour)) if mark in line else line
    return line


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


def bounds_words(field: FieldState, since: str, reports: Sequence[str]) -> str:
    """Return the bounds within which a date is known to lie, where they are not those of its expression."""
    from chrono.render.english import DATES

    if field.since_bounds is not None and since == field.since:
        return f" ({date_words('/'.join(dict.fromkeys(field.since_bounds)))})"
    for account, _ in field.accounts:
        if account.report in reports and account.when.edtf == since:
            bounds = own_bounds(account.when)
            if bounds is not None:
                return f" ({DATES.covering(bounds)})"
    return ""


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
