"""The final exam on paper and its key, as PDF in the language of the request."""

from collections.abc import Sequence
from typing import Any

from courseware.content.definitions import Course
from courseware.quiz import papers
from courseware.quiz.queries import papers as queries
from courseware.quiz.types import counts, notation, type_of
from courseware.quiz.types.exam_papers import ExamPaperRow
from courseware.quiz.types.values import Question
from courseware.settings import queries as organisation
from courseware.web.locale import lang
from courseware.web.printing import printer
from courseware.web.render import render_text


def print_paper(course: Course, paper: ExamPaperRow) -> bytes:
    """The paper to be answered with a pen; no word of the key is on it."""
    return _print("pdf/exam_paper.html", course, paper, has_key=False)


def print_key(course: Course, paper: ExamPaperRow) -> bytes:
    """What is right, in the short notation in which results are typed in."""
    return _print("pdf/exam_key.html", course, paper, has_key=True)


def questions_of(course: Course, paper: ExamPaperRow) -> list[Question]:
    """The questions of a paper with their parts in its order."""
    found = queries.questions_on(course, paper)
    return [
        Question(
            number=number,
            definition=definition,
            parts=type_of(definition).parts(definition, pinned.order),
            partial=type_of(definition).partial,
            counts=counts(definition),
        )
        for number, (definition, pinned) in enumerate(zip(found, paper.pinned, strict=True), 1)
    ]


def _print(template: str, course: Course, paper: ExamPaperRow, *, has_key: bool) -> bytes:
    language, questions = lang(), questions_of(course, paper)
    html = render_text(
        template,
        paper=paper,
        course=course,
        minutes=course.final.time_limit if course.final else None,
        organisation=organisation.current().name(language),
        questions=questions,
        key=has_key,
        codes=_codes(paper, questions) if has_key else {},
        letter=notation.letter,
        words=lambda text: papers.words(text, language),
    )
    return printer().render(html, replace_missing=True)


def _codes(paper: ExamPaperRow, questions: Sequence[Question]) -> dict[str, Any]:
    """What is right, as it is written on paper, by question id."""
    return {
        q.id: notation.written(q.definition, pinned.order, type_of(q.definition).key(q.definition))
        for q, pinned in zip(questions, paper.pinned, strict=True)
    }
