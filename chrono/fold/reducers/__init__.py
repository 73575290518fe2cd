"""Stage 2: how a field's value follows from the developments that given it."""
