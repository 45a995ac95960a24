"""Pages of the final exam and the starting test, and the attempts that trainers release."""

from typing import Any

from flask import Response, flash, redirect, request
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import FINAL, STARTING_TEST, QuizDefinition
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.learning import queries as learning
from courseware.quiz import queries, rules
from courseware.quiz.actions.releases import release_attempt
from courseware.quiz.queries import exams
from courseware.quiz.routes.base import bp, title_of
from courseware.web.access import signed_in, trainers
from courseware.web.locale import t
from courseware.web.render import render


@bp.get(f"/quizzes/{FINAL}")
@signed_in
def final_page() -> Response:
    """The rules of the final exam, what it counts for, and one's attempts."""
    course, me_id = current.course(), current_user.id
    quiz, past = _quiz(FINAL), queries.attempts_of(me_id, FINAL)
    track = learning.track_of(course, learning.enrolment_of(me_id))
    ready = [slug for slug in track.modules if course.by_slug[slug].is_ready]
    standings = learning.standings(me_id)
    more = exams.released(me_id, quiz)
    return _exam_page(
        quiz,
        past=past,
        start=rules.may_start(quiz, past, clock.now(), released=more),
        allowed=(quiz.attempts or 0) + more,
        modules=len(ready),
        modules_passed=sum(slug in standings and standings[slug].passed for slug in ready),
        passed_on=min((a.submitted_at for a in past if a.passed and a.submitted_at), default=None),
    )


@bp.get(f"/quizzes/{STARTING_TEST}")
@signed_in
def starting_test_page() -> Response:
    """What the starting test of one's class is for."""
    quiz, past = _quiz(STARTING_TEST), queries.attempts_of(current_user.id, STARTING_TEST)
    place = exams.starting_class(current_user.id)
    return _exam_page(quiz, past=past, place=place, start=None)


@bp.get("/quizzes/<slug>/releases")
@trainers
def releases(slug: str) -> Response:
    """Who of one's learners has no attempt left."""
    quiz = _quiz(slug)
    return render(
        "quiz/releases.html",
        quiz=quiz,
        title=title_of(current.course(), slug),
        rows=exams.used_up(current_user, quiz),
    )


@bp.post("/quizzes/<slug>/releases")
@trainers
def release(slug: str) -> Any:
    """One attempt more for somebody."""
    quiz, person = _quiz(slug), request.form.get("person", "")
    if not (person.isascii() and person.isdigit() and len(person) < 10):
        raise NotFound
    release_attempt(current_user, quiz, int(person))
    flash(t("One more attempt is released. The learner has been told."), "good")
    cohort = request.form.get("cohort", "")
    if cohort.isascii() and cohort.isdigit() and len(cohort) < 10:
        return redirect(f"/cohorts/{cohort}", 303)
    return redirect(f"/quizzes/{slug}/releases", 303)


def _exam_page(quiz: QuizDefinition, **context: Any) -> Response:
    past, course = context["past"], current.course()
    return render(
        "quiz/exam.html",
        quiz=quiz,
        is_final=quiz.slug == FINAL,
        title=title_of(course, quiz.slug),
        drawn=min(quiz.draw, len(exams.of_track(course, quiz, current_user.id).drawable)),
        going=next((a for a in past if a.status == "open"), None),
        **context,
    )


def _quiz(slug: str) -> QuizDefinition:
    quiz = current.course().quiz(slug)
    if quiz is None:
        raise NotFound
    return quiz
