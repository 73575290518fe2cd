"""What holds for every test: no setting of whoever runs it leaks in, and no slow machine fails a property."""

import os

import pytest
from hypothesis import settings

# A time limit for each example would make a busy machine a failing one.
settings.register_profile("chrono", deadline=None)
settings.load_profile("chrono")

# Read by the command line, or by the libraries that draw its screens.
_SETTINGS = (
    "CHRONO_LOG",
    "CLICOLOR",
    "COLUMNS",
    "FORCE_COLOR",
    "LINES",
    "NO_COLOR",
    "PY_COLORS",
    "TERMINAL_WIDTH",
)


@pytest.fixture(autouse=True)
def _own_settings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ.keys() & set(_SETTINGS):
        monkeypatch.delenv(name)
