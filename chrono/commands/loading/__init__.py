"""A spreadsheet on its way into the log: its file, the run through its rows, and how far that has come."""
