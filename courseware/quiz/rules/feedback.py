"""What a learner may see of single questions, and when, as the file's `feedback` says. Pure."""

from dataclasses import dataclass

from courseware.content.definitions import FINAL, STARTING_TEST, QuizDefinition

NOW_GONE = "chosen"  # the rule for a quiz that the course no longer has


@dataclass(frozen=True, slots=True)
class Shown:
    """What a result page shows: each flag includes the one before it."""

    questions: bool  # question by question: right or not, and where to read again
    answers: bool  # what was answered, and what the author says to that
    keys: bool  # the right answers, what the author says to the others, the explanation


NOTHING = Shown(questions=False, answers=False, keys=False)
MARKS = Shown(questions=True, answers=False, keys=False)
CHOSEN = Shown(questions=True, answers=True, keys=False)
EVERYTHING = Shown(questions=True, answers=True, keys=True)

#: by policy: until the learner has passed, and from then on
_POLICIES = {
    "at-once": (EVERYTHING, EVERYTHING),
    "at-end": (EVERYTHING, EVERYTHING),
    "chosen": (CHOSEN, EVERYTHING),
    "after-passing": (MARKS, EVERYTHING),
    "never": (NOTHING, NOTHING),
}


def shown(feedback: str, *, passed: bool, is_own: bool) -> Shown:
    """What of an attempt that is handed in may be seen; `passed`: in any attempt at this quiz.

    Whoever looks at the attempt of somebody else is that person's trainer, and sees everything.
    """
    if not is_own:
        return EVERYTHING
    until, after = _POLICIES[feedback]
    return after if passed else until


def policy(quiz: QuizDefinition | None, slug: str) -> str:
    """The `feedback` of a quiz as it is now; exams keep their secrets even when the course has no such exam now."""
    if quiz is not None:
        return quiz.feedback
    return "never" if slug in (FINAL, STARTING_TEST) else NOW_GONE
