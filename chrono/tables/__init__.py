"""Spreadsheets in and out: records as rows, and what a map makes of the rows of others."""
