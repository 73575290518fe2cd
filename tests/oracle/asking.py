"""Stage 2: the state of every field of a projection, from the definition alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import attrs

from chrono.values import times
from chrono.values.times import When
from oracle.answers import Answer
from oracle.books import Book, Field, Projection
from oracle.deriving import ALL, derived
from oracle.developments import Development, Group, Groups, developments, hull, keys, meets
from oracle.knowledge import Knowledge, Row, knowledge
from oracle.listening import Part, part
from oracle.placements import (
    Links,
    Node,
    UnsettledError,
    World,
    joined,
    links,
    restricted,
    world_order,
    worlds,
)
from oracle.values import WILD, Json, text


@attrs.frozen(kw_only=True)
class Question:
    """A target and the three axes."""

    target: str
    as_of: str
    known_at: str | None = None
    recorded_at: int | None = None
    according_to: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class Change:
    """What is seen otherwise to find a dispute: a date, an occurrence, or a part with another group first."""

    id: str = ""
    date: When | None = None
    occurs: bool | None = None
    part: Part | None = None


AS_IT_STANDS = Change()


def ask(book: Book, rows: Sequence[Row], question: Question) -> dict[str, Answer]:
    """Return the state of every field of a target."""
    known = knowledge(
        book,
        rows,
        position=question.recorded_at,
        known_at=times.bound(question.known_at) if question.known_at else None,
        according_to=question.according_to,
    )
    name, _, key = question.target.partition("/")
    projection = book.projections[name]
    asked = Asked(book, known, projection, known.names.slug(key) if key else "*", times.bound(question.as_of))
    return {field.name: asked.state(field) for field in projection.fields}


@attrs.frozen(eq=False)
class Asked:
    """One question, on what is known."""

    book: Book
    known: Knowledge
    projection: Projection
    key: str
    until: int
    visible: list[Development] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "visible", developments(self.known))

    def state(self, field: Field) -> Answer:
        """Return the state of one field."""
        own = self.own(field)
        if any(each.open for each in own):
            return Answer(disputed=None, open=ALL)
        if not own:
            empty: Json = {} if field.reduce == "map" else []
            initial = field.rules.get("initial") if field.reduce == "status" else None
            return Answer(value=initial, certainty="none", possible=empty, members=[])
        answer = self.evaluate(field, AS_IT_STANDS)
        if answer.certainty == "possible" and WILD in text([answer.value, answer.possible]):
            return attrs.evolve(answer, disputed=None, open=ALL)  # two that are spelt otherwise may be one
        changed = {self.evaluate(field, change).differs(answer) for change in self.changes(field, own)}
        differing = {each.id for each in own if any(len(column.all) > 1 for column in each.columns)}
        if True in changed or differing & answer.rests_on:
            return attrs.evolve(answer, disputed=True)
        # An observation may contradict what bears; and a difference may change nothing that is shown.
        settled = None not in changed and not any(each.role == "observe" for each in own)
        one = field.reduce in ("latest", "first", "status", "span", "collect")
        answer = attrs.evolve(answer, disputed=False if settled and (one or not differing) else None)
        return self.supported(field, own, answer) if answer.disputed is False else answer

    def supported(self, field: Field, own: Sequence[Part], answer: Answer) -> Answer:
        """Return an answer with its reports and its beginning, where there is one way to tell them."""
        if field.reduce == "median":
            by = next((each for each in own if each.id == answer.changed_by), None)
            one_date = by is not None and by.development.dates(field.policy).tied == 1
            return attrs.evolve(answer, since=_beginning(field, by)) if by and one_date else answer
        if answer.certainty != "certain" or field.reduce in (
            "span",
            "collect",
            "set",
            "map",
            "least",
            "greatest",
        ):
            return answer
        resting = [each for each in own if each.id in answer.rests_on]
        if any(each.chosen for each in resting):
            return answer  # which accounts does what one of them alone gives rest on?
        reports = tuple(sorted(account.id for each in resting for account in each.accounts))
        if field.reduce in ("sum", "count"):
            return attrs.evolve(answer, reports=reports)
        if len(own) > 1 or len(resting) != 1 or resting[0].role == "observe":
            return answer
        return attrs.evolve(answer, reports=reports, since=_beginning(field, resting[0]))

    def own(self, field: Field, change: Change = AS_IT_STANDS) -> list[Part]:
        """Return the parts that the developments of the key play in a field."""
        kinds, found = self.book.kinds, []
        for each in self.visible:
            if each.modality != field.modality:
                continue
            if self.key not in keys(each, self.projection.key, kinds, self.projection.policy):
                continue
            if not meets(each, field.rules.get("where", {}), kinds, field.policy, self.known.names):
                continue
            dates = each.dates(field.policy)
            if change.id == each.id and change.date is not None:
                dates = Groups((Group(change.date, ()),), 1)
            heard = part(field, each, self.book, dates)
            if heard is not None:
                found.append(change.part if change.part and change.part.id == each.id else heard)
        return found

    def changes(self, field: Field, own: Sequence[Part]) -> Iterator[Change]:
        """Yield every way in which one account could have stood first instead."""
        for each in own:
            for other in each.alternatives():
                yield Change(part=other, id=each.id)
        for development in self.visible:
            if (development.modality == "planned") != (field.modality == "planned"):
                continue
            dates = development.dates(field.policy)
            for group in dates.all[1 if dates.tied == 1 else 0 :]:
                assert isinstance(group.value, When)
                yield Change(development.id, date=group.value)
            if development.denials:
                yield Change(development.id, occurs=True)
                yield Change(development.id, occurs=False)

    def nodes(self, field: Field, change: Change, absent: frozenset[str]) -> dict[str, Node]:
        """Return the instants that bear on a field; a development that did not occur binds nothing."""
        found = {}
        for each in self.visible:
            report, position = each.report, min(account.position for account in each.accounts)
            if (each.modality == "planned") != (field.modality == "planned"):
                continue
            if field.modality == "planned":
                found[each.id] = Node(each.id, report.reported[1], report.reported[1], None, report, position)
                continue
            when = change.date if change.id == each.id and change.date else hull(each.dates(field.policy))
            low, high, end = when.earliest, when.latest, when.end
            if each.id in absent:
                low, high, end = times.PAST, times.FUTURE, None
            found[each.id] = Node(each.id, low, high, end, report, position, self.targets(each))
        return found

    def targets(self, development: Development) -> tuple[str, ...]:
        """Return what a development is after: the one of that name in its own modality, else in another."""
        named = {self.known.development(each) for account in development.accounts for each in account.after}
        found = []
        for name in sorted(named - {development.name}):
            of_name = [each for each in self.visible if each.name == name]
            same = [each for each in of_name if each.modality == development.modality] or of_name
            found += [each.id for each in same if each.modality != "planned"]
        return tuple(found)

    def evaluate(self, field: Field, change: Change) -> Answer:
        """Return the state of a field, one thing seen otherwise."""
        own = {each.id: each for each in self.own(field, change)}
        found: dict[World, None] = {}
        for absent in self.absences(field, change):
            nodes = self.nodes(field, change, absent)
            held = links(nodes)
            _check(held, {each.id for each in self.visible if each.denials})
            near = joined(own, held.pairs)
            bearing = {name: node for name, node in nodes.items() if name in near}
            found |= dict.fromkeys(restricted(worlds(bearing, held, self.until), set(own) - absent))
        absent = frozenset(each.id for each in self.visible if not any(self._occurs(field, each, change)))
        nodes = {name: node for name, node in self.nodes(field, change, absent).items() if name not in absent}
        return derived(field, own, list(found), world_order(nodes, links(nodes)) + sorted(absent))

    def absences(self, field: Field, change: Change) -> list[frozenset[str]]:
        """Return which developments did not occur, for each side of each denial that ties."""
        sides = [
            [each.id if not occurs else None for occurs in self._occurs(field, each, change)]
            for each in self.visible
            if each.denials
        ]
        return [frozenset(name for name in side if name) for side in product(*sides)]

    def _occurs(self, field: Field, each: Development, change: Change) -> tuple[bool, ...]:
        if change.id == each.id and change.occurs is not None:
            return (change.occurs,)
        return each.occurs(field.policy)


def _beginning(field: Field, part: Part) -> str | None:
    """Return the date of a development as given; None where accounts give several, or a span or a plan."""
    since = {account.when.edtf for account in part.development.accounts}
    plain = field.modality != "planned" and all(each.when.end is None for each in part.accounts)
    return since.pop() if len(since) == 1 and plain else None


def _check(held: Links, denied: set[str]) -> None:
    """Refuse links that lead through a denied development: does what did not occur still join the two?"""
    if denied & {late for _, late in held.pairs} & {early for early, _ in held.pairs}:
        raise UnsettledError
