"""Where the program and the oracle disagree on a chronicle, with the least of it that still shows it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from oracle import engine
from oracle.asking import Question, ask
from oracle.chronicles import Chronicle
from oracle.comparing import Difference, differences
from oracle.placements import TooManyError, UnsettledError


@attrs.frozen(kw_only=True)
class Disagreement:
    """One field on which the two answer differently."""

    case: Chronicle
    question: Question
    field: str
    found: tuple[Difference, ...]

    def shown(self) -> str:
        """Return a reproduction: the records that are left, the question, and both answers."""
        lines = [self.case.shown(), str(self.question), f"field {self.field}"]
        lines += [
            f"  {key}: the oracle says {ours!r}, the program {theirs!r}" for key, ours, theirs in self.found
        ]
        return "\n".join(lines)


@attrs.define
class Tally:
    """How many questions were put, and how many of them were left out."""

    asked: int = 0
    compared: int = 0
    too_many: int = 0
    unsettled: int = 0


def disagreements(case: Chronicle, tally: Tally) -> Iterator[Disagreement]:
    """Yield every field of every question of a chronicle on which the two disagree."""
    for question, given in zip(case.questions, engine.answers(case), strict=True):
        tally.asked += 1
        if given is None:  # no record names the key
            continue
        try:
            answers = ask(case.book, case.rows, question)
        except TooManyError:
            tally.too_many += 1
            continue
        except UnsettledError:
            tally.unsettled += 1
            continue
        tally.compared += 1
        for field in case.book.projections[question.target.partition("/")[0]].fields:
            found = differences(answers[field.name], given[field.name], field.reduce, doubtful=False)
            if found:
                yield Disagreement(case=case, question=question, field=field.name, found=tuple(found))


def least(disagreement: Disagreement) -> Disagreement:
    """Return the disagreement with every record left out that it does without."""
    for at, record in reversed(disagreement.case.rows):
        rows = tuple(row for row in disagreement.case.rows if row[0] != at)
        if record["record"] in ("source", "entity") or any(
            each.get("of") == record["id"] for _, each in rows
        ):
            continue
        case = attrs.evolve(disagreement.case, rows=rows, questions=(disagreement.question,))
        again = [each for each in disagreements(case, Tally()) if each.field == disagreement.field]
        disagreement = again[0] if again else disagreement
    return disagreement
