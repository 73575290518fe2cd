"""Words the members of a set, the rows of a map, the items of a collection, and what is disputed of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import attrs

from chrono.fold.states import CERTAIN, UNKNOWN, Alternative, FieldState, Member
from chrono.model.fields import UNNAMED
from chrono.render.values import ValueWords, amount_of, sources_words
from chrono.values.canonical_json import jsontext

EVENLY, DISPUTED = "EVENLY DISPUTED", "DISPUTED"
NOT_TOLD = "not told"
"""What a row of a map says on which its reports are silent."""
Part = tuple[str | None, object]
"""A row of a map under its key, an item under its place where all accounts agree on that, else a member."""


@attrs.frozen(kw_only=True)
class Line:
    """One line of a field, with what it rests on."""

    text: str
    part: str | None = None
    """The key of the row, or the JSON of the member, that it is about; None of what others add."""
    since: str | None = None
    dated: bool = False
    """Whether `since` is the date at which it happened, and not since when it holds."""
    reports: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Who says so, where the text does not name them."""


@attrs.frozen(repr=False)
class MemberWords:
    """Puts the members of one field into words."""

    words: ValueWords
    field: FieldState

    def lines(self) -> list[Line]:
        """Return a line for each member, the rows that tie under one key in one, then what others add."""
        whole = [each for each in self.field.alternatives if is_whole(each, self.field)]
        lines = [*self._own(whole), *self._added(whole)]
        if self.field.disputed and not any(DISPUTED in each.text.upper() for each in lines):
            # What differs is in no line of its own, such as a date that makes no member more or less sure.
            told = " or ".join(
                _with(self.alternative(each), each.sources) for each in self.field.alternatives
            )
            lines.append(Line(text=f"disputed: {told}"))
        return lines

    def member(self, member: Member) -> str:
        """Return a member, row or item in words, with how sure it is."""
        words = self.name(member)
        return words if member.certainty == CERTAIN else f"{words}  {member.certainty.upper()}"

    def name(self, member: Member) -> str:
        """Return a member, a row with its key, in words, without how sure it is."""
        return self._labelled(self._key(member), self._row(member.value, member.reports))

    def alternative(self, alternative: Alternative) -> str:
        """Return all that the field would hold if one group of accounts were right."""
        if not is_whole(alternative, self.field):
            return self.words.value(alternative.value)
        sure = [
            self._labelled(key, self._row(value, alternative.reports))
            for key, value in self._parts(alternative.value, [alternative])
        ]
        perhaps = [
            f"{self._labelled(key, self._row(value, alternative.reports))}  POSSIBLE"
            for key, value in _all_possible(alternative)
            if value is not None
        ]
        unknown = [f"{words}: unknown" for words in self._unknown_parts(alternative).values()]
        return "; ".join((*sure, *perhaps)) or "; ".join(unknown) or "none"

    def _own(self, whole: Sequence[Alternative]) -> Iterator[Line]:
        placed = self._placed(whole)
        for _, group in groupby(placed, key=lambda each: each[0] if each[0] is not None else id(each[1])):
            rows = list(group)
            one = self._tied(rows, whole) or self._several(rows, whole)
            if one:
                yield one
                continue
            for key, member in rows:
                text = self._disputed(key, member, whole) or self.member(member)
                dated = isinstance(member.value, Mapping)
                yield Line(
                    text=text,
                    part=part_of(member),
                    since=member.since,
                    dated=dated,
                    reports=member.reports,
                )

    def _placed(self, whole: Sequence[Alternative]) -> list[tuple[str | None, Member]]:
        """Return the members, each with what the other accounts would have in its place, if that is known."""
        members = self.field.members or ()
        if isinstance(self.field.value, Mapping):
            return [(each.key, each) for each in members]
        sure = [each for each in members if each.certainty == CERTAIN]
        place = {id(each): f"#{n}" for n, each in enumerate(sure)} if self._aligned(whole) else {}
        return [(place.get(id(each)), each) for each in members]

    def _aligned(self, whole: Sequence[Alternative]) -> bool:
        """Return whether every account gives as many items, so that they differ place by place."""
        value = self.field.value
        items = isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)
        return items and all(isinstance(e.value, list) and len(e.value) == len(value) for e in whole)  # type: ignore[arg-type]

    def _parts(self, value: object, whole: Sequence[Alternative]) -> list[Part]:
        if isinstance(value, Mapping):
            return list(value.items())
        listed = value if isinstance(value, list) else []
        aligned = self._aligned(whole)
        return [(f"#{n}" if aligned else None, each) for n, each in enumerate(listed)]

    def _tied(self, rows: Sequence[tuple[str | None, Member]], whole: Sequence[Alternative]) -> Line | None:
        """Return the line of a key for which accounts tie; None where they do not."""
        key = rows[0][0]
        if not any(each.tied for _, each in rows):
            return None
        told = [self._with_own(each.value, each.reports, each.sources) for _, each in rows]
        known = {jsontext(each.value) for _, each in rows}
        for each in whole:
            value = dict(self._parts(each.value, whole)).get(key)
            if value is not None and jsontext(value) not in known:
                # By another key the development leaves this one as it was.
                told.append(_with(self._row(value, ()), [f"still by {source}" for source in each.sources]))
        text = " or ".join(dict.fromkeys(told))
        reports = dict.fromkeys(report for _, each in rows for report in each.reports)
        return Line(
            text=f"{self._labelled(key, text)}  {EVENLY}",
            part=part_of(rows[0][1]),
            since=rows[0][1].since,
            reports=tuple(reports),
        )

    def _several(
        self, rows: Sequence[tuple[str | None, Member]], whole: Sequence[Alternative]
    ) -> Line | None:
        """Return the line of a key under which accounts leave one of several rows; None if none differs."""
        key, first = rows[0]
        if key is None or len(rows) < 2 or not any(self._disputed(key, each, whole) for _, each in rows):
            return None
        told = []
        for _, member in rows:
            having = [each for each in whole if self._has(each, key, member.value, whole)]
            told.append(_with(self._row(member.value, member.reports), self._still(member, having)))
        reports = dict.fromkeys(report for _, each in rows for report in each.reports)
        mark = f"POSSIBLE {DISPUTED}" if any(each.certainty != CERTAIN for each in whole) else EVENLY
        return Line(
            text=f"{self._labelled(key, ' or '.join(told))}  {mark}",
            part=part_of(first),
            reports=tuple(reports),
        )

    def _still(self, member: Member, having: Sequence[Alternative]) -> list[str]:
        """Return who has a member; and of those who let it leave again, by whom it is still in."""
        whose = list(dict.fromkeys(source for each in having for source in each.sources))
        if set(whose) <= set(member.sources):
            return whose
        still = [f"still by {source}" for source in whose if source not in member.sources]
        return [*member.sources, *still]

    def _with_own(self, value: object, reports: Sequence[str], sources: Sequence[str]) -> str:
        """Return a row of which each value carries who gives it."""
        if _names(value):
            return self._row(value, reports, apart=True)
        giving = [
            account.source
            for account, said in self.field.accounts
            if account.report in reports
            and isinstance(said, Mapping)
            and jsontext(value) in map(jsontext, said.values())
        ]
        return _with(self._row(value, reports), giving or sources)

    def _disputed(self, key: str | None, member: Member, whole: Sequence[Alternative]) -> str:
        """Return a member that other accounts have otherwise, or not at all; empty where none differs."""
        others = [each for each in whole if not self._has(each, key, member.value, whole)]
        if not others:
            return ""
        mark = DISPUTED if member.certainty == CERTAIN else EVENLY
        may_be = any(jsontext(member.value) in map(jsontext, _possible(each, key)) for each in whole)
        if member.certainty == UNKNOWN or (member.certainty != CERTAIN and may_be):
            mark = f"{member.certainty.upper()} {DISPUTED}"
        if not member.reports:
            return f"{self._unknown(key, member, others)}  {EVENLY if member.certainty != UNKNOWN else mark}"
        own = self._row(member.value, member.reports)
        against = [source for each in others for source in each.sources]
        having = [each for each in whole if not any(each is one for one in others)]
        whose = list(member.sources)
        if own != self.words.value(member.value):
            whose = []  # each of its values carries its own
        elif not set(whose).isdisjoint(against):
            whose = self._still(member, having)
        if key is None:
            fuller = self._fuller(member, whole)
            if fuller:
                giving = [source for _, each in fuller for source in each.sources]
                lacking = [source for source in against if source not in giving]
                told = [
                    _with(self._row(value, each.reports), each.sources, lacking) for value, each in fuller
                ]
                return f"{' or '.join(told)}  {mark}"
            return f"{_with(own, whose, against)}  {mark}"
        rows: dict[str, list[str]] = {}
        values = [(dict(self._parts(each.value, whole)).get(key), each) for each in others]
        for value, each in values:
            words = "none" if value is None else self._row(value, each.reports)
            apart = value is not None and words != self.words.value(value)
            rows.setdefault(words, []).extend(() if apart else each.sources)
        told = [_with(words, sources) for words, sources in rows.items()]
        if any(_fills(member.value, value) for value, _ in values):
            # A tie has left the row without what the accounts give: theirs are all there is to show.
            return f"{self._labelled(key, ' or '.join(told))}  {EVENLY}"
        return f"{self._labelled(key, ' or '.join((_with(own, whose), *told)))}  {mark}"

    def _fuller(self, member: Member, whole: Sequence[Alternative]) -> list[tuple[object, Alternative]]:
        """Return the items of other accounts that have what a tie has left this one without."""
        return [
            (value, each)
            for each in whole
            for key, value in (*self._parts(each.value, whole), *_all_possible(each))
            if key is None and isinstance(value, Mapping) and _completes(value, member.value)
        ]

    def _unknown(self, key: str | None, member: Member, whole: Sequence[Alternative]) -> str:
        """Return a member of which some accounts say only when it left: by those it is unknown before."""
        name = self.words.value(member.value) if key is None else self.words.key(key)
        naming = [each for each in whole if part_of(member) in self._unknown_parts(each)]
        others = [source for each in whole if each not in naming for source in each.sources]
        return f"{name}: {_with('unknown', (source for each in naming for source in each.sources), others)}"

    def _unknown_parts(self, each: Alternative) -> dict[str, str]:
        """Return what an alternative leaves unknown, as its accounts name it: parts with their words."""
        if each.certainty == CERTAIN:
            return {}
        found: dict[str, str] = {}
        for account, said in self.field.accounts:
            if account.report in each.reports and said is not None:
                if isinstance(self.field.value, Mapping):
                    keys = said if isinstance(said, list) else [said]
                    name = str(keys[0]) if len(keys) == 1 else jsontext(keys)
                    found[name] = self.words.key(name)
                else:
                    found[jsontext(said)] = self.words.value(said)
        return found

    def _has(self, each: Alternative, key: str | None, value: object, whole: Sequence[Alternative]) -> bool:
        """Return whether a member, or a row under its key, is in an alternative or may be."""
        there = [part for name, part in self._parts(each.value, whole) if name == key]
        return jsontext(value) in map(jsontext, (*there, *_possible(each, key)))

    def _added(self, whole: Sequence[Alternative]) -> Iterator[Line]:
        """Yield what other accounts have and the answer has not."""
        members = self.field.members or ()
        keys = {key for key, _ in self._placed(whole) if key is not None}
        values = {jsontext(each.value) for each in members}
        found: dict[str, Line] = {}
        for each in self.field.alternatives:
            if not any(each is one for one in whole):
                if jsontext(each.value) not in values and jsontext(each.value) != jsontext(self.field.value):
                    text = f"disputed: {self.words.value(each.value)}"
                    found.setdefault(
                        jsontext(each.value), Line(text=text, reports=each.reports, sources=each.sources)
                    )
                continue
            added: dict[str, tuple[str | None, list[object]]] = {}
            for key, value in (*self._parts(each.value, whole), *_all_possible(each)):
                known = key in keys if key is not None else jsontext(value) in values
                known = known or any(_completes(value, one.value) for one in members)
                if not known and value is not None:
                    added.setdefault(jsontext([key, value if key is None else ""]), (key, []))[1].append(
                        value
                    )
            texts = [self._labelled(key, self._any_of(rows, each)) for key, rows in added.values()]
            for words in (*texts, *self._left_unknown(each)):
                text = f"or {words}  {DISPUTED}"
                found.setdefault(text, Line(text=text, reports=each.reports, sources=each.sources))
        yield from found.values()

    def _any_of(self, rows: Sequence[object], each: Alternative) -> str:
        """Return the rows that an alternative may have in one place; of several each with who gives it."""
        if len(rows) == 1:
            return self._row(rows[0], each.reports)
        everyone = [account.report for account, _ in self.field.accounts]
        return " or ".join(self._with_own(value, everyone, each.sources) for value in rows)

    def _left_unknown(self, each: Alternative) -> Iterator[str]:
        """Yield what an alternative that holds nothing leaves unknown, but for the members of the field."""
        if not each.value and not any(_all_possible(each)):
            members = {part_of(member) for member in self.field.members or ()}
            for part, name in self._unknown_parts(each).items():
                if part not in members:
                    yield f"{name}: unknown"

    def _row(self, value: object, reports: Sequence[str], *, apart: bool = False) -> str:
        """Return a row; where its values do not all have the same sources, each with its own."""
        names = _names(value)
        if not names:
            return NOT_TOLD if value is None else self.words.value(value)
        told = [
            (account.source, said) for account, said in self.field.accounts if account.report in set(reports)
        ]
        everyone = set(dict(told))
        words, sources = [], []
        for name, each in names:
            if each is not None:
                words.append(self.words.part(name, each) if isinstance(name, str) else self.words.value(each))
                sources.append(list(dict.fromkeys(who for who, said in told if _gives(said, name, each))))
        same = all(set(some) == everyone for some in sources)
        if (same or len(everyone) < 2) and not (apart and everyone):
            return self.words.value(value)
        return " · ".join(_with(*each) for each in zip(words, sources, strict=True)) or "no details"

    def _key(self, member: Member) -> str | None:
        return member.key if isinstance(self.field.value, Mapping) else None

    def _labelled(self, key: str | None, words: str) -> str:
        if key is None or key == UNNAMED or key.startswith("#"):
            return words
        return f"{self.words.key(key)}: {words}"


def part_of(member: Member) -> str:
    """Return the key of a row, or the JSON of a member without one."""
    return jsontext(member.value) if member.key is None else member.key


def is_whole(alternative: Alternative, field: FieldState) -> bool:
    """Return whether an alternative is a whole set, map or collection, and not one member of it."""
    value = alternative.value
    if isinstance(value, Mapping):
        keys = {each.key for each in field.members or ()}
        return isinstance(field.value, Mapping) and (not value or not keys.isdisjoint(value))
    known = {jsontext(each.value) for each in field.members or ()}
    return isinstance(value, list) and (
        not value or any(jsontext(each) in known or isinstance(each, Mapping) for each in value)
    )


def _possible(alternative: Alternative, key: str | None) -> list[object]:
    """Return what may be in the place of a member under one group of accounts."""
    possible = alternative.possible
    if isinstance(possible, Mapping):
        return list(possible.get(key, ())) if key is not None else []
    return list(possible) if isinstance(possible, tuple | list) else []


def _all_possible(alternative: Alternative) -> Iterator[Part]:
    possible = alternative.possible
    if isinstance(possible, Mapping):
        yield from ((key, each) for key, rows in possible.items() for each in rows)
    elif isinstance(possible, tuple | list):
        yield from ((None, each) for each in possible)


def _fills(row: object, other: object) -> bool:
    """Return whether another row has a value where a row has none."""
    if row is None:
        return other is not None
    if not isinstance(row, Mapping) or not isinstance(other, Mapping):
        return False
    return any(value is None and other.get(name) is not None for name, value in row.items())


def _completes(fuller: object, row: object) -> bool:
    """Return whether an item is another one with a value where that has none, and the same elsewhere."""
    if not isinstance(fuller, Mapping) or not isinstance(row, Mapping) or not _fills(row, fuller):
        return False
    return all(value is None or jsontext(value) == jsontext(fuller.get(name)) for name, value in row.items())


def _names(value: object) -> list[tuple[str | int, object]]:
    """Return the values of a row by the names of their fields, or by their place; none of a single value."""
    if isinstance(value, Mapping) and amount_of(value) is None:
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _gives(said: object, name: str | int, value: object) -> bool:
    if isinstance(said, Mapping) and isinstance(name, str):
        given = said.get(name)
    elif isinstance(said, list) and isinstance(name, int) and name < len(said):
        given = said[name]
    else:
        return False
    return jsontext(given) == jsontext(value) or (isinstance(given, list) and value in given)


def _with(words: str, sources: Iterable[str], against: Iterable[str] = ()) -> str:
    """Return words with who says so behind them, and who does not."""
    whose = sources_words(sources)
    denied = sources_words(against)
    told = "; ".join(each for each in (whose, f"not {denied}" if denied else "") if each)
    return f"{words} ({told})" if told else words
