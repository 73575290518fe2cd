"""An error of a log comes whole out of another process: a pool of processes would wait for it for good."""

import pickle

import pytest

from eventlog import ClockAhead, ConditionFailed, DuplicateId, EventLogError, LogBusy, LogDamaged, LogMissing


@pytest.mark.parametrize(
    "error",
    [
        LogBusy("log.db", 2.5),
        LogMissing("log.db"),
        LogDamaged(7, "it is not what was appended"),
        ConditionFailed(3, "a", 2),
        DuplicateId("a", 3),
        ClockAhead("2128", "2024"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_that_is_pickled_is_the_same_again(error: EventLogError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - its own
    assert type(again) is type(error)
    assert (str(again), again.args, vars(again)) == (str(error), error.args, vars(error))
