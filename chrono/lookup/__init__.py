"""Look up what a log holds, for answering and for appending."""
