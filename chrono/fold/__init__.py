"""Stage 2: from developments to states."""
