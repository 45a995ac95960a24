"""A class: its people in its modules, who is stuck, and its report."""

from typing import Any

from flask_login import current_user

from courseware.cohorts.queries import get_cohort_for, trainers_in
from courseware.content import current
from courseware.reports import queries
from courseware.reports.routes.base import bp, file_of, quarters, wanted_period, words_of
from courseware.web.access import trainers
from courseware.web.render import render


@bp.get("/cohorts/<int:number>")
@trainers
def cohort(number: int) -> Any:
    report = queries.cohort_report(current_user, current.course(), number, None)
    found = get_cohort_for(current_user, number)
    words = words_of(report)
    return render("reports/cohort.html", cohort=found, trainers=trainers_in(number), **words)


@bp.get("/cohorts/<int:number>/report")
@trainers
def cohort_report(number: int) -> Any:
    report = queries.cohort_report(current_user, current.course(), number, wanted_period())
    return render(
        "reports/cohort_report.html",
        cohort=get_cohort_for(current_user, number),
        quarters=quarters(),
        **words_of(report),
    )


@bp.get("/cohorts/<int:number>/report.<any(pdf, xlsx, csv):ending>")
@trainers
def cohort_file(number: int, ending: str) -> Any:
    return file_of(
        queries.cohort_report(current_user, current.course(), number, wanted_period()), ending
    )
