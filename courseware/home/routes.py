"""The start page by role, the one review queue, search, and whether the server is well."""

import logging
from typing import Any

from flask import Blueprint, flash, g, redirect, request
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from courseware import db
from courseware.accounts import actions
from courseware.accounts import queries as accounts
from courseware.accounts.rules import COPY_LIFETIME
from courseware.authoring.queries.own import titles_of
from courseware.content import current
from courseware.errors import NotFound
from courseware.feedback.queries import waiting_for as questions_waiting
from courseware.home import queries
from courseware.review.queries import queue_for
from courseware.web.access import bare, signed_in, trainers_and_managers
from courseware.web.downloads import download
from courseware.web.limits import limited
from courseware.web.locale import lang, t
from courseware.web.printing import storage
from courseware.web.render import render
from courseware.web.support import private

bp = Blueprint("home", __name__)
log = logging.getLogger("courseware")


@bp.get("/")
@signed_in
def start() -> Any:
    course = current.course()
    me = current_user
    return render(
        "home/start.html",
        learner=queries.learner_home(course, me, lang(), g.organisation),
        queue=queue_for(me) if me.is_trainer or me.is_manager else [],
        cohorts=queries.cohort_lines(course, me) if me.is_trainer else [],
        team=queries.team_home(me) if me.is_manager else None,
        questions=questions_waiting(me),
    )


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
