"""What a log holds, looked up: for answering and for appending."""
