"""The final exam on paper: making one for a class, printing it with its key, typing in the results."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, g, redirect, request
from flask_login import current_user

from courseware.cohorts.queries import cohorts_for, get_cohort_for
from courseware.cohorts.types import Member
from courseware.content import current
from courseware.content.definitions import FINAL
from courseware.errors import Conflict
from courseware.kit import clock
from courseware.quiz import documents, papers, rules
from courseware.quiz import queries as attempts
from courseware.quiz.actions import papers as actions
from courseware.quiz.forms.papers import PaperForm, ResultForm, empty_boxes, read_boxes
from courseware.quiz.queries import papers as queries
from courseware.quiz.routes.base import bp
from courseware.quiz.types.exam_papers import ExamPaperRow, Sitting
from courseware.quiz.types.values import Question
from courseware.web import locale
from courseware.web.access import trainers
from courseware.web.downloads import download
from courseware.web.forms import choices
from courseware.web.locale import lang, t
from courseware.web.render import render

#: numbers that the databases can hold
PAPER = "<int(max=9007199254740991):number>"
PERSON = "<int(max=9007199254740991):person_id>"
#: an exam on paper is taken to begin then; nobody writes the minute down
MORNING = time(9)


@bp.get("/quizzes/final/papers")
@trainers
def exam_papers() -> Response:
    return _papers_page(PaperForm())


@bp.post("/quizzes/final/papers")
@trainers
def make_paper() -> Any:
    form = PaperForm()
    form.cohort.choices = _cohorts()
    if not form.validate():
        return _papers_page(form, 422)
    cohort = get_cohort_for(current_user, form.cohort.data)
    number = actions.make_paper(current_user, current.course(), cohort.id)
    return redirect(f"/quizzes/final/papers/{number}", 303)


@bp.get(f"/quizzes/final/papers/{PAPER}")
@trainers
def exam_paper(number: int) -> Response:
    """A paper: its files, who is still missing, and the results."""
    paper = queries.get_paper_for(current_user, number)
    return render(
        "quiz/paper.html",
        paper=paper,
        results=queries.results_on(paper.id),
        missing=queries.without_result(current_user, paper),
    )


@bp.get(f"/quizzes/final/papers/{PAPER}.pdf")
@trainers
def paper_pdf(number: int) -> Response:
    paper = queries.get_paper_for(current_user, number)
    _speak_as_asked()
    content = documents.print_paper(current.course(), paper)
    return download(content, f"{t('Final exam')} {paper.code}.pdf", inline=True)


@bp.get(f"/quizzes/final/papers/{PAPER}/key.pdf")
@trainers
def key_pdf(number: int) -> Response:
    paper = queries.get_paper_for(current_user, number)
    _speak_as_asked()
    content = documents.print_key(current.course(), paper)
    return download(content, f"{t('Answer key')} {paper.code}.pdf", inline=True)


@bp.get(f"/quizzes/final/papers/{PAPER}/results/{PERSON}")
@trainers
def result_form(number: int, person_id: int) -> Response:
    paper = queries.get_paper_for(current_user, number)
    sitter = queries.get_sitter(current_user, paper, person_id)
    form = _bounded(ResultForm(formdata=None), paper)
    form.sat_on.data = form.latest
    return _result_page(form, paper, sitter)


@bp.post(f"/quizzes/final/papers/{PAPER}/results/{PERSON}")
@trainers
def enter_result(number: int, person_id: int) -> Any:
    paper = queries.get_paper_for(current_user, number)
    sitter = queries.get_sitter(current_user, paper, person_id)
    _refuse_if_in_the_way(paper, sitter)
    form = _bounded(ResultForm(), paper)
    questions = documents.questions_of(current.course(), paper)
    responses, wrong = read_boxes(questions, paper.pinned, dict(request.form.lists()))
    empty = [] if form.blank.data else empty_boxes(questions, responses)
    if not form.validate() or wrong or empty:
        return _result_page(form, paper, sitter, wrong=wrong, empty=empty)
    at = datetime.combine(form.day, MORNING, ZoneInfo(g.organisation.time_zone))
    sitting = Sitting(sitter.id, min(at, clock.now()), responses)
    actions.enter_result(current_user, current.course(), paper, sitting)
    flash(t("The result of {name} is entered.", name=sitter.name), "good")
    return redirect(f"/quizzes/final/papers/{paper.id}", 303)


def _papers_page(form: PaperForm, status: int = 200) -> Response:
    form.cohort.choices = _cohorts()
    return render(
        "quiz/papers.html",
        status,
        form=form,
        papers=queries.papers_for(current_user),
        exam=current.course().final,
    )


def _cohorts() -> Any:
    return choices((row.id, row.name) for row in cohorts_for(current_user))


def _result_page(
    form: ResultForm, paper: ExamPaperRow, sitter: Member, *, wrong: Any = None, empty: Any = ()
) -> Response:
    language = lang()
    return render(
        "quiz/paper_result.html",
        200 if wrong is None else 422,
        form=form,
        paper=paper,
        sitter=sitter,
        questions=documents.questions_of(current.course(), paper),
        typed=request.form,
        wrong=wrong or {},
        empty=empty,
        in_the_way=_in_the_way(paper, sitter),
        expected=_expected,
        words=lambda text: papers.words(text, language),
    )


def _in_the_way(paper: ExamPaperRow, sitter: Member) -> str:
    """Why nothing can be entered for this person now, in words; empty when it can."""
    if queries.result_of(paper.id, sitter.id) is not None:
        return t(actions.ENTERED)
    going = attempts.open_attempt(sitter.id, FINAL)
    if going is not None and not rules.is_over(going, clock.now()):
        return t(actions.OPEN_ON_SCREEN, name=sitter.name)
    return ""


def _refuse_if_in_the_way(paper: ExamPaperRow, sitter: Member) -> None:
    """Before the boxes are looked at; the action looks again, behind its lock."""
    if sentence := _in_the_way(paper, sitter):
        raise Conflict(sentence)


def _expected(question: Question) -> str:
    """What a box takes, as an example."""
    examples = {
        "single": "B",
        "multiple": "A C",
        "true_false": "T / F",
        "matching": "1B 2A 3C",
        "categorize": "1B 2A 3B",
        "ordering": "C A B",
        "numeric": "25",
    }
    return examples.get(question.type, "")


def _bounded(form: ResultForm, paper: ExamPaperRow) -> ResultForm:
    zone = g.organisation.time_zone
    form.earliest = clock.local_day(paper.created_at, zone)
    form.latest = clock.local_day(clock.now(), zone)
    return form


def _speak_as_asked() -> None:
    """?words=en prints in that language without turning the whole site to it, as ?lang= does."""
    if (asked := request.args.get("words", "")) in locale.LANGUAGES:
        locale.use(asked)
