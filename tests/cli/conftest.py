"""A log for each test: empty, or with the story in it, which is loaded once."""

from pathlib import Path

import pytest
from cli.calls import STORY, Caller

from chrono.chronicle import Chronicle
from chrono.commands.demo import load


@pytest.fixture(scope="session")
def _story_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("story") / "story.db"
    with Chronicle.open(path) as opened:
        load(opened, STORY)
    return path.read_bytes()


@pytest.fixture
def nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Caller:
    """Calls in an empty folder, without any log."""
    monkeypatch.chdir(tmp_path)
    return Caller(tmp_path, capsys, monkeypatch)


@pytest.fixture
def chrono(nothing: Caller, _story_file: bytes) -> Caller:
    """Calls in a folder whose chrono.db holds the story."""
    (nothing.folder / "chrono.db").write_bytes(_story_file)
    return nothing


@pytest.fixture
def empty(nothing: Caller) -> Caller:
    """Calls in a folder whose chrono.db is a log with nothing in it."""
    assert nothing("init").code == 0
    return nothing
