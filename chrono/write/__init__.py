"""Admission and append: the log is written here only."""
