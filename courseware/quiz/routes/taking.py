"""Pages of a quiz: its rules, taking it, handing it in, its result."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, request
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import FINAL, STARTING_TEST, QuizDefinition
from courseware.errors import Conflict, NotFound, Refused
from courseware.kit import clock
from courseware.learning import queries as learning
from courseware.quiz import actions, papers, queries, rules
from courseware.quiz.queries import exams, regrades
from courseware.quiz.routes.base import NUMBER, bp, title_of
from courseware.quiz.rules.exams import results_by_objective, results_by_part
from courseware.quiz.rules.feedback import policy, shown
from courseware.quiz.types.base import Fields
from courseware.quiz.types.exams import ExamLine
from courseware.quiz.types.values import Given, Paper, Question
from courseware.web.access import signed_in
from courseware.web.locale import lang, t
from courseware.web.render import render

MOST_ID = 64  # characters of a browser's step id


@bp.get("/quizzes/<slug>")
@signed_in
def quiz_page(slug: str) -> Response:
    """The rules before one starts, and earlier attempts."""
    course, quiz = current.course(), _quiz(slug)
    learning.require_open(current_user, course, slug)
    past, module = queries.attempts_of(current_user.id, slug), course.by_slug[slug]
    more = exams.released(current_user.id, quiz)
    track = learning.track_of(course, learning.enrolment_of(current_user.id))
    return render(
        "quiz/quiz.html",
        quiz=quiz,
        module=module,
        allowed=(quiz.attempts or 0) + more,
        test_out=None if past or not module.is_ready else track.test_out,
        drawn=min(quiz.draw, sum(q.use == "quiz" for q in quiz.questions)),
        past=past,
        going=next((a for a in past if a.status == "open"), None),
        passed=any(a.passed for a in past),
        start=rules.may_start(quiz, past, clock.now(), released=more),
        free=rules.FREE_ATTEMPTS,
        changed=regrades.count_changes(current_user, course, slug)
        if regrades.may_regrade(current_user)
        else None,
    )


@bp.post("/quizzes/<slug>/attempts")
@signed_in
def start(slug: str) -> Any:
    course = current.course()
    quiz = course.quiz(slug) if slug in (FINAL, STARTING_TEST) else _quiz(slug)
    if quiz is None:
        raise NotFound
    learning.require_open(current_user, course, slug)
    attempt_id = actions.start_attempt(current_user, course, quiz)
    return redirect(f"/attempts/{attempt_id}", 303)


@bp.get(f"/attempts/{NUMBER}")
@signed_in
def attempt_page(attempt_id: int) -> Response:
    """The paper while it is open, its result afterwards."""
    paper = queries.paper_for(current_user, attempt_id)
    if paper.attempt.submitted_at is not None:
        return _result(paper)
    if rules.is_over(paper.attempt, clock.now()):
        return render("quiz/over.html", attempt=paper.attempt, module=_module(paper))
    course = current.course()
    questions = papers.to_take(course, paper)
    return _render_paper(
        "quiz/take.html",
        paper,
        questions=questions,
        checks=policy(course.quiz(paper.attempt.slug), paper.attempt.slug) == "at-once",
        now=clock.now(),
        step=secrets.token_hex(16),
    )


@bp.put(f"/attempts/{NUMBER}/answers/<question_id>")
@signed_in
def save(attempt_id: int, question_id: str) -> Any:
    """Save one answer, as JSON `{step, fields}` or as a form."""
    paper = queries.own_paper(current_user, attempt_id)
    if paper.position(question_id) is None:
        raise NotFound
    step, fields = _sent()
    given = papers.given_on(current.course(), paper, fields, client_id=step, only=question_id)
    saved = actions.save_answer(paper, given[0])
    return {
        "seen": saved.step,
        "saved_at": saved.at.isoformat(),
        "counts": saved.outcome == "counted",
    }


@bp.post(f"/attempts/{NUMBER}/answers")
@signed_in
def save_all(attempt_id: int) -> Any:
    """Save the whole page, for browsers without script."""
    paper = queries.own_paper(current_user, attempt_id)
    late = actions.save_page(paper, _page(paper))
    flash(t("Your answers are saved."), "good")
    _say_what_stands(paper, late)
    return redirect(f"/attempts/{attempt_id}", 303)


@bp.post(f"/attempts/{NUMBER}/reveals")
@signed_in
def reveal(attempt_id: int) -> Any:
    """Save the page and check one answer, where the quiz gives its feedback at once."""
    paper = queries.own_paper(current_user, attempt_id)
    question = request.form.get("question", "")
    number = paper.position(question)
    if number is None:
        raise NotFound
    checked = actions.reveal(current.course(), paper, question, _page(paper))
    if not checked.done:
        flash(t("Answer question {n} first, then check it.", n=number), "warn")
    _say_what_stands(paper, checked.late)
    return redirect(f"/attempts/{attempt_id}#q{number}", 303)


@bp.post(f"/attempts/{NUMBER}/submission")
@signed_in
def submit(attempt_id: int) -> Any:
    paper = queries.own_paper(current_user, attempt_id)
    actions.hand_in(current.course(), paper, _page(paper))
    return redirect(f"/attempts/{attempt_id}", 303)


@bp.post(f"/attempts/{NUMBER}/marks")
@signed_in
def mark(attempt_id: int) -> Any:
    """A trainer's marks for the texts of an attempt; who may is decided where the verdict is given."""
    paper, course = queries.paper_for(current_user, attempt_id), current.course()
    actions.mark_texts(
        current_user,
        course,
        attempt_id,
        papers.levels_on(course, paper, dict(request.form.lists())),
    )
    if queries.sees_texts_only(current_user, paper):
        flash(t("The marks are given."), "good")
        return redirect("/reviews", 303)
    return redirect(f"/attempts/{attempt_id}", 303)


def _quiz(slug: str) -> QuizDefinition:
    quiz = current.course().quizzes.get(slug)
    if quiz is None or slug not in current.course().by_slug:
        raise NotFound
    return quiz


def _result(paper: Paper) -> Response:
    if queries.sees_texts_only(current_user, paper):
        return _texts(paper)
    course, attempt = current.course(), paper.attempt
    is_own = attempt.person_id == current_user.id
    quiz, module = course.quiz(attempt.slug), _module(paper)
    past = queries.attempts_of(attempt.person_id, attempt.slug) if is_own else []
    questions = papers.marked(course, paper)
    objectives = module.lessons[lang()].objectives if module and lang() in module.lessons else {}
    more = exams.released(attempt.person_id, quiz) if is_own else 0
    is_exam = attempt.slug in (FINAL, STARTING_TEST)
    return _render_paper(
        "quiz/exam_result.html" if is_exam else "quiz/result.html",
        paper,
        questions=questions,
        marked_anew=regrades.result_changes(paper) if any(q.is_anew for q in questions) else (),
        objectives=_by_objective(questions)
        if is_exam
        else papers.objective_results(questions, objectives),
        parts=_by_part(questions) if is_exam else (),
        is_own=is_own,
        rubrics=course.rubrics,
        name=queries.name_of(attempt.person_id),
        see=shown(
            policy(quiz, attempt.slug),
            passed=is_own and queries.has_passed(attempt.person_id, attempt.slug),
            is_own=is_own,
        ),
        start=rules.may_start(quiz, past, clock.now(), released=more) if quiz and is_own else None,
        going=any(a.status == "open" for a in past),
    )


def _texts(paper: Paper) -> Response:
    """The texts that wait for a mark, and nothing else of the attempt."""
    course = current.course()
    return _render_paper(
        "quiz/texts.html",
        paper,
        questions=papers.marked(course, paper),
        rubrics=course.rubrics,
        name=queries.name_of(paper.attempt.person_id),
    )


def _by_part(questions: Sequence[Question]) -> list[ExamLine]:
    marks = {q.id: q.fraction for q in questions}
    return results_by_part(current.course(), [q.definition for q in questions], marks, lang())


def _by_objective(questions: Sequence[Question]) -> list[ExamLine]:
    marks = {q.id: q.fraction for q in questions}
    return results_by_objective(current.course(), [q.definition for q in questions], marks, lang())


def _say_what_stands(paper: Paper, late: Sequence[Given]) -> None:
    for given in late:
        number = paper.position(given.question)
        said = t(
            "You had checked question {n} before, so its first answer stands. The new one is kept, but does not count.",
            n=number,
        )
        flash(said, "warn")


def _render_paper(template: str, paper: Paper, **context: Any) -> Response:
    language = lang()
    return render(
        template,
        attempt=paper.attempt,
        module=_module(paper),
        title=title_of(current.course(), paper.attempt.slug),
        words=lambda text: papers.words(text, language),
        **context,
    )


def _module(paper: Paper) -> Any:
    return current.course().by_slug.get(paper.attempt.slug)


def _page(paper: Paper) -> list[Any]:
    fields = dict(request.form.lists())
    return papers.given_on(current.course(), paper, fields, client_id=_step_id(fields))


def _sent() -> tuple[str, Fields]:
    """The browser's step id and the fields of one question."""
    if not request.is_json:
        fields = dict(request.form.lists())
        return _step_id(fields), fields
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("fields"), dict):
        raise Refused("An answer is sent as {form}.", form='{"step": "…", "fields": {…}}')
    fields = {str(k): [str(v) for v in _listed(values)] for k, values in sent["fields"].items()}
    return _step_id({"step": [str(sent.get("step", ""))]}), fields


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _step_id(fields: Fields) -> str:
    step = (fields.get("step") or ("",))[-1]
    if not 8 <= len(step) <= MOST_ID or not step.isascii():
        raise Conflict("This page is out of date. Please reload it; your saved answers are kept.")
    return step
