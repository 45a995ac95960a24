"""A report on paper: what its template lays out, and the rows that are drawn behind it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from courseware.kit.charts import bar_chart, heat_map, state_sample
from courseware.kit.documents import DetailTable, ReportPage
from courseware.kit.pdf import sheets
from courseware.kit.pdf.sheets.binding import Part
from courseware.kit.pdf.sheets.tables import TablePart
from courseware.kit.strokes import stroke
from courseware.kit.tables import write_xlsx
from courseware.reports.documents import in_words, page_of, sheets_of
from courseware.reports.documents.chapters import chapters_of
from courseware.reports.types import Report
from courseware.reports.types.chapters import Chapter
from courseware.settings.rules import Organisation
from courseware.web.filters import for_language
from courseware.web.locale import lang, t
from courseware.web.printing import printer
from courseware.web.render import render_text


def written(report: Report, organisation: Organisation, ending: str) -> bytes:
    """The report as a file: PDF or XLSX."""
    if ending == "pdf":
        return print_report(report, organisation)
    return write_xlsx(sheets_of(report, organisation), foot=read_at(report.at))


def read_at(moment: datetime) -> str:
    """When a report was read, as every copy says it."""
    return t("As of {moment}", moment=for_language(lang())["datetime"](moment))


#: a longer table of a chapter is drawn behind the people
MOST_ROWS = 40


def long_tables(chapters: Sequence[Chapter]) -> list[TablePart]:
    """The tables that are too long to be laid out, as they are drawn."""
    return [
        TablePart(table.name, DetailTable(table.columns, rows, table.numeric))
        for chapter in chapters
        for table in chapter.tables
        if len(table.rows) > MOST_ROWS
        for rows in [[[in_words(cell) for cell in row] for row in table.rows]]
    ]


def print_report(
    report: Report, organisation: Organisation, *, parts: Sequence[Part] = (), **more: Any
) -> bytes:
    """The PDF; `more` are further values of the template, `parts` what is drawn behind the people."""

    def html_of(page: ReportPage, is_cover: bool) -> str:
        return render_text(
            "pdf/report.html",
            page=page,
            is_cover=is_cover,
            heat_map=heat_map,
            bar_chart=bar_chart,
            state_sample=state_sample,
            chapters=chapters,
            in_words=in_words,
            stroke=stroke,
            most=MOST_ROWS,
            **more,
        )

    page, chapters = page_of(report, organisation), chapters_of(report)
    parts = [*long_tables(chapters), *parts]
    return sheets.print_report(printer(), page, html_of, details=t("Details"), more=parts)
