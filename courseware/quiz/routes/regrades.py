"""Pages on changed questions: what they touch, a dry run, and marking anew."""

from typing import Any

from flask import Response, flash, redirect, request
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import FINAL
from courseware.errors import Refused
from courseware.quiz import papers
from courseware.quiz.actions.regrades import regrade
from courseware.quiz.queries import regrades as queries
from courseware.quiz.routes.base import bp
from courseware.web.access import signed_in
from courseware.web.locale import lang, t
from courseware.web.render import render

MOST_ID = 15  # digits of a number that the databases can hold


@bp.get("/quizzes/<slug>/changes")
@signed_in
def changes(slug: str) -> Response:
    """The changed and withdrawn questions of a quiz, and whose attempts they touch."""
    me, course = current_user, current.course()
    quiz = queries.quiz_for(me, course, slug)
    return _page(
        "quiz/changes.html",
        quiz,
        changes=queries.changes_of(me, course, quiz),
        past=queries.past_regrades(me, quiz),
        sees_all=queries.sees_all(me),
    )


@bp.get("/quizzes/<slug>/regrades/new")
@signed_in
def dry_run(slug: str) -> Response:
    """What a regrade would do, attempt by attempt; nothing is written."""
    me, course = current_user, current.course()
    quiz = queries.quiz_for(me, course, slug)
    questions = sorted(set(request.args.getlist("question")))
    return _page(
        "quiz/regrade.html",
        quiz,
        plan=queries.plan_for(me, course, quiz, questions),
        names=queries.names_for(me),
    )


@bp.post("/quizzes/<slug>/regrades")
@signed_in
def apply(slug: str) -> Any:
    """Mark anew exactly what the dry run showed."""
    me, course = current_user, current.course()
    quiz = queries.quiz_for(me, course, slug)
    questions = sorted(set(request.form.getlist("question")))
    if not questions:
        raise Refused("Choose at least one question to mark anew.")
    touched, told = regrade(
        me,
        course,
        quiz,
        questions=questions,
        seen=request.form.get("seen", ""),
        undo={int(n) for n in request.form.getlist("undo") if _is_number(n)},
    )
    flash(t("Marked anew: {n} attempts. Results that changed: {m}.", n=touched, m=told), "good")
    return redirect(f"/quizzes/{quiz}/changes", 303)


def _page(template: str, slug: str, **context: Any) -> Response:
    language, course = lang(), current.course()
    module = course.by_slug.get(slug)
    title = module.title[language] if module else t("Final exam") if slug == FINAL else slug
    return render(
        template,
        slug=slug,
        quiz_title=title,
        words=lambda text: papers.words(text, language),
        **context,
    )


def _is_number(sent: str) -> bool:
    return sent.isascii() and sent.isdigit() and len(sent) <= MOST_ID
