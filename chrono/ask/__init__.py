"""Questions: pure functions of what a log holds."""
