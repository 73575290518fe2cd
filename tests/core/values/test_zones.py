"""Times of day without an offset, read in a zone."""

from __future__ import annotations

import pytest

from chrono.errors import BadDate
from chrono.values.zones import read_in_zone


@pytest.mark.parametrize(
    ("text", "zone", "read"),
    [
        pytest.param("2024-02-10", "Asia/Tokyo", "2024-02-10", id="a day stays"),
        pytest.param("2024-02-10T08:30Z", "Asia/Tokyo", "2024-02-10T08:30Z", id="an offset stays"),
        pytest.param("2024-02-10T08:30", "Asia/Tokyo", "2024-02-10T08:30:00+09:00", id="a zone by name"),
        pytest.param("2024-02-10T08:30", "Z", "2024-02-10T08:30:00+00:00", id="universal time"),
        pytest.param("2024-02-10T08:30", None, "2024-02-10", id="its day without a zone"),
        pytest.param(
            "2024-02-10T08:30/2024-02-11", "-05:30", "2024-02-10T08:30:00-05:30/2024-02-11", id="one end"
        ),
        pytest.param(
            "2024-11-03T01:30",
            "America/New_York",
            "2024-11-03T01:30:00-04:00/2024-11-03T01:30:00-05:00",
            id="an hour that came twice is as wide as both",
        ),
    ],
)
def test_a_time_of_day_is_read_in_its_zone(text: str, zone: str | None, read: str) -> None:
    assert read_in_zone(text, zone) == read


def test_a_time_that_no_clock_shows_is_refused() -> None:
    with pytest.raises(BadDate, match="no such time"):
        read_in_zone("2024-02-10T25:00", "Z")
