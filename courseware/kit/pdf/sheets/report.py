"""A whole report belongs here: its cover laid out, its heat map and its long tables drawn."""

import gc
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from courseware.kit.documents import ReportPage
from courseware.kit.pdf.moulds.errors import DoesNotFit
from courseware.kit.pdf.printer import Printer
from courseware.kit.pdf.sheets.binding import Foot, Part, bind
from courseware.kit.pdf.sheets.heat import HeatPart
from courseware.kit.pdf.sheets.sections import SectionPart
from courseware.kit.pdf.sheets.tables import TablePart

#: scripts that run from right to left are for an engine that knows how
FROM_THE_RIGHT = {"R", "AL", "AN"}


def print_report(
    printer: Printer,
    page: ReportPage,
    html_of: Callable[[ReportPage, bool], str],
    *,
    details: str,
    sections: Sequence[SectionPart] = (),
) -> bytes:
    """The PDF of a report; `html_of` fills in pdf/report.html, whole or as a cover; `details` is the title of its table.

    The sections stand between cover and heat map. A report with signs that cannot be drawn directly is laid out as
    a whole; MissingGlyph where that cannot be printed either.
    """
    parts: list[Part] = [*sections]
    if page.heatmap:
        parts.append(HeatPart(page.heatmap))
    if page.table:
        parts.append(TablePart(details, page.table))
    if not parts or _runs_from_the_right(page, sections):
        return printer.render(html_of(page, False))
    cover = printer.render(html_of(replace(page, heatmap=None, table=None), True))
    try:
        with _without_collecting():
            return bind(cover, parts, Foot(f"{page.title} · {page.generated_at}"), printer.fonts)
    except DoesNotFit:
        return printer.render(html_of(page, False))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A hundred thousand small things are made that all stay: looking for rubbish among them takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _runs_from_the_right(page: ReportPage, sections: Sequence[SectionPart]) -> bool:
    signs = {sign for sign in set("".join(_texts(page, sections))) if not sign.isascii()}
    return any(unicodedata.bidirectional(sign) in FROM_THE_RIGHT for sign in signs)


def _texts(page: ReportPage, sections: Sequence[SectionPart]) -> Iterator[str]:
    if page.heatmap:
        yield from (row.name for row in page.heatmap.rows)
    tables = [page.table] if page.table else []
    tables += [one.table for section in sections for one in section.tables]
    for table in tables:
        for row in table.rows:
            yield from row
