"""What a spreadsheet holds, as records: how its bytes are read, and what a map makes of its rows."""

from chrono.tables.map import BadMap, Map
from chrono.tables.map_faults import check
from chrono.tables.map_files import import_map
from chrono.tables.rows import Reader, RowIds, Understood
from chrono.tables.table import Row, Table, table

__all__ = ["BadMap", "Map", "Reader", "Row", "RowIds", "Table", "Understood", "check", "import_map", "table"]
