"""Composes, asks about and appends one record, and says what became of it."""
