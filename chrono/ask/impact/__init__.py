"""Finds the states that rest on a record."""
