"""A report on paper: a cover that is laid out, and the chapters that are drawn behind it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from courseware.kit.charts import Bar, bar_chart, heat_map, state_sample
from courseware.kit.documents import DetailTable, ReportPage
from courseware.kit.pdf import sheets
from courseware.kit.pdf.sheets import SectionPart, SectionTable
from courseware.kit.strokes import stroke
from courseware.kit.tables import Sheet, write_xlsx
from courseware.reports.documents import in_words, page_of, sheets_of
from courseware.reports.documents.chapters import chapters_of
from courseware.reports.types import Report
from courseware.reports.types.chapters import Chapter, Table
from courseware.settings.rules import Organisation
from courseware.web.filters import for_language
from courseware.web.locale import lang, t
from courseware.web.printing import printer
from courseware.web.render import render_text

#: how the width of a table is dealt out, where its words alone do not say it; static/css/pdf-report.css has the same
SHARES: Mapping[str, Sequence[float]] = {
    "goals": (7, 16, 17, 8, 6, 8, 7, 6, 8, 10, 7),
    "swot": (9, 52, 8, 31),
    "actions": (9, 30, 22, 10, 10, 8, 11),
    "missing": (17, 21, 10, 9, 43),
}
#: told by shape, too
LIGHTS = {"green": "●", "amber": "▲", "red": "■"}
NEXT_WEEK = "next-week"


def written(report: Report, organisation: Organisation, ending: str) -> bytes:
    """The report as a file: PDF or XLSX."""
    if ending == "pdf":
        return print_report(report, organisation)
    return write_xlsx(sheets_of(report, organisation), foot=read_at(report.at))


def read_at(moment: datetime) -> str:
    """When a report was read, as every copy says it."""
    return t("As of {moment}", moment=for_language(lang())["datetime"](moment))


def with_moment(sheet: Sheet, moment: datetime, zone: tzinfo) -> Sheet:
    """A sheet as its CSV has it: the moment of reading in a last column of its own.

    A line above or below the table would say it once, but whoever reads the file by program would take it for a row.
    """
    at = moment.astimezone(zone).replace(microsecond=0)
    rows = [[*row, at if any(row) else None] for row in sheet.rows]
    return Sheet(sheet.name, [*sheet.columns, t("Read at")], rows)


def print_report(report: Report, organisation: Organisation) -> bytes:
    """The PDF of a class or team report."""
    page, chapters = page_of(report, organisation), chapters_of(report)

    def html_of(page: ReportPage, is_cover: bool) -> str:
        return document_of(page, () if is_cover else chapters, is_cover=is_cover)

    sections = [section_of(chapter) for chapter in chapters]
    return sheets.print_report(printer(), page, html_of, details=t("Details"), sections=sections)


def document_of(page: ReportPage, chapters: Sequence[Chapter], *, is_cover: bool) -> str:
    """The HTML: a cover, or all of it, for signs that cannot be drawn directly."""
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
        signs=LIGHTS,
    )


def section_of(chapter: Chapter) -> SectionPart:
    """A chapter as it is drawn."""
    return SectionPart(
        chapter.title,
        chapter.lead,
        [Bar(bar.label, bar.share, bar.figure) for bar in chapter.bars],
        [
            SectionTable(table.name, _in_words(chapter, place), SHARES.get(table.key, ()))
            for place, table in enumerate(chapter.tables)
        ],
        chapter.empty,
        alone=chapter.key == NEXT_WEEK,
    )


def _in_words(chapter: Chapter, place: int) -> DetailTable:
    table: Table = chapter.tables[place]
    rows = [[in_words(cell) for cell in row] for row in table.rows]
    for at, line, column, light in chapter.lights:
        if at == place:
            rows[line][column] = f"{LIGHTS[light]} {rows[line][column]}"
    return DetailTable(table.columns, rows, table.numeric)
