"""Judge what commands answer about a damaged log: as of the intact one, a refusal, or a fault."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from damaging.answers import COMPLETIONS, Said, answers, said
from damaging.specimen import Specimen

STEP = 97
INTACT, REFUSED, EARLIER = "intact", "refused", "earlier"
DAMAGED = 5

Answers = Mapping[str, Said]


@attrs.frozen
class Damage:
    """What is done to one file of a log: a bit at a byte flipped, or the file cut there."""

    log: str
    """The name of the log, of those that are damaged."""
    end: str
    """Which of its files: "" or "-wal"."""
    cut: bool
    offset: int

    @property
    def sort(self) -> str:
        """Return what damages are counted together."""
        return f"{self.log}: {self.end or 'file'} {'cut' if self.cut else 'with a bit flipped'}"

    def done_to(self, sound: Specimen) -> Specimen:
        """Return the log with this damage; which bit is flipped follows from the byte."""
        content = bytearray(sound.files[self.end])
        if self.cut:
            del content[self.offset :]
        else:
            content[self.offset] ^= 1 << random.Random(self.offset).randrange(8)  # noqa: S311 - the same again
        return attrs.evolve(sound, files={**sound.files, self.end: bytes(content)})


def damages(log: str, sound: Specimen, *, step: int = STEP) -> Iterator[Damage]:
    """Yield every damage to a log, at every so manieth byte of the file and of its `-wal`."""
    for end in ("", "-wal"):
        for offset in range(step, len(sound.files.get(end, b"")), step):
            yield Damage(log, end, cut=False, offset=offset)
            yield Damage(log, end, cut=True, offset=offset)


@attrs.frozen
class Judged:
    """What came of one damage: how many commands answered in each way, and what was wrong."""

    damage: Damage
    counts: Counter[str]
    wrong: tuple[str, ...]


def judged(damage: Damage, sound: Specimen, intact: Answers, folder: Path) -> Judged:
    """Damage the log in a folder, let every command answer, and judge what each says.

    A `-wal` that was cut while nothing else says how long it was is an earlier state of the log: nothing but
    a checkpoint kept elsewhere can show that, and it has to.
    """
    hurt = damage.done_to(sound)
    hurt.write(folder)
    counts: Counter[str] = Counter()
    wrong = []
    shorter = damage.cut and damage.end == "-wal" and "-shm" not in sound.files
    for command, given in answers(folder):
        verdict = _verdict(command, given, intact[command])
        if verdict not in (INTACT, REFUSED) and shorter and given.code != 70 and _is_told(folder, sound):
            verdict = EARLIER
        if verdict not in (INTACT, REFUSED, EARLIER):
            wrong.append(f"{damage} {command}: {verdict}")
        counts[verdict] += 1
        hurt.write(folder)
    return Judged(damage, counts, tuple(wrong))


def _verdict(command: str, given: Said, intact: Said) -> str:  # noqa: PLR0911 - a way to be wrong each
    """Return INTACT or REFUSED, or what is wrong with the answer."""
    if given.left:
        return f"left {', '.join(given.left)}"
    if given == intact:
        return INTACT
    if command in COMPLETIONS:
        return REFUSED if not given.out.strip() and not given.err else f"offered {given.out!r}"
    if given.code != DAMAGED:
        return f"exit {given.code}, {given.out[:200]!r} {given.err[-400:]!r}"
    lines = [line for line in given.err.splitlines() if not line.startswith("note: ")]
    if len(lines) != 1 or not ("position" in lines[0] or "as a whole" in lines[0]):
        return f"does not name the damage in one line: {given.err!r}"
    if not intact.out.startswith(given.out):
        return f"answered something else before: {given.out[-200:]!r}"
    return REFUSED


def _is_told(folder: Path, sound: Specimen) -> bool:
    """Return whether the checkpoint of the whole log shows that this one is not."""
    return said(folder, ["verify", "--against", sound.checkpoint]).code == DAMAGED
