"""Projections written in Python: folded in every order that the dates allow."""
