"""The words by which accounts are weighed: standings, ranks, and the policies made of them."""

from __future__ import annotations

STANDINGS = ("document", "on-record", "reporter", "anonymous", "inferred")
RANKS = ("preferred", "normal", "deprecated")
POLICIES = ("rank", "standing", "origins", "newest")
DEFAULT_POLICY = ("rank", "standing", "origins")
Policy = tuple[str, ...]
