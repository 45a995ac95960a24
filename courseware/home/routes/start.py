"""The start page by role, and reminding from it."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app, flash, g, redirect, session
from flask_login import current_user

from courseware.accounts.types import Me
from courseware.cohorts.queries import my_classes
from courseware.content import current
from courseware.content.definitions import Course, Text
from courseware.feedback.queries import waiting_for as questions_waiting
from courseware.home import actions as nudging
from courseware.home import queries
from courseware.home.routes.base import bp
from courseware.home.rules import next_look
from courseware.home.rules.first_hour import first_hour
from courseware.home.types import Board, FirstHour
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.review.queries import queue_for
from courseware.settings import actions as settings
from courseware.web.access import administrators, signed_in, trainers_and_managers
from courseware.web.errors import wants_json
from courseware.web.locale import lang, t
from courseware.web.render import render

#: of the signed cookie: the look before, and this one
LOOKS = "looks"


@bp.get("/")
@signed_in
def start() -> Any:
    course = current.course()
    me = current_user
    leads = me.is_trainer or me.is_manager
    board = queries.board_of(me, course, _last_look()) if leads else None
    return render(
        "home/start.html",
        course=course,
        learner=queries.learner_home(course, me, lang(), g.organisation),
        board=board,
        titles=_titles(course, board),
        queue=queue_for(me) if leads else [],
        cohorts=queries.cohort_lines(course, me) if me.is_trainer else [],
        team=queries.team_home(me) if me.is_manager else None,
        questions=questions_waiting(me),
        classes=my_classes(me.id),
        first_hour=_first_hour(me),
        author=queries.author_home() if me.is_author else None,
    )


@bp.post("/first-hour/hidings")
@administrators
def hide_first_hour() -> Any:
    """Lead no administrator through the first steps any more; the data that ticked them stays as it is."""
    settings.change(first_hour_hidden=True)
    current_app.extensions["organisation"].forget()
    journal.record(
        current_user.id, "changed", ("settings", "organisation"), names=["first_hour_hidden"]
    )
    return redirect("/", 303)


@bp.post("/people/<int:number>/nudges")
@trainers_and_managers
def nudge_person(number: int) -> Any:
    """Remind somebody of all that is late."""
    return _nudged(*nudging.nudge(current_user, current.course(), person_id=number))


@bp.post("/obligations/<int:number>/nudges")
@trainers_and_managers
def nudge_item(number: int) -> Any:
    """Remind somebody of one thing that is late."""
    return _nudged(*nudging.nudge(current_user, current.course(), obligation_id=number))


def _first_hour(me: Me) -> FirstHour | None:
    """For administrators, until one of them has seen enough of it."""
    if not me.is_administrator or g.organisation.first_hour_hidden:
        return None
    return first_hour(queries.facts_now(me.id, g.organisation))


def _nudged(name: str, count: int) -> Any:
    """A word to a script, which stays on the page; else the start page with the same word."""
    if count == 1:
        sentence = t("{name} is reminded of what is late.", name=name)
    else:
        sentence = t("{name} is reminded of {n} things that are late.", name=name, n=count)
    if wants_json():
        return {"sentence": sentence, "label": t("reminded today")}
    flash(sentence, "good")
    return redirect("/", 303)


def _last_look() -> datetime:
    """When this person looked here before, on this device; a week ago where that is not known."""
    now, known = clock.now(), session.get(LOOKS)
    week = now - timedelta(days=7)
    since, last = (datetime.fromisoformat(at) for at in known) if known else (week, now)
    since, last = next_look(since, last, now)
    if not current_user.is_support:
        session[LOOKS] = [since.isoformat(), last.isoformat()]
    return max(since, week)


def _titles(course: Course, board: Board | None) -> dict[str, Text]:
    """Titles of the quizzes and forms that somebody needs help with."""
    items = {need.item for row in (board.look_at if board else ()) for need in row.needs}
    known = {slug: course.by_slug[slug].title for slug in items if slug in course.by_slug}
    return known | {key: course.exercises[key].title for key in items if key in course.exercises}
