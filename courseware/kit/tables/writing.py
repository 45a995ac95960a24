"""Tables going out belong here: rows in, the bytes of a CSV or XLSX file out."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import xlsxwriter

Cell = str | int | float | Decimal | bool | date | datetime | None

# A cell that begins so is a formula to a spreadsheet: =HYPERLINK(…) in a person's name
# would run on the manager's machine.
FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
HARMLESS = re.compile(r"[-+]?[0-9 ]+(?:[.,][0-9]+)?%?")
FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
SHEET_NAME_LENGTH = 31
NARROWEST, WIDEST = 8, 60
ROWS_LOOKED_AT_FOR_WIDTH = 200
# XLSX has no time zones; the same bytes must come out for the same rows.
NO_CREATION_DATE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Sheet:
    """One table: its name, the heading of each column, and rows as long as the headings."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_csv(sheet: Sheet) -> bytes:
    """CSV in UTF-8. The mark at its start is what makes Excel read the Chinese in it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_harmless(column) for column in sheet.columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def write_xlsx(sheets: Sequence[Sheet], *, foot: str = "") -> bytes:
    """One workbook. Numbers and dates stay what they are, text is never a formula.

    `foot` is printed at the foot of each page, with its number.
    """
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": NO_CREATION_DATE})
        names: set[str] = set()
        formats = _formats(book)
        for sheet in sheets:
            page = book.add_worksheet(sheet_name(sheet.name, names))
            _write_sheet(page, sheet, formats)
            if foot:
                # In a foot & begins a code; twice it is itself.
                page.set_footer(f"&L{foot.replace('&', '&&')}&R&P / &N")
    return out.getvalue()


def _csv_cell(cell: Cell) -> str | int | float | Decimal:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return _harmless(cell) if isinstance(cell, str) else cell


def _harmless(text: str) -> str:
    """With an apostrophe in front it is text to every spreadsheet; reading takes it off."""
    if text.startswith(FORMULA_START) and not HARMLESS.fullmatch(text):
        return "'" + text
    return text


def _formats(book: xlsxwriter.Workbook) -> dict[str, object]:
    return {
        "head": book.add_format(
            {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True, "valign": "top"}
        ),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    }


def _write_sheet(
    page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, formats: dict[str, object]
) -> None:
    page.write_row(0, 0, sheet.columns, formats["head"])
    page.freeze_panes(1, 0)
    for line, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(page, (line, column), cell=cell, formats=formats)
    if sheet.columns:
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet,
    at: tuple[int, int],
    *,
    cell: Cell,
    formats: dict[str, object],
) -> None:
    if isinstance(cell, datetime):
        page.write_datetime(*at, cell.replace(tzinfo=None), formats["time"])
    elif isinstance(cell, date):
        page.write_datetime(*at, cell, formats["date"])
    elif isinstance(cell, str):
        page.write_string(*at, cell)
    elif cell is not None:
        page.write(*at, cell)


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts: no reserved signs, at most 31 long, unlike the others."""
    plain = FORBIDDEN_IN_SHEET_NAMES.sub(" ", name).strip(" '")[:SHEET_NAME_LENGTH] or "Sheet"
    unique, number = plain, 2
    while unique.casefold() in taken:
        tail = f" {number}"
        unique, number = plain[: SHEET_NAME_LENGTH - len(tail)] + tail, number + 1
    taken.add(unique.casefold())
    return unique


def _widths(sheet: Sheet) -> list[int]:
    """In characters; the first rows stand for all, a long text wraps at the widest."""
    sample = [sheet.columns, *sheet.rows[:ROWS_LOOKED_AT_FOR_WIDTH]]
    widths = []
    for column in range(len(sheet.columns)):
        longest = max(_display_width(row[column]) for row in sample)
        widths.append(min(max(longest + 2, NARROWEST), WIDEST))
    return widths


def _display_width(cell: Cell) -> int:
    """Chinese signs are twice as wide as letters."""
    if isinstance(cell, datetime):
        return len("2026-01-01 00:00")
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in str(cell or ""))
