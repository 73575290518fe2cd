"""Mutates inputs of every sort, and checks that none is answered by a traceback, a write or a wait."""
