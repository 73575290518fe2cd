"""Impact: what rests on a record."""
