"""Sheets belong here: pages of rows drawn directly as operators, bound behind a cover that was laid out.

A layout engine makes a box of every cell and takes seconds for some thousand of them; rows of equal height
need none. The drawing is the same to the eye (a test compares the pixels), its text can be searched, and its tables
are tagged as tables.
"""

from courseware.kit.pdf.sheets.binding import Foot, bind
from courseware.kit.pdf.sheets.heat import HeatPart
from courseware.kit.pdf.sheets.report import print_report
from courseware.kit.pdf.sheets.sections import SectionPart, SectionTable
from courseware.kit.pdf.sheets.tables import TablePart

__all__ = [
    "Foot",
    "HeatPart",
    "SectionPart",
    "SectionTable",
    "TablePart",
    "bind",
    "print_report",
]
