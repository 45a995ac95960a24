"""Workbooks laid out by hand belong here: cells at their places with formats and choices, not one table a sheet."""

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from courseware.kit.tables.writing import FORMULA_START, NO_CREATION_DATE, sheet_name

Content = str | int | float | date | datetime | None

#: a workbook holds fifteen digits of a number, and no day before this one that all programs agree on
DIGITS = 15
FIRST_DAY = date(1900, 3, 1)
LISTS = "lists"
_NEVER_IN_XML = re.compile("[\ufffe\uffff]")
_WRAPPED: Mapping[str, Any] = {"text_wrap": True, "valign": "top"}
_HEAD: Mapping[str, Any] = {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, **_WRAPPED}
STYLES: Mapping[str, Mapping[str, Any]] = {
    "": _WRAPPED,
    "title": {"bold": True, "font_size": 16, "font_color": "#14304D"},
    "section": {"bold": True, "font_size": 13, "font_color": "#14304D", "bottom": 2},
    "label": {"bold": True, "font_color": "#46566A", **_WRAPPED},
    "head": _HEAD,
    "key": {"font_color": "#8A97A5", "font_size": 8, "valign": "top"},
    "note": {"font_color": "#5D6B7A", "font_size": 9, **_WRAPPED},
    "number": {"valign": "top"},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "decimal": {"num_format": "#,##0.0###########", "valign": "top"},
    "money": {"num_format": "#,##0.00", "valign": "top"},
    "percent": {"num_format": "0.0###########%", "valign": "top"},
    "wholepercent": {"num_format": "0%", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "time": {"num_format": "yyyy-mm-dd hh:mm", "align": "left", "valign": "top"},
}
#: what follows from other cells, and what a person may fill in
SHADES: Mapping[str, Mapping[str, Any]] = {"computed": {"bg_color": "#F1F4F7", "font_color": "#46566A"}, "open": {"border": 1, "border_color": "#C6D0DA"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Put:
    """What stands in one cell; `style` is one of STYLES, with a shade behind a blank: "percent open"."""

    content: Content
    style: str = ""
    choices: Sequence[str] = ()


@dataclass(slots=True)
class Page:
    """One sheet: rows of cells from the first column on, widths in characters."""

    name: str
    widths: Sequence[int]
    rows: list[Sequence[Put]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hides_first_column: bool = False
    frozen_rows: int = 0
    filters: bool = False


def write_book(pages: Sequence[Page]) -> bytes:
    """The bytes of the workbook; text is never a formula, the same pages give the same bytes."""
    out = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }  # fmt: skip
    # It warns and leaves out where a cell holds more than Excel takes; nothing of ours is as long.
    with warnings.catch_warnings(), xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": NO_CREATION_DATE})
        pen = _Pen(book)
        names: set[str] = set()
        for page in pages:
            pen.draw(book.add_worksheet(sheet_name(page.name, names)), page)
        pen.write_lists()
    return out.getvalue()


def fits(number: float) -> bool:
    """Whether a workbook keeps this number as it is."""
    return float(f"{number:.{DIGITS}g}") == number


class _Pen:
    """Draws pages; formats and lists of choices are made once a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, bool], Any] = {}
        self._lists: dict[tuple[str, ...], int] = {}

    def draw(self, sheet: xlsxwriter.worksheet.Worksheet, page: Page) -> None:
        for column, width in enumerate(page.widths):
            hidden = {"hidden": 1} if page.hides_first_column and column == 0 else {}
            sheet.set_column(column, column, width, None, hidden)
        for line, row in enumerate(page.rows):
            if line in page.hidden_rows:
                sheet.set_row(line, None, None, {"hidden": 1})
            for column, put in enumerate(row):
                self._put(sheet, (line, column), put)
        if page.frozen_rows:
            sheet.freeze_panes(page.frozen_rows, 0)
        if page.filters and page.rows:
            sheet.autofilter(0, 0, max(len(page.rows) - 1, 1), len(page.rows[0]) - 1)

    def _put(self, sheet: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], put: Put) -> None:
        content = put.content
        quoted = isinstance(content, str) and content.startswith(FORMULA_START)
        style = self._format(put.style, quoted)
        if isinstance(content, datetime):
            sheet.write_datetime(*at, content.replace(tzinfo=None), style)
        elif isinstance(content, date):
            sheet.write_datetime(*at, content, style)
        elif isinstance(content, str) and content:
            plain = _NEVER_IN_XML.sub("", content).replace("\r", "\n")
            sheet.write_string(*at, plain, style)
        elif isinstance(content, int | float):
            sheet.write_number(*at, content, style)
        else:
            sheet.write_blank(*at, None, style)
        if put.choices:
            source = self._list(tuple(put.choices))
            # A word that is none of them is told, not forbidden: it may be a remark to mend later.
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            sheet.data_validation(*at, *at, rule)

    def _format(self, style: str, quoted: bool) -> Any:
        if (style, quoted) not in self._formats:
            name, _, shade = style.partition(" ")
            wanted = {**STYLES[name], **SHADES.get(shade, {})}
            if quoted:  # else it would become a formula when somebody edits the cell
                wanted["quote_prefix"] = True
            self._formats[style, quoted] = self._book.add_format(wanted)
        return self._formats[style, quoted]

    def _list(self, choices: tuple[str, ...]) -> str:
        """Where the words of a choice lie: a list in the cell itself breaks at a comma and at 255 signs."""
        column = self._lists.setdefault(choices, len(self._lists))
        name = xlsxwriter.utility.xl_col_to_name(column, True)
        return f"={LISTS}!{name}$1:{name}${len(choices)}"

    def write_lists(self) -> None:
        if not self._lists:
            return
        sheet = self._book.add_worksheet(LISTS)
        for choices, column in self._lists.items():
            for line, words in enumerate(choices):
                sheet.write_string(line, column, words)
        sheet.hide()


def percent(number: float) -> float | None:
    """A per cent as the fraction that a cell shows as per cent; None when it would not come back the same."""
    share = float(Decimal(repr(number)) / 100)
    return share if fits(share) and from_percent(share) == number else None


def from_percent(share: float) -> float:
    """The per cent of a fraction, without the dust of binary fractions."""
    return float(Decimal(f"{share:.{DIGITS}g}") * 100)
