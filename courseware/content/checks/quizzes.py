"""A quiz: enough questions, of enough kinds, in enough situations, for every objective."""

import re
from collections.abc import Iterator

from courseware.content.checks.view import View
from courseware.content.definitions import ModuleDefinition, QuestionDefinition, QuizDefinition
from courseware.content.problems import Problem

FEWEST, FEWEST_FINAL, FEWEST_TYPES, FEWEST_SITUATIONS = 12, 2, 4, 4
_ALL_OF_THEM = re.compile(
    r"以上(都|全|皆|均)|(上述|前面)(都|全|皆|均)|都(对|是|不对|不是)$|(all|none|both|neither) of (the|these|those)\b",
    re.IGNORECASE,
)


def check(view: View) -> Iterator[Problem]:
    for module in view.course.modules:
        if module.quiz:
            yield from _counts(view, module.quiz)
            yield from _objectives(view, module, module.quiz)
            for question in module.quiz.questions:
                yield from _no_joker(view, module.slug, question)
                yield from _marked_at_once(view, module.slug, question)


def _counts(view: View, quiz: QuizDefinition) -> Iterator[Problem]:
    place = ("quiz", quiz.slug)
    questions = [question for question in quiz.questions if question.use != "withdrawn"]
    final = sum(question.use == "final" for question in questions)
    kinds = sorted({question.type for question in questions})
    situations = sum(question.situation for question in questions)
    if len(questions) < FEWEST:
        yield view.problem(
            place, "questions", f"has {len(questions)} of at least {FEWEST} questions"
        )
    if final < FEWEST_FINAL:
        message = f"has {final} of at least {FEWEST_FINAL} questions with `use: final`"
        yield view.problem(place, "questions", message)
    if len(kinds) < FEWEST_TYPES:
        message = f"uses {len(kinds)} types ({', '.join(kinds)}); use at least {FEWEST_TYPES}"
        yield view.problem(place, "questions", message)
    if situations < FEWEST_SITUATIONS:
        message = (
            f"has {situations} of at least {FEWEST_SITUATIONS} questions with `situation: true`"
        )
        yield view.problem(place, "questions", message)
    if quiz.draw > len(questions) - final:
        message = f"draws {quiz.draw} questions, but only {len(questions) - final} are not for the final exam"
        yield view.problem(place, "draw", message)


def _objectives(view: View, module: ModuleDefinition, quiz: QuizDefinition) -> Iterator[Problem]:
    """Against the lesson that is there; both languages have the same objectives by another rule."""
    lesson = module.lessons.get("zh") or module.lessons.get("en")
    if lesson is None:
        return
    tested = {question.objective for question in quiz.questions if question.use == "quiz"}
    for question in quiz.questions:
        if question.objective not in lesson.objectives:
            message = f"the lesson has no objective {question.objective!r}; it has {', '.join(lesson.objectives)}"
            yield view.problem(("question", quiz.slug, question.id), "objective", message)
    for name, aim in lesson.objectives.items():
        if name not in tested:
            message = f"no question tests {name} ({aim}); final questions do not count"
            yield view.problem(("quiz", quiz.slug), "questions", message)


def _marked_at_once(view: View, slug: str, question: QuestionDefinition) -> Iterator[Problem]:
    if question.use == "final" and question.type == "short_text":
        message = "a final exam has its result at once; ask with a type that needs no trainer"
        yield view.problem(("question", slug, question.id), "use", message)


def _no_joker(view: View, slug: str, question: QuestionDefinition) -> Iterator[Problem]:
    for option in question.options:
        for lang in ("zh", "en"):
            match = _ALL_OF_THEM.search(option.text[lang].rstrip("。.！!"))
            if match:
                message = f"option {option.id} says {match[0]!r}; ask with type: multiple instead"
                yield view.problem(("question", slug, question.id), f"options.{lang}", message)
                break
