"""What an exam came to, by part of the course and by objective: never a question, never a key. Pure."""

from collections.abc import Iterable, Mapping

from courseware.content.definitions import Course, Lang, QuestionDefinition
from courseware.quiz.types.exams import ExamLine

Marks = Mapping[str, float | None]  # by question


def results_by_part(
    course: Course, questions: Iterable[QuestionDefinition], marks: Marks, lang: Lang
) -> list[ExamLine]:
    """The mean mark of each part of the course that was asked about, in the course's order."""
    found: dict[str, list[float]] = {}
    for question in questions:
        module, mark = course.by_slug.get(question.module), marks.get(question.id)
        if module is not None and mark is not None:
            found.setdefault(module.part, []).append(mark)
    return [
        ExamLine(part.title[lang], len(earned), sum(earned) / len(earned))
        for part in course.parts
        if (earned := found.get(part.id))
    ]


def results_by_objective(
    course: Course, questions: Iterable[QuestionDefinition], marks: Marks, lang: Lang
) -> list[ExamLine]:
    """The mean mark of each objective that was asked about, in the order of the modules."""
    found: dict[tuple[str, str], list[float]] = {}
    for question in questions:
        mark = marks.get(question.id)
        if mark is not None:
            found.setdefault((question.module, question.objective), []).append(mark)
    lines = []
    for module in course.modules:
        lesson = module.lessons.get(lang)
        for objective, text in (lesson.objectives if lesson else {}).items():
            if earned := found.get((module.slug, objective)):
                title = f"{module.number:02d} {module.title[lang]}"
                mean = sum(earned) / len(earned)
                link = "" if mean == 1 else f"/modules/{module.slug}"
                lines.append(ExamLine(text, len(earned), mean, title, link))
    return lines
