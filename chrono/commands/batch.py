"""Answers a file of questions line by line, in order: `state --batch`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from chrono.chronicle import Chronicle
from chrono.commands.faults import NOT_FOUND, USAGE, lines_of
from chrono.commands.shared import file_name, line_read, lines_in, say
from chrono.errors import BadQuestion, ChronoError, quoted
from chrono.render.formats import out
from chrono.values.canonical_json import jsontext

DATE_KEYS = ("as_of", "known_at")
QUESTION_KEYS = ("target", *DATE_KEYS, "recorded_at", "according_to")


def answer(opened: Chronicle, path: str, *, accounts: bool) -> int:
    """Write a state for each question, or an error in its place; return the exit code."""
    code = 0
    name = file_name(path)
    for number, line in enumerate(lines_in(path), 1):
        if not line.strip():
            continue
        try:
            target, axes = _question(line_read(line))
            out(jsontext(opened.state(target, **axes).to_dict(accounts=accounts)))  # type: ignore[arg-type]
        except ChronoError as err:
            failed, lines = lines_of(err)
            code = max(code, NOT_FOUND if failed == NOT_FOUND else USAGE)
            say(f"chrono: {name}:{number}: {'; '.join(lines)}")
            out(jsontext({"error": "; ".join(lines), "line": number}))
    return code


def _question(question: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Return the target and the axes that a line asks for; keys of other programs may stand beside them."""
    for key in question:
        if key not in QUESTION_KEYS and (
            near := difflib.get_close_matches(key, QUESTION_KEYS, n=1, cutoff=0.7)
        ):
            raise BadQuestion(key, f"unknown key: did you mean {quoted(near[0])}?")
    if not isinstance(question.get("target"), str):
        raise BadQuestion("target", 'missing: give one such as "lawsuit/musk-v-openai"')
    for key in DATE_KEYS:
        if not isinstance(question.get(key), str | None):
            raise BadQuestion(key, f"{quoted(question[key])} is no date: write it as text")
    recorded, names = question.get("recorded_at"), question.get("according_to")
    if isinstance(recorded, bool) or not isinstance(recorded, str | int | None):
        raise BadQuestion("recorded_at", f"{quoted(recorded)} is neither a date nor a position")
    if not isinstance(names, str | list | None) or not all(isinstance(each, str) for each in names or ()):
        raise BadQuestion("according_to", f"{quoted(names)} is no list of sources or publishers")
    return str(question["target"]), {key: question.get(key) for key in QUESTION_KEYS[1:]}
