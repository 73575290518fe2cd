"""The story, told once for all tests that only ask."""

from collections.abc import Iterator

import pytest
from app.stories import told

from chrono.chronicle import Chronicle


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chronicle]:
    with told(tmp_path_factory.mktemp("story") / "story.db") as chronicle:
        yield chronicle
