"""Stage 2: the state of every field of a projection, from the definition alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product

import attrs

from chrono.values import times
from oracle.answers import ALL, Answer, by
from oracle.books import Book, Field, Projection
from oracle.deriving import IN_ORDER, derived
from oracle.developments import Development, Groups, developments, hull, keys, meets
from oracle.disputes import Subject, disputed, in_other_units
from oracle.knowledge import Knowledge, Row, knowledge
from oracle.listening import DATE, DENIAL, Change, Part, part
from oracle.placements import (
    Links,
    Node,
    UnsettledError,
    World,
    links,
    narrowed,
    without_order,
    world_order,
    worlds,
)
from oracle.values import OPEN, WILD, Json, text


@attrs.frozen(kw_only=True)
class Question:
    """A target and the three axes."""

    target: str
    as_of: str
    known_at: str | None = None
    recorded_at: int | None = None
    according_to: tuple[str, ...] = ()


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
            return Answer(open=ALL)
        if not own:
            empty: Json = {} if field.reduce == "map" else []
            initial = field.rules.get("initial") if field.reduce == "status" else None
            return Answer(value=initial, certainty="none", possible=empty)
        answer = self.evaluate(field)
        answer = in_other_units(own, answer)
        answer = self.bounded(field, own, answer)
        observed = [by(each.accounts)["reports"] for each in own if each.id in answer.against]
        answer = attrs.evolve(answer, observed=observed)
        answer = disputed(answer, self.subjects(field, own), lambda change: self.evaluate(field, change))
        if answer.certainty == "possible" and WILD in text([answer.value, answer.possible]):
            # Two that are spelled otherwise may be one.
            return attrs.evolve(answer, doubtful=answer.doubtful | ALL)
        return answer

    def bounded(self, field: Field, own: Sequence[Part], answer: Answer) -> Answer:
        """Return an answer with the bounds of when its value began, where `since` has others."""
        part = next((each for each in own if each.id == answer.began), None)
        if part is None or part.teller is None:
            return answer
        nodes = self.nodes(field, None, frozenset())
        node, held = nodes[part.id], links(nodes)
        bounds = (node.low, node.high)
        if not isinstance(answer.since, str) or answer.since.startswith((WILD, OPEN)):
            return answer
        # "where they are not those of `since`", which is an EDTF text alone.
        said = times.when(answer.since)
        found = attrs.evolve(answer, since_bounds=None if bounds == (said.earliest, said.latest) else bounds)
        if (held.lows[node.id], held.highs[node.id]) != bounds:
            # Are they those that the links leave?
            return attrs.evolve(found, doubtful=found.doubtful | {"since_bounds"})
        return found

    def own(self, field: Field, change: Change | None = None) -> list[Part]:
        """Return the parts that the developments of the key play in a field."""
        kinds, found = self.book.kinds, []
        for each in self.visible:
            if each.modality != field.modality:
                continue
            if self.key not in keys(each, self.projection.key, kinds, self.projection.policy):
                continue
            if not meets(each, field.rules.get("where", {}), kinds, field.policy, self.known.names):
                continue
            heard = part(field, each, self.book, self.dates(field, each, change), change)
            if heard is not None:
                found.append(heard)
        return found

    def subjects(self, field: Field, own: Sequence[Part]) -> list[Subject]:
        """Return all that accounts could differ on, in world order of the developments, then by name."""
        found: list[Subject] = []
        for each in own:
            found += [
                Subject(each.id, name, groups, read=True)
                for name, groups in each.read.items()
                if name != DATE
            ]
        heard = {each.id for each in own}
        for development in self.visible:
            if (development.modality == "planned") == (field.modality == "planned"):
                dates, occurs = development.dates(field.policy), development.occurs(field.policy)
                read = development.id in heard
                found.append(Subject(development.id, DATE, dates, read=read))
                found.append(Subject(development.id, DENIAL, occurs, read=read))
        order = self.order(field)
        return sorted(found, key=lambda each: (order.index(each.development), each.name))

    def dates(self, field: Field, development: Development, change: Change | None) -> Groups:
        """Return when a development occurred, as its accounts say it."""
        found = development.dates(field.policy)
        return change.of(development, DATE, found) if change else found

    def occurs(self, field: Field, development: Development, change: Change | None) -> tuple[bool, ...]:
        """Return whether a development occurred: one answer, or both where denial ties with the accounts."""
        found = development.occurs(field.policy)
        found = change.of(development, DENIAL, found) if change else found
        return tuple(bool(group.value) for group in found.first)

    def nodes(self, field: Field, change: Change | None, absent: frozenset[str]) -> dict[str, Node]:
        """Return the instants that bear on a field; a development that did not occur binds nothing."""
        found = {}
        for each in self.visible:
            report, position = each.report, min(account.position for account in each.accounts)
            if (each.modality == "planned") != (field.modality == "planned"):
                continue
            if field.modality == "planned":
                told = report.reported[1]
                undated = (times.PAST, times.FUTURE, None)  # "`occurred` is only a value": it orders nothing
                found[each.id] = Node(each.id, told, told, None, undated, report, position)
                continue
            date = hull(self.dates(field, each, change))
            given = (date.given.earliest, date.given.latest, date.given.end)
            low, high, end = date.bounded.earliest, date.bounded.latest, date.bounded.end
            if each.id in absent:
                low, high, end = times.PAST, times.FUTURE, None
            found[each.id] = Node(each.id, low, high, end, given, report, position, self.targets(each))
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

    def evaluate(self, field: Field, change: Change | None = None) -> Answer:
        """Return the state of a field, one thing seen otherwise."""
        own = {each.id: each for each in self.own(field, change)}
        sides = []
        for absent in self.absences(field, change):
            nodes = self.nodes(field, change, absent)
            held = links(nodes)
            _check(held, {each.id for each in self.visible if each.denials})
            if any(node.end and node.low > node.end[1] for node in nodes.values()):
                raise UnsettledError  # both ends of two spans agree, but together they leave none
            sides.append((absent, nodes, held))
        enumerate_worlds = worlds if field.reduce in IN_ORDER else without_order

        def found(names: Collection[str]) -> list[World]:
            every: dict[World, None] = {}
            for absent, nodes, held in sides:
                some = narrowed(nodes, held, set(names) - absent)
                every |= dict.fromkeys(enumerate_worlds(*some, self.until))
            return list(every)

        return derived(field, own, found, self.order(field, change))

    def order(self, field: Field, change: Change | None = None) -> list[str]:
        """Return the world order of all that is visible, what did not occur last."""
        absent = frozenset(each.id for each in self.visible if not any(self.occurs(field, each, change)))
        nodes = {name: node for name, node in self.nodes(field, change, absent).items() if name not in absent}
        return world_order(nodes, links(nodes)) + sorted(absent)

    def absences(self, field: Field, change: Change | None) -> list[frozenset[str]]:
        """Return which developments did not occur, for each side of each denial that ties."""
        sides = [
            [each.id if not occurs else None for occurs in self.occurs(field, each, change)]
            for each in self.visible
            if each.denials
        ]
        return [frozenset(name for name in side if name) for side in product(*sides)]


def _check(held: Links, denied: set[str]) -> None:
    """Refuse links that lead through a denied development: does what did not occur still join the two?"""
    if denied & {late for _, late in held.pairs} & {early for early, _ in held.pairs}:
        raise UnsettledError
