"""How long a law is tried: on the same examples each time.

With LAWS=20 in the environment, on 20 times as many, and on others each time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_TIMES = int(os.environ.get("LAWS", "1"))


def law(examples: int) -> settings:
    """Return the settings of a law that is tried on so many examples."""
    return settings(
        max_examples=examples * _TIMES,
        derandomize=_TIMES == 1,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
