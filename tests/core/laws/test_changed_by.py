"""What a step or a difference names as its causes: without them nothing changed, and each of them matters.

The records that came in are left out of the log itself here, which is then asked as any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from given import Record
from histories import chronicle, field_fold, histories, view
from hypothesis import given
from laws import law

from chrono import Chronicle
from chrono.values.times import published

X: Record = {"record": "entity", "slug": "x"}
"""Makes "x" a key that may be asked about from the start."""
AS_OF = {"as_of": "2024-02-15"}
FIRST = 7
"""The position of the first record: a storybook, four sources and the entity come before."""
Contents = Mapping[str, object]
"""The content of a field, by its name."""


def contents(records: Sequence[Record], **asked: object) -> dict[str, Contents]:
    """Return the fields of "x" where a log holds these records and no others."""
    folding = field_fold(view([X, *records]), {**AS_OF, **asked})
    return {name: folding.bare_state(each).content() for name, each in folding.projection.fields.items()}


def publications(records: Sequence[Record]) -> dict[str, int]:
    """Return when each report, correction and retraction counts as published, our amendments applied."""
    archived = view([X, *records]).archive
    return {
        each.id: published(archived.reported(each.record))[1]
        for each in archived.entries
        if each.type in ("report", "correction", "retraction")
    }


def misnamed(
    records: Sequence[Record], came_in: Sequence[str], named: Iterable[str], **asked: object
) -> str | None:
    """Return what is wrong with the causes named of a step; None where they are those of the contract.

    Args:
        records: the log at the later point.
        came_in: the ids of those that came in since the earlier point.
        named: the ids of those that are named as causes.
        asked: the axes of the question.
    """
    known: dict[frozenset[str], dict[str, Contents]] = {}

    def without(some: Iterable[str]) -> dict[str, Contents]:
        left_out = frozenset(some)
        if left_out not in known:
            known[left_out] = contents([each for each in records if each["id"] not in left_out], **asked)
        return known[left_out]

    before, after = without(came_in), without(())
    changed = [name for name in after if before[name] != after[name]]
    matter = {
        each: [
            name
            for name in changed
            if without({*came_in} - {each})[name] != before[name] or without((each,))[name] != after[name]
        ]
        for each in came_in
    }
    unexplained = [
        name
        for name in changed
        if without(each for each in came_in if name in matter[each])[name] != before[name]
    ]
    wrong = [name for name in changed if without(named)[name] != before[name]]
    if wrong:
        return f"without {sorted(named)} {wrong} are not as they were"
    if not set(named) <= set(came_in):
        return f"{set(named) - set(came_in)} did not come in between"
    expected = {each for each in came_in if matter[each]}
    if expected - set(named) or (set(named) != expected and not unexplained):
        return f"{sorted(named)} are named where {sorted(expected)} matter"
    return None


def faults_by_press(told: Chronicle, records: Sequence[Record]) -> list[str]:
    when = publications(records)
    faults, since = [], None
    for step in told.replay("thing/x", by="press", **AS_OF):  # type: ignore[arg-type]
        until = published(str(step.at))[1]
        came_in = [name for name, at in when.items() if at <= until and (since is None or at > since)]
        later = [each for each in records if when.get(str(each["id"]), 0) <= until]
        faults.append(misnamed(later, came_in, [each.id for each in step.changed_by]))
        since = until
    return [each for each in faults if each]


def faults_by_file(told: Chronicle, records: Sequence[Record]) -> list[str]:
    faults, since = [], 0
    for step in told.replay("thing/x", by="file", start=FIRST, **AS_OF):  # type: ignore[arg-type]
        until = int(step.at) - FIRST + 1
        came_in = [str(each["id"]) for each in records[since:until]]
        faults.append(misnamed(records[:until], came_in, [each.id for each in step.changed_by]))
        since = until
    return [each for each in faults if each]


@law(60)
@given(histories(least=2, most=10))
def test_a_step_names_what_came_in_and_changed_it(records: list[Record]) -> None:
    told = chronicle([X, *records])

    assert faults_by_press(told, records) == []
    assert faults_by_file(told, records) == []


@law(60)
@given(histories(least=2, most=10))
def test_a_difference_over_all_that_came_in_names_what_changed_it(records: list[Record]) -> None:
    told = chronicle([X, *records])
    came_in = [str(each["id"]) for each in records]
    found = told.diff("thing/x", recorded_at=(FIRST - 1, told.log.head()), **AS_OF)  # type: ignore[arg-type]
    back = told.diff("thing/x", recorded_at=(told.log.head(), FIRST - 1), **AS_OF)  # type: ignore[arg-type]

    assert misnamed(records, came_in, [each.id for each in found.changed_by]) is None
    assert back.changed_by == found.changed_by


@law(60)
@given(histories(least=2, most=10))
def test_a_difference_of_the_press_names_what_was_published_and_changed_it(records: list[Record]) -> None:
    told = chronicle([X, *records])
    when = publications(records)
    found = told.diff("thing/x", known_at=("2024-01-15", None), **AS_OF)  # type: ignore[arg-type]
    came_in = [name for name, at in when.items() if at > published("2024-01-15")[1]]

    assert misnamed(records, came_in, [each.id for each in found.changed_by]) is None
