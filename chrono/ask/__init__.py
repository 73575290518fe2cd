"""Answers questions: pure functions of a log's records."""
