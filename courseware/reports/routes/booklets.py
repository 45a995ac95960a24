"""The report on the course, for its authors, and on the organisation, for its administrators."""

from typing import Any

from flask import g, request
from flask_login import current_user

from courseware.content import current
from courseware.errors import NotFound
from courseware.feedback.queries.pulse import pulse_of
from courseware.kit import clock
from courseware.kit.strokes import stroke
from courseware.kit.tables import write_csv
from courseware.reports.documents import booklets as words
from courseware.reports.documents import in_words
from courseware.reports.documents.chapters import sheets_in
from courseware.reports.documents.paper import read_at, with_moment
from courseware.reports.queries import booklets as queries
from courseware.reports.routes.base import bp, query_of
from courseware.reports.types.booklets import Booklet
from courseware.web.access import administrators, authors
from courseware.web.downloads import download
from courseware.web.locale import t
from courseware.web.render import render


@bp.get("/course/report")
@authors
def course_report() -> Any:
    return _page(_course(), "/course/report")


@bp.get("/course/report.<any(pdf, xlsx, csv):ending>")
@authors
def course_file(ending: str) -> Any:
    return _file(_course(), ending)


@bp.get("/organisation/report")
@administrators
def organisation_report() -> Any:
    return _page(_organisation(), "/organisation/report", "organisation=")


@bp.get("/organisation/report.<any(pdf, xlsx, csv):ending>")
@administrators
def organisation_file(ending: str) -> Any:
    return _file(_organisation(), ending)


def _course() -> Booklet:
    course = current.course()
    chapters = [
        words.funnel(course, queries.funnels()),
        words.quizzes(course, queries.quizzes()),
        words.scenarios(course, queries.scenarios()),
        words.forms(course, queries.forms()),
        words.pulse(course, pulse_of(current_user, None)),
    ]
    subtitle = t("Counts of everybody, without names; nothing is said of fewer than five people.")
    return Booklet(t("Course report"), subtitle, clock.now(), chapters)


def _organisation() -> Booklet:
    now = clock.now()
    return words.organisation_report(queries.team_sums(current.course(), now), now)


def _page(booklet: Booklet, where: str, sending: str = "") -> Any:
    """`sending`: how one asks to have it sent regularly."""
    return render(
        "reports/booklet.html",
        booklet=booklet,
        where=where,
        sending=sending,
        query=query_of(None),
        sheets=[(key, sheet.name) for key, sheet in sheets_in(booklet.chapters)],
        in_words=in_words,
        stroke=stroke,
        read_at=read_at(booklet.at),
    )


def _file(booklet: Booklet, ending: str) -> Any:
    name = words.name_of(booklet, ending)
    if ending != "csv":
        content = words.written(booklet, g.organisation, ending)
        return download(content, name, inline=ending == "pdf")
    sheets = sheets_in(booklet.chapters)
    found = dict(sheets).get(request.args.get("sheet", sheets[0][0]))
    if found is None:
        raise NotFound
    return download(write_csv(with_moment(found, booklet.at, g.zone)), name)
