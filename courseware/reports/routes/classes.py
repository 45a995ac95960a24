"""A class: its people in its modules, who is stuck, and its report."""

from typing import Any

from flask_login import current_user

from courseware.cohorts.queries import get_cohort_for, trainers_in
from courseware.content import current
from courseware.quiz.queries import exams
from courseware.reports import queries
from courseware.reports.queries.whole import whole_cohort
from courseware.reports.routes.base import (
    bp,
    chapters_on_page,
    file_of,
    wanted_period,
    words_of,
)
from courseware.web.access import trainers
from courseware.web.render import render


@bp.get("/cohorts/<int:number>")
@trainers
def cohort(number: int) -> Any:
    report = queries.cohort_report(current_user, current.course(), number, None)
    found = get_cohort_for(current_user, number)
    words, course = words_of(report), current.course()
    final, started = course.final, course.starting_test
    return render(
        "reports/cohort.html",
        cohort=found,
        trainers=trainers_in(number),
        me=current_user,
        used_up=exams.used_up(current_user, final, cohort_id=number) if final else (),
        took_test=exams.took_starting_test(number) if started else None,
        **words,
    )


@bp.get("/cohorts/<int:number>/report")
@trainers
def cohort_report(number: int) -> Any:
    report = whole_cohort(current_user, current.course(), number, wanted_period())
    return render(
        "reports/cohort_report.html",
        cohort=get_cohort_for(current_user, number),
        **words_of(report) | chapters_on_page(report),
    )


@bp.get("/cohorts/<int:number>/report.<any(pdf, xlsx, csv):ending>")
@trainers
def cohort_file(number: int, ending: str) -> Any:
    return file_of(whole_cohort(current_user, current.course(), number, wanted_period()), ending)
