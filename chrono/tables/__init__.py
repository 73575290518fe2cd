"""Reads and writes spreadsheets: exports of records, and imports of any rows by a map."""
