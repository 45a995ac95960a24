"""What the pages of reports share: the blueprint, the period asked for, the report as a file."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, g, request

from courseware.errors import NotFound
from courseware.kit import clock
from courseware.kit.clock import Period
from courseware.kit.strokes import stroke
from courseware.kit.tables import write_csv
from courseware.reports import documents
from courseware.reports.documents.chapters import chapters_of
from courseware.reports.documents.next_week import titles_of_needs
from courseware.reports.documents.paper import read_at, with_moment, written
from courseware.reports.rules import periods
from courseware.reports.types import Report
from courseware.web.downloads import download

bp = Blueprint("reports", __name__)

#: how many quarters and months back one may look by a click
QUARTERS, MONTHS = 8, 12


def wanted_period() -> Period | None:
    """The quarter, month or days of ?period=2026-Q3, or of ?from= and ?to=; none means up to now."""
    first, last = request.args.get("from", ""), request.args.get("to", "")
    label = request.args.get("period", "")
    if label in ("", "between") and (first or last):
        label = f"{first}{periods.BETWEEN}{last or today().isoformat()}"
    if label in ("", "between"):
        return None
    try:
        return periods.period_named(label, g.organisation.fiscal_month)
    except ValueError:
        raise NotFound("There is no period {label}.", label=label) from None


def today() -> date:
    return clock.local_day(clock.now(), g.organisation.time_zone)


def quarters() -> list[Period]:
    """This quarter and those before, the newest first."""
    found = [clock.quarter_of(today(), g.organisation.fiscal_month)]
    for _ in range(QUARTERS - 1):
        found.append(periods.before(found[-1], g.organisation.fiscal_month))
    return found


def months() -> list[Period]:
    """This month and those before, the newest first."""
    found = [periods.month_of(today())]
    for _ in range(MONTHS - 1):
        found.append(periods.month_of(found[-1].first - timedelta(days=1)))
    return found


def words_of(report: Report) -> dict[str, Any]:
    """What templates need to show a report in the same words as its files."""
    details = documents.details_of(report)
    return {
        "report": report,
        "title": documents.title_of(report),
        "when": documents.period_in_words(report.period),
        "tiles": documents.tiles_of(report),
        "states": documents.states_of(report),
        "notes": documents.notes_of(report),
        "headings": documents.headings(report),
        "numeric": [detail.is_number for detail in details],
        "rows": [
            (line, [documents.in_words(v) for v in documents.values(details, line, g.organisation)])
            for line in report.lines
        ],
        "titles": titles_of_needs(line.needs for line in report.lines),
        "gain_headings": documents.gain_headings(),
        "gain_rows": [
            [documents.in_words(cell) for cell in row] for row in documents.gain_rows(report)
        ],
        "query": query_of(report.period),
    }


def chapters_on_page(report: Report) -> dict[str, Any]:
    """What the templates of a whole report need beside that: chapters, periods to choose, the moment of reading."""
    sheets = documents.named_sheets(report, g.organisation)
    return {
        "chapters": chapters_of(report),
        "sheets": [(key, sheet.name) for key, sheet in sheets],
        "in_words": documents.in_words,
        "stroke": stroke,
        "quarters": quarters(),
        "months": months(),
        "read_at": read_at(report.at),
    }


def query_of(period: Period | None, **more: Any) -> str:
    """The end of an address that asks for the same report again, in the same language."""
    asked = {"period": period.label if period else None, **more, "lang": request.args.get("lang")}
    found = {key: value for key, value in asked.items() if value}
    return f"?{urlencode(found)}" if found else ""


def file_of(report: Report, ending: str) -> Any:
    """The report as PDF, XLSX or CSV; a CSV holds the sheet of ?sheet=."""
    name = documents.file_name(report, ending)
    if ending == "csv":
        sheet = documents.csv_of(report, g.organisation, request.args.get("sheet", ""))
        return download(write_csv(with_moment(sheet, report.at, g.zone)), name)
    return download(written(report, g.organisation, ending), name, inline=ending == "pdf")
