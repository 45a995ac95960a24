"""What is drawn, when an attempt may begin and is over, and what it comes to. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random

from courseware.content.definitions import QuestionDefinition, QuizDefinition
from courseware.errors import AppError
from courseware.quiz.types import type_of
from courseware.quiz.types.values import AttemptRow, Pinned, Score, Start

#: an answer sent in the last second may take this long to arrive
GRACE = timedelta(seconds=30)
#: the first two attempts need no pause
FREE_ATTEMPTS = 2


class TooLate(AppError):
    """The attempt is closed; what was sent is kept beside it and does not count."""

    status = 410


def draw(
    questions: Sequence[QuestionDefinition], count: int, *, seen: Mapping[str, int], random: Random
) -> list[QuestionDefinition]:
    """`count` questions for a paper: the least seen first, spread over objectives and then difficulties."""
    pool = list(questions)
    random.shuffle(pool)
    drawn: list[QuestionDefinition] = []
    objectives: Counter[str] = Counter()
    difficulties: Counter[int] = Counter()
    while pool and len(drawn) < count:
        best = min(
            pool,
            key=lambda q: (seen.get(q.id, 0), objectives[q.objective], difficulties[q.difficulty]),
        )
        pool.remove(best)
        drawn.append(best)
        objectives[best.objective] += 1
        difficulties[best.difficulty] += 1
    random.shuffle(drawn)
    return drawn


def paper(
    quiz: QuizDefinition, *, seen: Mapping[str, int], seed: int
) -> list[tuple[QuestionDefinition, Pinned]]:
    """The questions of an attempt with their orders; the same seed gives the same paper."""
    random = Random(seed)  # noqa: S311 - to mix questions, not to keep a secret
    drawn = draw(quiz.drawable, quiz.draw, seen=seen, random=random)
    return [
        (q, Pinned(q.id, q.digest, tuple(type_of(q).shuffle(q, random)), q.module)) for q in drawn
    ]


def may_start(quiz: QuizDefinition, past: Sequence[AttemptRow], now: datetime) -> Start:
    """Whether the next attempt may begin: the limit of attempts, then the pause before the third and later ones."""
    finished = [a for a in past if a.submitted_at is not None and a.counted]
    if quiz.attempts is not None and len(finished) >= quiz.attempts:
        return Start(
            False,
            "You have used all {n} attempts. Your trainer can help you further.",
            {"n": quiz.attempts},
        )
    if len(finished) >= FREE_ATTEMPTS and quiz.cooldown:
        last = max(a.submitted_at for a in finished if a.submitted_at)
        free_at = last + timedelta(minutes=quiz.cooldown)
        if now < free_at:
            left = -(-(free_at - now) // timedelta(minutes=1))
            sentence = "Take a short break and read once more: the next attempt opens in {n} min."
            return Start(False, sentence, {"n": left}, free_at)
    return Start(True)


def deadline(quiz: QuizDefinition, started_at: datetime) -> datetime | None:
    return started_at + timedelta(minutes=quiz.time_limit) if quiz.time_limit else None


def is_over(attempt: AttemptRow, now: datetime) -> bool:
    """Whether the time of an open attempt is up, grace included."""
    return attempt.deadline_at is not None and now > attempt.deadline_at + GRACE


def score(fractions: Iterable[float | None]) -> Score | None:
    """The mean of the marks; none while one is missing. Every question weighs the same."""
    marks = []
    for fraction in fractions:
        if fraction is None:
            return None
        marks.append(Fraction(fraction).limit_denominator(1000))
    exact = sum(marks, Fraction()) / len(marks) * 100 if marks else Fraction(100)
    return Score(exact, int(exact * 10) / 10)
