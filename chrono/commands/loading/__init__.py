"""Imports a spreadsheet: reads its file, runs through its rows, and shows the progress."""
