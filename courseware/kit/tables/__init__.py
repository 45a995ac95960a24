"""Tables in and out belong here: CSV and XLSX as people's spreadsheets write and read them."""

from courseware.kit.tables.reading import Limits, Row, Table, TableError, Wanted, read_table
from courseware.kit.tables.writing import Cell, Sheet, write_csv, write_xlsx

__all__ = [
    "Cell",
    "Limits",
    "Row",
    "Sheet",
    "Table",
    "TableError",
    "Wanted",
    "read_table",
    "write_csv",
    "write_xlsx",
]
