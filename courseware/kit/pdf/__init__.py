"""Printing belongs here: an HTML document in, the bytes of a tagged PDF out."""

from courseware.kit.pdf.errors import ForbiddenAddress, MissingGlyph, PdfSystemError
from courseware.kit.pdf.printer import Printer
from courseware.kit.pdf.system import check_system

__all__ = ["ForbiddenAddress", "MissingGlyph", "PdfSystemError", "Printer", "check_system"]
