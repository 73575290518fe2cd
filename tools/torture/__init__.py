"""Press a log hard: many processes that write at once, and processes that are killed at any moment."""
