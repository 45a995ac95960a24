"""What the pages of reports share: the blueprint, the period asked for, the report as a file."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, g, request

from courseware.content import current
from courseware.content.definitions import Text
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.kit.clock import Period
from courseware.kit.tables import write_csv, write_xlsx
from courseware.reports import documents
from courseware.reports.documents.paper import print_report
from courseware.reports.types import Need, Report
from courseware.web.downloads import download

bp = Blueprint("reports", __name__)

#: how many quarters back one may look by a click
QUARTERS = 8


def wanted_period() -> Period | None:
    """The quarter of ?period=2026-Q3; none means up to now."""
    label = request.args.get("period", "")
    if not label:
        return None
    try:
        return clock.quarter_named(label, g.organisation.fiscal_month)
    except ValueError:
        raise NotFound("There is no quarter {label}.", label=label) from None


def quarters() -> list[Period]:
    """This quarter and those before, the newest first."""
    first_month = g.organisation.fiscal_month
    found = [clock.quarter_of(clock.local_day(clock.now(), g.organisation.time_zone), first_month)]
    for _ in range(QUARTERS - 1):
        found.append(clock.quarter_of(_day_before(found[-1]), first_month))
    return found


def words_of(report: Report) -> dict[str, Any]:
    """What templates need to show a report in the same words as its files."""
    return {
        "report": report,
        "title": documents.title_of(report),
        "when": documents.period_in_words(report.period),
        "tiles": documents.tiles_of(report),
        "states": documents.states_of(report),
        "notes": documents.notes_of(report),
        "headings": documents.headings(report),
        "numeric": [detail.is_number for detail in documents.details_of(report)],
        "rows": [
            (line, [documents.in_words(v) for v in documents.values(report, line, g.organisation)])
            for line in report.lines
        ],
        "titles": titles_of(line.needs for line in report.lines),
        "gain_headings": documents.gain_headings(),
        "gain_rows": [
            [documents.in_words(cell) for cell in row] for row in documents.gain_rows(report)
        ],
        "query": f"?period={report.period.label}" if report.period else "",
    }


def titles_of(found: Iterable[Iterable[Need]]) -> dict[str, Text]:
    """Titles of the quizzes and forms that needs are about; a form of somebody's own keeps its id."""
    course = current.course()
    wanted = {need.item for needs in found for need in needs if need.item}
    known = {slug: course.by_slug[slug].title for slug in wanted if slug in course.by_slug}
    forms = {key: course.exercises[key].title for key in wanted if key in course.exercises}
    return known | forms


def file_of(report: Report, ending: str) -> Any:
    """The report as PDF, XLSX or CSV."""
    name = documents.file_name(report, ending)
    if ending == "pdf":
        return download(print_report(report, g.organisation), name, inline=True)
    if ending == "csv":
        return download(write_csv(documents.csv_of(report, g.organisation)), name)
    content = write_xlsx(documents.sheets_of(report, g.organisation))
    return download(content, name)


def _day_before(period: Period) -> Any:
    return period.first - timedelta(days=1)
