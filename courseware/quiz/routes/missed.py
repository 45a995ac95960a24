"""Pages of questions that were missed: one question a page, and what was answered."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.authoring.rules import digest_of
from courseware.content import current
from courseware.content.definitions import QuestionDefinition
from courseware.kit import clock
from courseware.quiz import actions, papers, queries
from courseware.quiz.queries import missed
from courseware.quiz.routes.base import bp
from courseware.quiz.rules.feedback import policy, shown
from courseware.quiz.types import type_of
from courseware.quiz.types.values import Question
from courseware.web.access import signed_in
from courseware.web.locale import lang, t
from courseware.web.render import render

ANSWER = "<int(max=9007199254740991):answer_id>"


@bp.get("/missed")
@signed_in
def missed_page() -> Any:
    """The question that has waited longest; or when the next ones come."""
    course = current.course()
    review = missed.to_review(current_user.id, course, clock.now())
    if not review.due:
        return render("quiz/missed_none.html", review=review)
    return _ask(missed.practised(course)[review.due[0]], left=len(review.due))


@bp.post("/missed/<question_id>/answers")
@signed_in
def answer_missed(question_id: str) -> Any:
    """Mark an answer and show what it came to; a question that the course asks no more is passed over."""
    missed.turn_of(current_user.id, question_id)
    definition = missed.practised(current.course()).get(question_id)
    if definition is None:
        return redirect("/missed", 303)
    if request.form.get("asked") != digest_of(definition.digest):
        flash(t("This question has just been changed. Please look at it once more."), "warn")
        return redirect("/missed", 303)
    fields = dict(request.form.lists())
    response = None if "unknown" in fields else type_of(definition).read(definition, fields, "q1")
    if response is None and "unknown" not in fields:
        return _ask(definition, is_empty=True), 422
    answer_id = actions.answer_missed(current_user, definition, response)
    return redirect(f"/missed/answers/{answer_id}" if answer_id else "/missed", 303)


@bp.get(f"/missed/answers/{ANSWER}")
@signed_in
def missed_answer_page(answer_id: int) -> Any:
    """What an answer came to, as far as the quiz of the question allows, and when the question comes again."""
    course, me = current.course(), current_user
    again = missed.own_answer(me.id, answer_id)
    definition = missed.wording_of(course, again)
    slug = definition.module
    return _render(
        "quiz/missed_answer.html",
        papers.practised(course, definition, me.id, again),
        see=shown(
            policy(course.quiz(slug), slug), passed=queries.has_passed(me.id, slug), is_own=True
        ),
        turn=missed.turn_of(me.id, again.question),
        left=len(missed.to_review(me.id, course, clock.now()).due),
    )


def _ask(definition: QuestionDefinition, *, left: int = 0, is_empty: bool = False) -> Any:
    before = missed.times_answered(current_user.id, definition.id)
    return _render(
        "quiz/missed.html",
        papers.to_practise(definition, current_user.id, before),
        asked=digest_of(definition.digest),
        left=left,
        is_empty=is_empty,
    )


def _render(template: str, question: Question, **context: Any) -> Any:
    language = lang()
    module = current.course().by_slug.get(question.definition.module)
    return render(
        template,
        q=question,
        module=module,
        words=lambda text: papers.words(text, language),
        **context,
    )
