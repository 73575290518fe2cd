"""A question about the story as it is put to a chronicle, and when our answer meets the expected one."""

import re
from collections.abc import Iterator, Mapping
from itertools import permutations

import attrs

from chrono.ask.explain import AccountShown
from chrono.chronicle import Chronicle
from chrono.fold.states import FieldState, State


@attrs.frozen
class Said:
    """An answer in words: it must hold what the question says in words of its own."""

    text: str


@attrs.frozen
class Among:
    """An answer of which a question names only a part."""

    all: list[object]


@attrs.frozen(kw_only=True)
class Account:
    """What one source says of one development."""

    development: str
    kind: str
    source: str
    by: str
    standing: str
    locator: str
    occurred: str
    summary: str
    quote: str
    data: Mapping[str, object]


def account(told: AccountShown, development: str) -> Account:
    """Return an account as the questions look at it."""
    shown = told.to_dict()
    texts = {
        name: str(shown[name])
        for name in ("source", "by", "standing", "locator", "occurred", "summary", "quote")
    }
    return Account(development=development, kind=told.account.kind, data=told.account.data, **texts)


@attrs.define
class Asked:
    """One question, put to a chronicle that holds the story."""

    chronicle: Chronicle
    question: Mapping[str, object]
    target: str
    """What the question is about, with `{organisation}` for that of the developments it names."""
    elsewhere: Mapping[str, tuple[str, ...]]
    """Developments that the questions name otherwise than we do: our names for them."""
    certainties: set[str] = attrs.field(factory=set)
    """How certain everything was that the answers have been read from."""

    @property
    def axes(self) -> dict[str, str | None]:
        """The axes of the question, as a chronicle takes them."""
        asked = ("as_of", "known_at", "according_to")
        return {name: None if self.question[name] is None else str(self.question[name]) for name in asked}

    @property
    def place(self) -> str:
        """The target of the question in full."""
        return self.target.replace("{organisation}", self.named("organisation"))

    def state(self, target: str | None = None) -> State:
        """Return a state at the question's axes, by default of its own target."""
        return self.chronicle.state(target or self.place, **self.axes)

    def field(self, name: str) -> FieldState:
        """Return a field of the question's target."""
        found = self.state().fields[name]
        self.certainties.add(found.certainty)
        return found

    def value(self, name: str) -> object:
        """Return what a field certainly is, or None."""
        return self.field(name).value

    def items(self, name: str) -> list[object]:
        """Return what a field certainly holds; nothing where it is none."""
        found = self.value(name)
        return found if isinstance(found, list) else []

    def rows(self, name: str) -> Mapping[str, Mapping[str, object]]:
        """Return the rows that a field certainly holds; nothing where it is none."""
        found = self.value(name)
        return found if isinstance(found, Mapping) else {}

    def values(self, name: str) -> list[object]:
        """Return all that a field may be."""
        found = self.field(name)
        return list(found.possible) if isinstance(found.possible, tuple) and found.possible else [found.value]

    def accounts(self, name: str, *, target: str | None = None, named: bool = False) -> list[Account]:
        """Return every account behind a field, or those of the developments that the question names."""
        explained = self.chronicle.explain(f"{target or self.place}.{name}", **self.axes)
        reasons = [each for each in explained.reasons[name] if not named or each.development in self.evidence]
        return [account(told, reason.development) for reason in reasons for told in reason.accounts]

    @property
    def evidence(self) -> list[str]:
        """The developments that the question names, by our names."""
        given = self.question["evidence"]
        return [ours for each in given for ours in self.ours(each)] if isinstance(given, list) else []

    def ours(self, development: str) -> tuple[str, ...]:
        """Return our names for a development."""
        return self.elsewhere.get(development, (development,))

    def told(self) -> Iterator[Account]:
        """Yield every account of the developments that the question names, whenever it was published."""
        for each in self.evidence:
            yield from (account(told, each) for told in self.chronicle.show(each).accounts)

    def named(self, key: str) -> str:
        """Return the first value that the question's developments have under a name."""
        return next((str(each.data[key]) for each in self.told() if key in each.data), "nothing")

    def happened(self, development: str) -> str:
        """Return whether a development had happened by then: yes, no, or possible if only alleged too."""
        found = (self.chronicle.show(each, as_of=self.axes["as_of"]) for each in self.ours(development))
        return " and ".join(sorted({each.occurred.get("occurred", "possible") for each in found}))


# Words that say that there is nothing to say.
ABSENT = (
    "none reported", "not reported", "not mentioned", "not given", "not specified", "no date", "unknown",
)  # fmt: skip
TRUTHS = {"already leader": True, "about to be": False}


def meets(expected: object, ours: object) -> bool:
    """Return whether our answer is what a question expects; lists in any order, rows may hold more."""
    if isinstance(ours, Said):
        return isinstance(expected, str) and holds(ours.text, expected)
    if isinstance(ours, Among):
        return isinstance(expected, list) and all(each in ours.all for each in expected)
    if isinstance(expected, Mapping):
        return isinstance(ours, Mapping) and all(
            key in ours and meets(value, ours[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return isinstance(ours, list) and len(ours) == len(expected) and in_some_order(expected, ours)
    if isinstance(expected, str):
        return TRUTHS.get(expected) is ours if isinstance(ours, bool) else expected_words(expected, ours)
    return type(expected) is type(ours) and expected == ours


def in_some_order(expected: list[object], ours: list[object]) -> bool:
    """Return whether each of ours meets another one of those expected."""
    return any(all(map(meets, expected, order)) for order in permutations(ours))


def expected_words(expected: str, ours: object) -> bool:
    """Return whether a value is the word expected; None where the words say that there is nothing."""
    if isinstance(ours, Mapping):
        return expected_words(expected, ours.get("entity"))
    if ours is None:
        return plain(expected).startswith(ABSENT)
    return isinstance(ours, str) and plain(expected) == plain(ours)


def plain(text: str) -> str:
    """Return text with hyphens as spaces, in small letters."""
    return text.casefold().replace("-", " ")


def holds(text: str, words: str) -> bool:
    """Return whether a text holds every number of some words, and most of the words that carry the meaning.

    A word stands for all that begin with the same five letters. Of one or two words all must be there, of
    more at least half.
    """
    said, wanted = tokens(text), tokens(words)
    numbers = {each for each in wanted if each.isdecimal()}
    carry = wanted - numbers
    there = len(carry & said)
    return numbers <= said and (there == len(carry) if len(carry) <= 2 else 2 * there >= len(carry))


def tokens(text: str) -> set[str]:
    """Return the numbers of a text, and the beginnings of its longer words."""
    found = re.findall(r"[^\W\d_]+|\d+", plain(text))
    return {each if each.isdecimal() else each[:5] for each in found if each.isdecimal() or len(each) > 3}
