"""`explain` says why a field says what it says, down to the paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from chrono.ask.explain import Explanation
from chrono.commands.shared import AccordingTo, AsOf, Form, KnownAt, RecordedAt, chronicle, say
from chrono.errors import quoted
from chrono.fold.view import View
from chrono.render.formats import Answer, Format, write


def explain(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(metavar="TARGET[.FIELD]", help="A target, or one field of it.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
    according_to: AccordingTo = None,
    form: Form = Format.table,
) -> None:
    """Say why: the developments behind each field, who reports them, where, and what was superseded.

    \b
    chrono explain lawsuit/musk-v-openai.status --as-of 2024-07-01
    """
    with chronicle(ctx) as opened:
        explanation = opened.explain(
            target, as_of=as_of, known_at=known_at, recorded_at=recorded_at, according_to=according_to
        )
        if explanation.old_name is not None:
            [name] = explanation.fields
            say(f"{quoted(explanation.old_name)} is called {quoted(name)} now")
        write(_answer(explanation, opened.view(explanation.axes.position)), form)


def _answer(explanation: Explanation, view: View) -> Answer:
    def lines() -> Iterable[str]:
        from chrono.render.explanations import render

        return render(explanation, view)

    def rows() -> Iterator[dict[str, object]]:
        for name, reasons in explanation.reasons.items():
            for reason in reasons:
                about = {"field": name, "development": reason.development, "status": reason.status}
                yield from ({**about, **account.to_dict()} for account in reason.accounts)

    return Answer(
        lines=lines,
        whole=explanation.to_dict,
        rows=rows,
        columns=("field", "development", "standing", "source", "locator", "by", "occurred", "summary"),
    )
