"""The contract, on SQLite."""

from pathlib import Path

import pytest

from eventlog.testing import EventLogContract


class TestSqliteLog(EventLogContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path}/log.db"
