"""Workbooks read as they are belong here: every sheet, its cells at their places, typed as the file has them."""

import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl.utils.datetime import from_excel

from courseware.kit.tables.errors import TableError
from courseware.kit.tables.xlsx_lines import damaged, open_book
from courseware.kit.zips import open_zip

#: a form is far smaller; what unfolds into more is not one
MAX_UNPACKED_BYTES = 30 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 60
MAX_SHEETS = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; `is_percent` when it is shown as per cent."""

    value: str | float | date | bool | None
    is_percent: bool = False
    day: date | None = None  # that a number would be, by the calendar of the file


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A sheet: its name, and its rows in order; the first is line 1."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def read_pages(data: bytes) -> list[ReadPage]:
    """The sheets of an XLSX file. Formulas give the value that was last computed; links are never followed."""
    _check_size(open_zip(data))
    book = open_book(data)
    try:
        if len(book.worksheets) > MAX_SHEETS:
            raise damaged()
        return [_page(sheet, book.epoch) for sheet in book.worksheets]
    except TableError:
        raise
    except Exception as error:
        raise damaged() from error
    finally:
        book.close()


def _check_size(archive: zipfile.ZipFile) -> None:
    if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
        raise TableError("This file unpacks into more than we accept.", line=None)


def _page(sheet: Any, epoch: datetime) -> ReadPage:
    sheet.reset_dimensions()  # some programs state a wrong size
    rows: list[tuple[Cell, ...]] = []
    for row in sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS):
        if len(rows) == MAX_ROWS:
            raise TableError("The table has more than {limit} rows.", line=None, limit=MAX_ROWS)
        rows.append(tuple(_cell(cell, epoch) for cell in row))
    return ReadPage(sheet.title, tuple(rows))


def _cell(cell: Any, epoch: datetime) -> Cell:
    value = cell.value
    if isinstance(value, bool) or value is None:
        return Cell(value)
    if isinstance(value, int | float):
        is_percent = "%" in (cell.number_format or "")
        return Cell(float(value), is_percent, _day(float(value), epoch))
    if isinstance(value, datetime):
        return Cell(value.date())
    if isinstance(value, date):
        return Cell(value)
    # A carriage return as some programs write it.
    return Cell(str(value).replace("_x000D_", ""))


def _day(serial: float, epoch: datetime) -> date | None:
    """The day with this number, as a program writes it that forgets the format of the cell."""
    if not 1 <= serial < 2_958_466:
        return None
    found = from_excel(serial, epoch)
    return found.date() if isinstance(found, datetime) else None
