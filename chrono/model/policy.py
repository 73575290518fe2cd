"""The terms by which accounts are ranked: standings, ranks, and the policies that use them."""

from __future__ import annotations

STANDINGS = ("document", "on-record", "reporter", "anonymous", "inferred")
"""The footings of an attribution, the firmest first."""
RANKS = ("preferred", "normal", "deprecated")
"""The ranks that an editor gives an account, the most trusted first."""
POLICIES = ("rank", "standing", "origins", "newest")
"""The criteria of which a policy is made."""
DEFAULT_POLICY = ("rank", "standing", "origins")
Policy = tuple[str, ...]
"""Criteria in the order in which they decide which account leads."""
