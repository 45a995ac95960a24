"""Moulds belong here: a page laid out once, into which the words of each reader are stamped.

Laying out a page takes WeasyPrint tens of milliseconds, and of a thousand certificates only a
name, a number and a date differ. A mould is the finished PDF with gaps: stamping writes the words
with HarfBuzz at the very places, with the fonts cut anew, and touches nothing else.
"""

from courseware.kit.pdf.moulds.compiling import make_mould
from courseware.kit.pdf.moulds.errors import DoesNotFit
from courseware.kit.pdf.moulds.stamping import Mould

__all__ = ["DoesNotFit", "Mould", "make_mould"]
