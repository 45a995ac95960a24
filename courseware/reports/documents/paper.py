"""A report on paper: what its template lays out, and the rows that are drawn behind it."""

from collections.abc import Sequence
from typing import Any

from courseware.kit.charts import bar_chart, heat_map, state_sample
from courseware.kit.documents import ReportPage
from courseware.kit.pdf import sheets
from courseware.kit.pdf.sheets.binding import Part
from courseware.reports.documents import page_of
from courseware.reports.types import Report
from courseware.settings.rules import Organisation
from courseware.web.locale import t
from courseware.web.printing import printer
from courseware.web.render import render_text


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
            **more,
        )

    page = page_of(report, organisation)
    return sheets.print_report(printer(), page, html_of, details=t("Details"), more=parts)
