"""What a spreadsheet holds, as records: how its bytes are read, and what a map makes of its rows."""

from chrono.imports.map_faults import check
from chrono.imports.map_files import import_map
from chrono.imports.maps import BadMap, Map
from chrono.imports.rows import Reader, RowIds, Understood
from chrono.imports.tables import Row, Table, table

__all__ = ["BadMap", "Map", "Reader", "Row", "RowIds", "Table", "Understood", "check", "import_map", "table"]
