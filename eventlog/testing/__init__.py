"""The contract suite: what every store of the log must do, as tests that a store's own test class inherits.

    from eventlog.testing import EventLogContract

    class TestMyStore(EventLogContract):
        @pytest.fixture
        def url(self, tmp_path): return f"mystore:///{tmp_path}/log"

It needs pytest, and asks it for better messages with `pytest.register_assert_rewrite("eventlog.testing")`.
"""

from eventlog.testing.appends import AppendContract
from eventlog.testing.follows import FollowContract
from eventlog.testing.opens import OpenContract
from eventlog.testing.reads import ReadContract
from eventlog.testing.upcasts import UpcastContract

__all__ = ["EventLogContract"]


class EventLogContract(AppendContract, ReadContract, FollowContract, UpcastContract, OpenContract):
    """All rules of an event log. A subclass gives the fixture `url`: a place where no log is yet."""
