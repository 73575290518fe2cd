"""Takes a spreadsheet into the log: its file, the run through its rows, and how far that has come."""
