"""Right answers are not given away by where they stand or how long they are."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from courseware.content.checks.view import View
from courseware.content.definitions import LANGUAGES, Lang, QuestionDefinition, QuizDefinition
from courseware.content.problems import Problem

PLACES = "abcdefgh"
#: Below this the places of keys are no longer believable as chance.
LEAST_P = 0.01
#: The test needs about five expected keys a place.
FEWEST = 20


def check(view: View) -> Iterator[Problem]:
    singles: list[QuestionDefinition] = []
    for quiz in view.course.quizzes.values():
        own = [question for question in quiz.questions if question.type == "single"]
        singles += own
        yield from _places(view, quiz, own)
        for lang in LANGUAGES:
            yield from _lengths(view, quiz, own, lang)
    if len(singles) >= FEWEST:
        p = chance_of_places(singles)
        if p <= LEAST_P:
            counts = Counter(key_place(question) for question in singles)
            shown = ", ".join(f"{PLACES[place]} {n}" for place, n in sorted(counts.items()))
            message = f"the keys of all {len(singles)} single questions stand unevenly ({shown}; p = {p:.4f}): move some"
            yield Problem("quizzes", 1, "options", message)


def key_place(question: QuestionDefinition) -> int:
    return next(i for i, option in enumerate(question.options) if option.correct)


def _places(
    view: View, quiz: QuizDefinition, singles: Sequence[QuestionDefinition]
) -> Iterator[Problem]:
    if len(singles) < 2:
        return
    place, count = Counter(key_place(question) for question in singles).most_common(1)[0]
    if count > len(singles) / 2:
        message = (
            f"{count} of {len(singles)} single questions have their key in place {PLACES[place]}; "
            "at most half may: move the correct option in some"
        )
        yield view.problem(("quiz", quiz.slug), "questions", message)


def _lengths(
    view: View, quiz: QuizDefinition, singles: Sequence[QuestionDefinition], lang: Lang
) -> Iterator[Problem]:
    chance = sum(1 / len(question.options) for question in singles)
    betrayed = [question.id for question in singles if _key_is_longest(question, lang)]
    if len(betrayed) > chance + 1:
        message = (
            f"in {lang} the key is the longest option of {len(betrayed)} of {len(singles)} single questions "
            f"({', '.join(betrayed)}); at most {math.floor(chance + 1)} may: shorten keys or fill out wrong options"
        )
        yield view.problem(("quiz", quiz.slug), "questions", message)


def _key_is_longest(question: QuestionDefinition, lang: Lang) -> bool:
    key = question.options[key_place(question)]
    others = [len(option.text[lang]) for option in question.options if option is not key]
    return len(key.text[lang]) > max(others)


def chance_of_places(singles: Sequence[QuestionDefinition]) -> float:
    """The p-value of the places of the keys; questions may have different numbers of options."""
    size = max(len(question.options) for question in singles)
    found = Counter(key_place(question) for question in singles)
    statistic = 0.0
    for place in range(size):
        expected = sum(1 / len(q.options) for q in singles if len(q.options) > place)
        statistic += (found[place] - expected) ** 2 / expected
    return chi_square_tail(statistic, size - 1)


def chi_square_tail(statistic: float, freedom: int) -> float:
    """P(chi-square with `freedom` degrees ≥ statistic).

    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.4.4 and 26.4.5: a finite sum of
    Poisson terms for even degrees; for odd ones the same with half steps, beginning at erfc.
    """
    half = statistic / 2
    if freedom % 2 == 0:
        term, total, steps = math.exp(-half), math.exp(-half), freedom // 2 - 1
        power = 1.0
    else:
        total, steps, power = math.erfc(math.sqrt(half)), (freedom - 1) // 2, 0.5
        term = math.exp(-half) / math.sqrt(math.pi * half) if half else 0.0
    for _ in range(steps):
        term *= half / power
        total += term
        power += 1
    return total
