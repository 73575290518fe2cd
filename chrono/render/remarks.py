"""Words a row of a chronology: its date, what happened, who says so, and the remarks on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from chrono.ask.explain import AccountShown
from chrono.ask.timeline import ABSENT, DATE, Difference, Timeline, TimelineRow
from chrono.fold.states import NONE, POSSIBLE
from chrono.fold.view import View
from chrono.model.kinds import Kind
from chrono.model.policy import DEFAULT_POLICY, STANDINGS
from chrono.render.changes import change_words
from chrono.render.languages import Language, Notes, Sentence
from chrono.render.text import safe
from chrono.render.values import label
from chrono.resolve.accounts import Account, Group
from chrono.resolve.changes import Change
from chrono.resolve.developments import ALLEGED, PLANNED

INFERRED = STANDINGS.index("inferred")
AMENDMENT_KEYS = frozenset(("record", "id", "of", "why", "by", "extra"))
"""The keys of an amendment that changes nothing a reader is shown."""


@attrs.frozen(kw_only=True)
class RowWords:
    """One row in words."""

    row: TimelineRow
    when: str
    text: str
    who: str
    """Who says so and how, where it is not simply the publication; else nothing."""
    notes: Notes
    """The footnotes that the text rests on."""
    remarks: tuple[tuple[str, Sentence], ...]
    """The remarks on it, each under its mark (`planned`, `disputed`, `corrected` …)."""

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks, each once."""
        return tuple(dict.fromkeys(mark for mark, _ in self.remarks))


def rows_in_words(timeline: Timeline, view: View, language: Language) -> Iterator[RowWords]:
    """Yield the rows of a chronology in words, in its order."""
    writer = _Writer(timeline, view, language)
    for row in timeline.rows:
        shown = row.cited if row.certainty == NONE else row.accounts
        yield RowWords(
            row=row,
            when=language.date(row.when),
            text=writer.text(row),
            who=writer.said_by(row),
            notes=timeline.notes(each.account for each in shown),
            remarks=tuple(writer.remarks(row)),
        )


@attrs.frozen
class _Writer:
    timeline: Timeline
    view: View
    language: Language

    def text(self, row: TimelineRow) -> str:
        """Return the summary of the account that stands for all, or the kind's title with its fields.

        A summary is the words of one side: of what is disputed the kind's words are shown.
        """
        account = row.lead.account
        if account.record.get("summary") and not row.disputed and not self._elsewhere(row):
            return safe(account.record["summary"])
        kind = self.view.shelf.kinds.get(account.kind)
        values = [] if kind is None else [f"{label(name)} {words}" for name, words in self._fields(row, kind)]
        fields = self.language.phrase("semicolon").join(values)
        return safe(row.title) + (f"{self.language.phrase('colon')}{fields}" if fields else "")

    def _fields(self, row: TimelineRow, kind: Kind) -> Iterator[tuple[str, str]]:
        """Yield each field that an account gives, with its words; a disputed one with every value.

        Amounts in other units than the first stand beside it, and dispute nothing.
        """
        disputed = {each.field: each.reading for each in row.differences}
        elsewhere = self._elsewhere(row)
        given = row.lead.account.data
        others = [name for each in row.accounts for name in each.account.data]
        for name in dict.fromkeys((*given, *others, *disputed)):
            if name not in kind.fields:
                continue
            if name in disputed:
                values = self.language.values([group.value for group in disputed[name].groups])
                words = self.language.phrase("or").join(dict.fromkeys(values))
            else:
                words = self.language.value(self._shown(row, name, kind))
            also = self.language.values([group.value for group in elsewhere.get(name, ())])
            yield name, "".join((words, *(self.language.phrase("also", value=each) for each in also)))

    def _shown(self, row: TimelineRow, name: str, kind: Kind) -> object:
        """Return a field as the lead gives it, or as the first group has it where the lead is not in it.

        A list is what all accounts make of it together.
        """
        reading = self.view.reader.field(row.development, name, DEFAULT_POLICY)
        lead = row.lead.account
        if reading is not None and kind.fields[name].listed:
            return reading.groups[0].value
        if reading is None or any(each is lead for each in reading.groups[0].accounts):
            return self.view.reader.value(lead.data[name], kind.fields[name])
        return reading.groups[0].value

    def _elsewhere(self, row: TimelineRow) -> dict[str, tuple[Group, ...]]:
        """Return the groups of accounts that give amounts in other units than what is shown, by field."""
        if len(row.accounts) < 2:
            return {}
        found = {}
        for name in dict.fromkeys(name for each in row.accounts for name in each.account.data):
            reading = self.view.reader.field(row.development, name, DEFAULT_POLICY)
            if reading is not None and reading.elsewhere:
                found[name] = reading.elsewhere
        return found

    def said_by(self, row: TimelineRow) -> str:
        """Return who says what the text of a row says: of what all accounts say together what all share."""
        if not row.disputed and not self._elsewhere(row):
            return self.attribution(row.lead.account)
        said = {self.attribution(each.account) for each in row.accounts}
        return said.pop() if len(said) == 1 else ""

    def attribution(self, account: Account) -> str:
        """Return who says so and how; nothing for a publication that says it itself."""
        directory = self.view.archive.directory
        own = directory.resolve(account.publisher)
        by = (
            ""
            if account.by is None or directory.resolve(account.by) == own
            else self.language.name(account.by)
        )
        standing = STANDINGS[account.standing]
        how = "" if account.standing == INFERRED else self.language.phrase(standing)
        via = self.language.phrase("via", name=self.language.name(account.via)) if account.via else ""
        return self.language.phrase("comma").join(each for each in (by, how, via) if each)

    def remarks(self, row: TimelineRow) -> Iterator[tuple[str, Sentence]]:
        """Yield the remarks on a row, each under its mark."""
        yield from self._standing(row)
        yield from self._denials(row)
        for difference in row.differences:
            yield "disputed", self._difference(difference)
        if row.accounts and all(difference.account.standing == INFERRED for difference in row.accounts):
            yield "inferred", self.language.sentence("is inferred")
        for shown in row.cited:
            yield from self._mendings(shown)
        for lost in row.retracted:
            whole = row.certainty == NONE
            name, mark = ("is withdrawn", "withdrawn") if whole else ("one is withdrawn", "in part withdrawn")
            for record in lost.withdrawn:
                yield mark, self._because(name, record, [lost.account])

    def _standing(self, row: TimelineRow) -> Iterator[tuple[str, Sentence]]:
        if row.development.modality == PLANNED:
            yield "planned", self.language.sentence("is planned")
        if row.development.modality == ALLEGED:
            accounts = [each.account for each in row.accounts]
            yield "alleged", self.language.sentence("is alleged", notes=self._citations(accounts))
        if row.certainty == POSSIBLE:
            name = "for and against" if row.evenly else "may have happened"
            as_of = self.language.date(self.timeline.axes.as_of)
            yield "possible", self.language.sentence(name, as_of=as_of)

    def _denials(self, row: TimelineRow) -> Iterator[tuple[str, Sentence]]:
        if row.denials:
            denied = [each.account for each in row.denials]
            who = dict.fromkeys(self.language.name(each.by or each.publisher) for each in denied)
            names = self.language.phrase("comma").join(who)
            absent = row.certainty == ABSENT
            name = "is denied" if absent else "someone denies"
            sentence = self.language.sentence(name, who=names, notes=self._citations(denied))
            yield ("denied" if absent else "disputed"), sentence

    def _difference(self, difference: Difference) -> Sentence:
        """Return the sentence on a field, or the date, that accounts differ in: the preferred one first."""
        sort = "date" if difference.field == DATE else "value"
        field = "" if difference.field == DATE else _capital(label(difference.field))
        groups = difference.reading.groups
        words = self.language.values([group.value for group in groups])
        values: list[Sentence] = [
            (each, *self._citations(of.accounts)) for each, of in zip(words, groups, strict=True)
        ]
        between = self.language.phrase("or")
        if difference.reading.tied:
            return self.language.sentence(f"{sort} open", field=field, all=_join_sentences(values, between))
        others = _join_sentences(values[1:], between)
        return self.language.sentence(f"{sort} differs", field=field, first=values[0], others=others)

    def _mendings(self, shown: AccountShown) -> Iterator[tuple[str, Sentence]]:
        account = shown.account
        for revision in self.view.history.corrected(account.report, account.corrections):
            changes = self.changes(revision.changes)
            yield "corrected", self._because("is corrected", revision.record, [account], changes=changes)
        for record in shown.mended:
            if not AMENDMENT_KEYS.issuperset(record):
                yield "mended", self._because("is mended", record, [account])
        if shown.ranked is not None:
            yield "ranked", self._because(f"is {shown.ranked['rank']}", shown.ranked, [account])

    def changes(self, changed: Sequence[Change]) -> str:
        """Return fields before and after, as the beginning of a sentence."""
        words = [change_words(each, self.language) for each in changed]
        phrase = self.language.phrase
        return phrase("semicolon").join(words) + phrase("next") if words else ""

    def _because(
        self, name: str, record: Mapping[str, object], accounts: Iterable[Account], changes: str = ""
    ) -> Sentence:
        """Return the sentence on what became of accounts, when and why."""
        date = self.language.published(str(record["reported"])) if record.get("reported") else ""
        why, notes = safe(record["why"]), self._citations(accounts)
        return self.language.sentence(name, date=date, why=why, notes=notes, changes=changes)

    def _citations(self, accounts: Iterable[Account]) -> tuple[Notes, ...]:
        notes = self.timeline.notes(accounts)
        return (notes,) if notes else ()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _join_sentences(parts: Sequence[Sentence], between: str) -> Sentence:
    sentence: list[str | Notes] = []
    for n, part in enumerate(parts):
        sentence += [*([between] if n else []), *part]
    return tuple(sentence)
