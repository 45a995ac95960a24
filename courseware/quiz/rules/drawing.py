"""What is drawn, when an attempt may begin and is over, and what it comes to. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Spread:
    """How a paper is spread over the parts of the course: at least `least` questions of each part that has them."""

    parts: Mapping[str, str] = field(default_factory=dict)  # part of the course, by question
    least: int = 0


def draw(
    questions: Sequence[QuestionDefinition],
    count: int,
    *,
    seen: Mapping[str, int],
    random: Random,
    spread: Spread = Spread(),
) -> list[QuestionDefinition]:
    """`count` questions for a paper: first each part's share, then the rest of all.

    The least seen come first, spread over modules, objectives and difficulties.
    """
    pool = list(questions)
    random.shuffle(pool)
    drawing = _Drawing(seen, count)
    by_part = _by_part(pool, spread.parts)
    # Round by round: when the paper cannot hold every share, no part gets two before each has one.
    for _round in range(spread.least):
        for candidates in by_part.values():
            drawing.take(candidates)
    while drawing.take(pool):
        pass
    random.shuffle(drawing.drawn)
    return drawing.drawn


class _Drawing:
    """What has been drawn so far, counted by what the next question should differ in."""

    def __init__(self, seen: Mapping[str, int], count: int) -> None:
        self.drawn: list[QuestionDefinition] = []
        self.seen, self.count = seen, count
        self.modules: Counter[str] = Counter()
        self.objectives: Counter[tuple[str, str]] = Counter()  # their ids repeat between modules
        self.difficulties: Counter[int] = Counter()

    def take(self, candidates: list[QuestionDefinition]) -> bool:
        """Draw the best of these; not when all are drawn or the paper is full."""
        taken = {question.id for question in self.drawn}
        left = [question for question in candidates if question.id not in taken]
        if not left or len(self.drawn) >= self.count:
            return False
        best = min(left, key=self._rank)
        self.drawn.append(best)
        self.modules[best.module] += 1
        self.objectives[best.module, best.objective] += 1
        self.difficulties[best.difficulty] += 1
        return True

    def _rank(self, question: QuestionDefinition) -> tuple[int, ...]:
        return (
            self.seen.get(question.id, 0),
            self.modules[question.module],
            self.objectives[question.module, question.objective],
            self.difficulties[question.difficulty],
        )


def _by_part(
    pool: Sequence[QuestionDefinition], parts: Mapping[str, str]
) -> dict[str, list[QuestionDefinition]]:
    found: dict[str, list[QuestionDefinition]] = {}
    for question in pool:
        if question.id in parts:
            found.setdefault(parts[question.id], []).append(question)
    return found


def paper(
    quiz: QuizDefinition,
    *,
    seen: Mapping[str, int],
    seed: int,
    parts: Mapping[str, str] | None = None,
) -> list[tuple[QuestionDefinition, Pinned]]:
    """The questions of an attempt with their orders; the same seed gives the same paper."""
    random = Random(seed)  # noqa: S311 - to mix questions, not to keep a secret
    spread = Spread(parts or {}, quiz.per_part)
    drawn = draw(quiz.drawable, quiz.draw, seen=seen, random=random, spread=spread)
    return [
        (q, Pinned(q.id, q.digest, tuple(type_of(q).shuffle(q, random)), q.module)) for q in drawn
    ]


def may_start(
    quiz: QuizDefinition, past: Sequence[AttemptRow], now: datetime, *, released: int = 0
) -> Start:
    """Whether the next attempt may begin: the limit of attempts and what a trainer has released beyond it,
    then the pause before the third and later ones."""
    finished = [a for a in past if a.submitted_at is not None and a.counted]
    if quiz.attempts is not None and len(finished) >= quiz.attempts + released:
        return Start(
            False,
            "You have used all {n} attempts. Your trainer can help you further.",
            {"n": quiz.attempts + released},
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
