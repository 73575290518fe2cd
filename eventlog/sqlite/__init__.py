"""Keep a log in one SQLite file."""
