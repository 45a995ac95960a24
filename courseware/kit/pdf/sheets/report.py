"""A whole report belongs here: its cover laid out, its heat map and its long tables drawn."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from courseware.kit.documents import ReportPage
from courseware.kit.pdf.moulds.errors import DoesNotFit
from courseware.kit.pdf.printer import Printer
from courseware.kit.pdf.sheets.binding import Foot, Part, bind
from courseware.kit.pdf.sheets.heat import HeatPart
from courseware.kit.pdf.sheets.tables import TablePart

#: scripts that run from right to left are for an engine that knows how
FROM_THE_RIGHT = {"R", "AL", "AN"}


def print_report(
    printer: Printer,
    page: ReportPage,
    html_of: Callable[[ReportPage, bool], str],
    *,
    details: str,
    more: Sequence[Part] = (),
) -> bytes:
    """The PDF of a report; `html_of` fills in pdf/report.html, whole or as a cover; `details` is the title of its table.

    `more` are parts behind the table. A report whose rows hold signs that cannot be drawn directly is laid out
    as a whole, where it has no such parts; MissingGlyph where that cannot be printed either.
    """
    parts: list[Part] = []
    if page.heatmap:
        parts.append(HeatPart(page.heatmap))
    if page.table:
        parts.append(TablePart(details, page.table))
    parts += more
    if not parts or (_runs_from_the_right(page) and not more):
        return printer.render(html_of(page, False))
    cover = printer.render(html_of(replace(page, heatmap=None, table=None), True))
    try:
        return bind(cover, parts, Foot(f"{page.title} · {page.generated_at}"), printer.fonts)
    except DoesNotFit:
        return printer.render(html_of(page, False))


def _runs_from_the_right(page: ReportPage) -> bool:
    texts = [row.name for row in page.heatmap.rows] if page.heatmap else []
    texts += [cell for row in page.table.rows for cell in row] if page.table else []
    signs = {sign for sign in set("".join(texts)) if not sign.isascii()}
    return any(unicodedata.bidirectional(sign) in FROM_THE_RIGHT for sign in signs)
