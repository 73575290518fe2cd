"""Random small chronicles, the same for the same seed, that reach every rule and overlap often."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any

import attrs

from oracle.asking import Question
from oracle.books import Book, book
from oracle.knowledge import Record, Row, named
from oracle.themes import FIRST_WIDER, THEMES, WIDER, Theme
from oracle.values import names

ZONES = ("Asia/Tokyo", "-05:00", None, None)
SOURCES: tuple[Record, ...] = (
    {"record": "source", "slug": "ayr", "publisher": "Ayr", "published": "2024-02-03"},
    {"record": "source", "slug": "ayr-late", "publisher": "Ayr", "published": "2024-02-20"},
    {"record": "source", "slug": "bute", "publisher": "Bute", "published": "2024-02-28T10:00:00+09:00"},
    {"record": "source", "slug": "echo", "publisher": "Echo", "published": "2024-03-02", "origin": "Bute"},
)
ENTITIES: tuple[Record, ...] = (
    {"record": "entity", "slug": "ana", "type": "person", "names": {"en": "Ana Roe"}, "aliases": ["A. Roe"]},
    {"record": "entity", "slug": "swift", "type": "project", "names": {"en": "The Swift", "ja": "スイフト"}},
)
TWIN: Record = {"record": "entity", "slug": "petrel", "names": {"en": "Petrel"}, "same_as": ["swift"]}
INLINE: Record = {"slug": "dune", "publisher": "Dune", "published": "2024-02-25"}
DECLARED = """
[sources.croft]
publisher = "Croft"
published = "2024-02-22"
[entities.ben]
names = { en = "Ben" }
"""
STANDINGS = ("document", "on-record", "reporter", "anonymous", "inferred")


@attrs.frozen(kw_only=True)
class Chronicle:
    """A case: a storybook, records with the positions they take, and questions."""

    seed: int
    text: str
    book: Book
    rows: tuple[Row, ...]
    questions: tuple[Question, ...]

    def shown(self) -> str:
        """Return all of it as one would write it down."""
        records = "\n".join(f"{at:3} {json.dumps(each, ensure_ascii=False)}" for at, each in self.rows)
        return f"seed {self.seed}\n{self.text}\n{records}"


def chronicle(seed: int) -> Chronicle:
    """Return the chronicle of a seed."""
    chance = Random(seed)  # noqa: S311
    theme = chance.choice(THEMES if seed < FIRST_WIDER else WIDER)
    text = _storybook(chance, theme)
    read = book(text)
    records = _Records(chance, theme, read).all()
    rows = tuple((number + 2, record) for number, record in enumerate(records))
    return Chronicle(
        seed=seed, text=text, book=read, rows=rows, questions=tuple(_questions(chance, theme, len(rows)))
    )


def _storybook(chance: Random, theme: Theme) -> str:
    chosen = chance.sample(sorted(theme.fields), min(len(theme.fields), 4))
    parts = ['[storybook]\nname = "case"\ntitle = "Case"', DECLARED]
    parts += _titled(theme.kinds)
    policy = chance.choice(["", "", "", 'policy = ["standing"]\n', 'policy = ["newest", "rank"]\n'])
    parts.append(f'[projections.ferry]\ntitle = "Ferry"\nkey = "ferry"\n{policy}')
    parts += [f"[projections.ferry.fields.{name}]\n{theme.fields[name].strip()}\n" for name in chosen]
    if theme.member:
        parts.append(f'[projections.hand]\ntitle = "Hand"{theme.member}\n')
    kinds = ", ".join(f'"{kind}"' for kind in theme.values)
    parts.append('[projections.all]\ntitle = "All"\nkey = "*"\n')
    parts.append(f'[projections.all.fields.number]\nreduce = "count"\nof = [{kinds}]\n')
    return "\n".join(parts)


def _titled(kinds: str) -> Sequence[str]:
    return [
        f"{line}\ntitle = {line.split('.', 1)[1].removesuffix(']')}" if line.startswith("[kinds") else line
        for line in kinds.strip().splitlines()
    ]


class _Records:
    """Makes the records of one chronicle."""

    def __init__(self, chance: Random, theme: Theme, read: Book) -> None:
        self.chance, self.theme, self.book = chance, theme, read
        self.reports: list[Record] = []
        self.later: list[Record] = []
        self.entities = [*ENTITIES, *([TWIN] if chance.random() < 0.2 else [])]
        self.sources = [self.source(each) for each in SOURCES]
        # A busy chronicle happens on two days: what is of one day is of one source often.
        self.days = (6, 7) if chance.random() < 0.35 else (4, 9)
        self.publishers = [each["slug"] for each in SOURCES] + ["croft"]
        if chance.random() < 0.25:
            self.publishers = chance.sample(self.publishers, 2)

    def source(self, source: Record) -> Record:
        """Return a source that may keep its reports in order, and tell its times of day in a zone."""
        sequence = {"sequence": True} if self.chance.random() < 0.45 else {}
        zone = self.chance.choice(ZONES)
        return {**source, **sequence, **({"zone": zone} if zone else {})}

    def all(self) -> list[Record]:
        for number in range(self.chance.choice((1, 2, 3, 4, 4, 5, 5))):
            self.development(number)
        if self.chance.random() < 0.6:
            self.chance.shuffle(self.reports)
        for number, report in enumerate(self.reports):
            report["id"] = f"r{number}"
        for number in range(self.chance.choice((0, 0, 1, 1, 2, 3))):
            self.meddle(f"m{number}")
        return [*self.sources, *self.entities, *self.mixed()]

    def mixed(self) -> list[Record]:
        """Return reports and what was said of them, each after what it names."""
        mixed = list(self.reports)
        for record in self.later:
            named_ids = {record.get("of"), *record.get("developments", ())}
            least = max(
                (
                    n + 1
                    for n, each in enumerate(mixed)
                    if named_ids & {each.get("id"), each.get("development")}
                ),
                default=0,
            )
            mixed.insert(self.chance.randint(least, len(mixed)), record)
        return mixed

    def development(self, number: int) -> None:
        kind = self.chance.choice(sorted(self.theme.values))
        data, occurred = self.data(kind), self.occurred(kind)
        given = f"d{number}" if self.chance.random() < 0.8 else None
        for _ in range(self.chance.choice((1, 1, 1, 2, 2, 3))):
            alike = self.chance.choice(self.theme.alike(kind)) if given else kind
            told = {**data, **(self.data(kind) if self.chance.random() < 0.4 else {})}
            if not given:
                told.update({name: data[name] for name in self.book.kinds[kind].identity if name in data})
            report = self.report(alike, told, occurred if self.chance.random() < 0.6 else self.occurred(kind))
            report["id"] = f"new{len(self.reports)}"
            report["development"] = given
            report["development"] = named(self.book, report, names([*self.book.entities, *self.entities]))
            self.reports.append(report)

    def report(self, kind: str, data: Record, occurred: object) -> Record:
        chance = self.chance
        source: Any = chance.choice(self.publishers)
        report: Record = {
            "record": "report",
            "id": "",
            "kind": kind,
            "source": dict(INLINE) if chance.random() < 0.05 else source,
            "occurred": occurred,
            "data": {name: value for name, value in data.items() if value is not None},
        }
        if chance.random() < 0.6:
            report["reported"] = self.reported()
        if chance.random() < 0.4:
            report["attribution"] = {
                "by": chance.choice(("ben", "A. Roe")),
                "standing": chance.choice(STANDINGS),
            }
        if chance.random() < self.theme.otherwise:
            report["modality"] = chance.choice(self.theme.modalities)
        elif chance.random() < 0.25:
            report["after"] = [f"d{chance.randrange(4)}"]
        if chance.random() < 0.2:
            report["summary"] = chance.choice(("short", "long"))
        return report

    def data(self, kind: str) -> Record:
        return {name: self.chance.choice(values) for name, values in self.theme.values[kind].items()}

    def day(self) -> str:
        return f"2024-02-{self.chance.randint(*self.days):02}"

    def reported(self) -> str:
        day = f"2024-02-{self.chance.randint(3, self.chance.choice((9, 28))):02}"
        return self.chance.choice((day, day, f"{day}T09:30:00Z", f"{day}T23:30:00", "2024-02", "2024-03"))

    def occurred(self, kind: str) -> object:
        chance = self.chance
        one, other = sorted((self.day(), self.day()))
        if kind in self.theme.spans:
            ends = (
                {"start": f"{one}/{other}", "end": f"{other}/2024-02-12"},
                {"start": f"{one}/{other}", "end": f"{one}/{other}"},
                {"start": one, "end": "2024-02"},
                {"start": one, "end": f"{other}T15:00:00Z"},
            )
            wide = (f"{one}/..", f"{one}/", f"../{one}", "2024-02", f"2024-02/{other}", f"{one}/2024-02")
            return chance.choice((f"{one}/{other}", f"{one}/{other}", one, *ends, *wide))
        return chance.choice(
            (
                one,
                one,
                f"{one}/{other}",
                f"{one}/{other}",
                "2024-02",
                "early 2024-02",
                "2024-02-0X",
                f"{one}~",
                f"{one}T12:00:00Z",
                f"{one}T22:30:00-05:00",
                f"../{one}",
                {"edtf": "2024", "earliest": one, "latest": other},
                {"edtf": "2024-02", "wording": "in winter"},
            )
        )

    def meddle(self, name: str) -> None:
        """Add a record about another."""
        chance, target = self.chance, self.chance.choice(self.reports)
        kind = target["kind"]
        named_before = [each for each in self.later if each["record"] in ("retraction", "correction")]
        record: Record = {"record": "correction", "id": name, "of": target["id"], "why": "so"}
        match chance.randrange(8):
            case 0 | 1:
                record["reported"] = self.reported()
                record["data"] = self.patch(kind)
                if chance.random() < 0.5:
                    record["occurred"] = self.occurred(kind)
                if chance.random() < 0.15:
                    # Whether one that changes nothing makes it occurred is not said.
                    modalities = {"occurred", "denied", "alleged"} - {target.get("modality", "occurred")}
                    record["modality"] = chance.choice(sorted(modalities))
            case 2:
                record.update(record="retraction", reported=self.reported())
                if named_before and chance.random() < 0.5:
                    record["of"] = chance.choice(named_before)["id"]
            case 3:
                record.update(record="ranking", rank=chance.choice(("preferred", "normal", "deprecated")))
            case 4 | 5:
                record.update(self.amendment(target))
            case 6:
                record.update(record="amendment", **chance.choice(_OF_OTHERS))
            case _:
                others = [each for each in self.reports if each["kind"] in self.theme.alike(kind)]
                pair = {target["development"]: None, chance.choice(others)["development"]: None}
                if len(pair) < 2:
                    return
                record = {"record": "merge", "id": name, "developments": list(pair), "why": "one"}
        self.later.append(record)

    def amendment(self, target: Record) -> Record:
        chance = self.chance
        amendments = [each["id"] for each in self.later if each["record"] == "amendment" and each.get("void")]
        found: Record = {"record": "amendment"}
        match chance.randrange(5):
            case 0:
                found["void"] = True
                if amendments and chance.random() < 0.6:
                    found["of"] = chance.choice(amendments)
            case 1:
                found["occurred"] = self.occurred(target["kind"])
            case 2:
                found["reported"] = self.reported()
            case 3:
                found["source"] = chance.choice(("ayr", "bute", "croft"))
            case _:
                found["data"] = self.patch(target["kind"])
        return found

    def patch(self, kind: str) -> Record:
        """Return new values for some fields; null clears one that may be left out."""
        data = self.data(kind)
        return {name: data[name] for name in self.chance.sample(list(data), self.chance.randint(1, 2))}


_OF_OTHERS: tuple[Record, ...] = (
    {"of": "ayr-late", "publisher": "Weekly"},
    {"of": "echo", "origin": "Croft"},
    {"of": "ayr", "published": "2024-02-12"},
    {"of": "ana", "aliases": ["A. Roe", "cyd"]},
)


def _questions(chance: Random, theme: Theme, count: int) -> list[Question]:
    targets = ["ferry/swift", "ferry/swift", "ferry/swift", "ferry/スイフト", "ferry/gull", "all"]
    targets += ["hand/ana", "hand/ben"] if theme.member else []
    return [_question(chance, chance.choice(targets), count) for _ in range(2)]


def _question(chance: Random, target: str, count: int) -> Question:
    day = f"2024-02-{chance.randint(3, 10):02}"
    return Question(
        target=target,
        as_of=chance.choice((day, day, f"{day}T12:00:00Z", "2024-12-31")),
        known_at=chance.choice((None, None, None, "2024-03", f"2024-02-{chance.randint(5, 29):02}")),
        recorded_at=chance.randint(count // 2, count + 1) if chance.random() < 0.2 else None,
        according_to=chance.choice((("Ayr",), ("bute", "croft"), ("Bute", "Echo")))
        if chance.random() < 0.15
        else (),
    )
