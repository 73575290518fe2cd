"""Stage 1: from the records of a log to developments, and what became of a record."""
