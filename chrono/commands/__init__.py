"""The commands of `chrono`, each in the module of its name: it parses, calls the façade and renders."""

CALL = "chrono.call"
"""The key under which a command's context holds what runs another command and returns its exit code."""
KEPT_CHECKPOINT = "CHRONO_CHECKPOINT"
"""The environment variable that names the file in which the last checkpoint is kept."""
