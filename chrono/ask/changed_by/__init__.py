"""Finds what changed a field between two points of an axis."""
