"""Convert instants to what the log stores, whole microseconds since 1970-01-01T00:00:00Z, and back.

Leap seconds are not counted.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from eventlog.errors import InvalidArgument

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def utc_now() -> datetime:
    """Return the present instant, in UTC, from the machine's clock."""
    return datetime.now(UTC)


def to_microseconds(instant: datetime) -> int:
    """Return the instant as microseconds since 1970-01-01T00:00:00Z, exactly; negative before it.

    Raises:
        InvalidArgument: if the datetime has no offset from UTC.
    """
    if instant.utcoffset() is None:
        raise InvalidArgument(
            name="time", reason=f"{instant.isoformat()} has no offset from UTC, such as +00:00"
        )
    return (instant - EPOCH) // MICROSECOND


def from_microseconds(count: int) -> datetime:
    """Return the instant so many microseconds after 1970-01-01T00:00:00Z, in UTC.

    Raises:
        OverflowError: if it is outside the years 1 to 9999.
    """
    return EPOCH + timedelta(microseconds=count)
