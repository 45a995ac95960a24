"""A manager's people: where they stand, and the report for the Monday meeting."""

from typing import Any

from flask import request
from flask_login import current_user

from courseware.content import current
from courseware.errors import NotFound, Refused
from courseware.reports import queries
from courseware.reports.queries.whole import whole_team
from courseware.reports.routes.base import (
    bp,
    chapters_on_page,
    file_of,
    query_of,
    wanted_period,
    words_of,
)
from courseware.reports.types import Report
from courseware.web.access import managers
from courseware.web.render import render

ORDERS = ("attention", "progress", "name")


@bp.get("/team")
@managers
def team() -> Any:
    team_id, choices = wanted_team(), queries.team_choices(current_user)
    if _is_too_large(team_id):
        return render("reports/too_large.html", choices=choices, where="/team")
    order = request.args.get("order", "attention")
    report = queries.team_report(current_user, current.course(), team_id, None)
    return render(
        "reports/team.html",
        choices=choices,
        team_id=team_id,
        order=order if order in ORDERS else "attention",
        people=_ordered(report, order),
        **words_of(report),
    )


@bp.get("/team/report")
@managers
def team_report() -> Any:
    team_id, choices = wanted_team(), queries.team_choices(current_user)
    if _is_too_large(team_id):
        return render("reports/too_large.html", choices=choices, where="/team/report")
    report = whole_team(current_user, current.course(), team_id, wanted_period())
    words = words_of(report) | chapters_on_page(report)
    words["query"] = query_of(report.period, team=team_id)
    return render("reports/team_report.html", choices=choices, team_id=team_id, **words)


@bp.get("/team/report.<any(pdf, xlsx, csv):ending>")
@managers
def team_file(ending: str) -> Any:
    team_id = wanted_team()
    if _is_too_large(team_id):
        raise Refused("This report would hold too many people. Choose one team.")
    return file_of(whole_team(current_user, current.course(), team_id, wanted_period()), ending)


def wanted_team() -> int | None:
    """The team of ?team=7; none means all teams below."""
    text = request.args.get("team", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound
    return int(text)


def _is_too_large(team_id: int | None) -> bool:
    return queries.people_in_report(current_user, team_id) > queries.MOST_PEOPLE


def _ordered(report: Report, order: str) -> list[Any]:
    """Who needs attention first; or by progress, or by name."""
    if order == "name":
        return list(report.lines)
    if order == "progress":
        return sorted(report.lines, key=lambda line: (-line.passed, line.name))
    return sorted(report.lines, key=lambda line: (-len(line.needs), -line.late, line.passed))
