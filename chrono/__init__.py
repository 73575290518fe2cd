"""Event-sourced news chronologies: append what sources report, ask how things stood, replay history."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chrono.chronicle import Chronicle
    from chrono.errors import ChronoError
    from chrono.fold.states import State
    from chrono.model.records import (
        Amendment,
        Correction,
        Entity,
        Merge,
        Ranking,
        Report,
        Retraction,
        Source,
        Storybook,
    )
    from chrono.write.append import Outcome, Receipt, RefusedBatch

__version__ = "0.1.0"
_HOMES = {
    "Outcome": "write.append",
    "Receipt": "write.append",
    "RefusedBatch": "write.append",
    "Chronicle": "chronicle",
    "ChronoError": "errors",
    **dict.fromkeys(
        (
            "Amendment",
            "Correction",
            "Entity",
            "Merge",
            "Ranking",
            "Report",
            "Retraction",
            "Source",
            "Storybook",
        ),
        "model.records",
    ),
    "State": "fold.states",
}

__all__ = [
    "Amendment",
    "Chronicle",
    "ChronoError",
    "Correction",
    "Entity",
    "Merge",
    "Outcome",
    "Ranking",
    "Receipt",
    "RefusedBatch",
    "Report",
    "Retraction",
    "Source",
    "State",
    "Storybook",
]


def __getattr__(name: str) -> object:
    """Return a public name; its module is imported only now, so that the command line starts fast."""
    if name not in _HOMES:
        message = f"module 'chrono' has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(f"chrono.{_HOMES[name]}"), name)
