"""A chapter of a report: tables and bars whose values page, PDF, XLSX and CSV print alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from courseware.kit.tables import Cell


@dataclass(frozen=True, slots=True)
class Stroke:
    """One bar beside a chapter's table: from 0 to 1, and the figure in words."""

    label: str
    share: float
    figure: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text, numbers and dates; the first column names the row."""

    name: str  # of the sheet, and of the caption where a chapter has several
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numeric: frozenset[int] = frozenset()
    #: a page of ours for each row; the screen links the first cell
    links: Sequence[str] = ()
    #: what `?sheet=` calls it; empty = that of its chapter
    key: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A theme of a report. Empty tables are left out on page and paper and kept as sheets."""

    key: str  # also what `?sheet=` calls it in a CSV
    title: str
    tables: Sequence[Table] = ()
    lead: str = ""  # how the figures are made
    bars: Sequence[Stroke] = ()
    empty: str = ""  # said where no table has a row
    #: colours and marks beside some cells: (table, row, column) → red, amber or green
    lights: Sequence[tuple[int, int, int, str]] = ()
