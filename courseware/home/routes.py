"""The start page by role, the one review queue, search, and whether the server is well."""

import logging
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, g, redirect, request, session
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from courseware import db
from courseware.accounts import actions
from courseware.accounts import queries as accounts
from courseware.accounts.rules import COPY_LIFETIME
from courseware.authoring.queries.own import titles_of
from courseware.cohorts.queries import my_classes
from courseware.content import current
from courseware.content.definitions import Course, Text
from courseware.errors import NotFound
from courseware.feedback.queries import waiting_for as questions_waiting
from courseware.home import actions as nudging
from courseware.home import queries
from courseware.home.rules import next_look
from courseware.home.types import Board
from courseware.kit import clock
from courseware.review.queries import queue_for
from courseware.web.access import bare, signed_in, trainers_and_managers
from courseware.web.downloads import download
from courseware.web.errors import wants_json
from courseware.web.limits import limited
from courseware.web.locale import lang, t
from courseware.web.printing import storage
from courseware.web.render import render
from courseware.web.support import private

bp = Blueprint("home", __name__)
#: of the signed cookie: the look before, and this one
LOOKS = "looks"
log = logging.getLogger("courseware")


@bp.get("/")
@signed_in
def start() -> Any:
    course = current.course()
    me = current_user
    leads = me.is_trainer or me.is_manager
    board = queries.board_of(me, course, _last_look()) if leads else None
    return render(
        "home/start.html",
        learner=queries.learner_home(course, me, lang(), g.organisation),
        board=board,
        titles=_titles(course, board),
        queue=queue_for(me) if leads else [],
        cohorts=queries.cohort_lines(course, me) if me.is_trainer else [],
        team=queries.team_home(me) if me.is_manager else None,
        questions=questions_waiting(me),
        classes=my_classes(me.id),
    )


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


@bp.get("/reviews")
@trainers_and_managers
def reviews() -> Any:
    course = current.course()
    titles = {key: found.title[lang()] for key, found in course.exercises.items()}
    titles |= {key: found.title[lang()] for key, found in course.roleplays.items()}
    titles |= {key: found.title[lang()] for key, found in course.by_slug.items()}
    queue = queue_for(current_user)
    own = titles_of(course, (row.item for row in queue))
    titles |= {key: title[lang()] for key, title in own.items()}
    return render("home/reviews.html", queue=queue, titles=titles)


@bp.get("/search")
@signed_in
def search() -> Any:
    course = current.course()
    words = request.args.get("q", "").strip()[:100]
    hits = current.library().search(words, lang()) if words else []
    terms = [
        term
        for term in course.glossary.values()
        if words and words.casefold() in f"{term.name.zh}\n{term.name.en}".casefold()
    ]
    return render(
        "home/search.html",
        words=words,
        hits=hits,
        terms=terms[:20],
        people=queries.find_people(current_user, words) if words else [],
        notes=queries.find_notes(current_user.id, words) if words else [],
        course=course,
    )


@bp.get("/account/data")
@signed_in
def my_data() -> Any:
    """What is held about oneself, and the copies of it that lie ready."""
    return render(
        "home/data.html",
        copies=accounts.copies_of(current_user.id),
        days=COPY_LIFETIME.days,
        organisation=g.organisation,
    )


@bp.post("/account/data/copies")
@signed_in
@limited()
def ask_for_copy() -> Any:
    actions.ask_for_copy(current_user.id)
    flash(t("We are putting the copy together. You are told when it is ready."), "good")
    return redirect("/account/data", 303)


@bp.get("/account/data/copies/<int:number>")
@signed_in
@private
def my_copy(number: int) -> Any:
    found = accounts.copy_asked(number)
    if found is None or found.person_id != current_user.id or found.file is None:
        raise NotFound
    return download(storage().get(found.file), "my-data.zip")


@bp.get("/healthz")
@bare
def healthz() -> Any:
    """The process answers, whatever the database does."""
    return {"status": "ok"}


@bp.get("/readyz")
@bare
def readyz() -> Any:
    """The process can do its work: the database answers and the course is loaded."""
    try:
        db.read().execute(text("SELECT 1"))
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return {"status": "unavailable", "error": "The database does not answer."}, 503
    return {"status": "ok", "modules": len(current.course().ready_modules)}


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
