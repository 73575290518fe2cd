"""Test that a store keeps the contract of an event log: its own test class inherits these tests.

    from eventlog.testing import EventLogContract

    class TestMyStore(EventLogContract):
        @pytest.fixture
        def url(self, tmp_path): return f"mystore:///{tmp_path}/log"

It needs pytest; with `pytest.register_assert_rewrite("eventlog.testing")` a failure shows its values.
"""

from eventlog.testing.appends import AppendContract
from eventlog.testing.erasures import ErasureContract
from eventlog.testing.follows import FollowContract
from eventlog.testing.opens import OpenContract
from eventlog.testing.reads import ReadContract
from eventlog.testing.upcasts import UpcastContract

__all__ = ["EventLogContract"]


class EventLogContract(
    AppendContract, ReadContract, FollowContract, ErasureContract, UpcastContract, OpenContract
):
    """Test every rule of an event log. A subclass gives the fixture `url`, of a place without a log."""
