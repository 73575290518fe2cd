"""Given these records, what a question shows: as `chrono.testing` has it for everyone."""

from chrono.testing import Given, Record, given, new_chronicle, undeclared

__all__ = ["Given", "Record", "given", "new_chronicle", "undeclared"]
