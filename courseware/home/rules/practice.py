"""The one short thing that somebody practises today. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from courseware.content.definitions import QUIZ_MINUTES, ModuleDefinition, RoleplayDefinition
from courseware.home.types import Practice, Today
from courseware.learning.types import Standing
from courseware.roleplay.rules.drilling import CARDS_A_RUN

#: of a card: half a minute to answer, and the time to compare
CARD_SECONDS = 50
#: of a missed question: reading, answering, reading why
QUESTION_SECONDS = 60
QUESTIONS_A_SITTING = 5
#: of cards that nobody has asked for yet
FRESH_A_SITTING = 3
#: a scenario that takes longer is no short practice
SHORT_TALK = 8
MINUTE = 60


def practice_for(today: Today) -> Practice | None:
    """One thing, of what fades first: cards due, then missed questions, then a quiz left open, then a short talk;
    where there is none of it, a few objections never heard yet.

    What is done is no longer due, so the next thing comes up by itself. None = nothing to practise yet.
    """
    if today.cards:
        count = min(today.cards, CARDS_A_RUN)
        return Practice("cards", _minutes(count * CARD_SECONDS), count)
    if today.missed:
        count = min(today.missed, QUESTIONS_A_SITTING)
        return Practice("missed", _minutes(count * QUESTION_SECONDS), count)
    if today.quizzes:
        return Practice("quiz", QUIZ_MINUTES, item=today.quizzes[0])
    short = [talk for talk in today.talks if talk[1] <= SHORT_TALK]
    if short:
        name, minutes = min(short, key=lambda talk: talk[1])
        return Practice("talk", minutes, item=name)
    if today.fresh:
        count = min(today.fresh, FRESH_A_SITTING)
        return Practice("fresh", _minutes(count * CARD_SECONDS), count)
    return None


def open_quizzes(
    modules: Iterable[ModuleDefinition], standings: Mapping[str, Standing], *, besides: str
) -> list[str]:
    """Modules whose lesson is read and whose quiz is not passed; without the one to go on with anyway."""
    found = []
    for module in modules:
        standing = standings.get(module.slug)
        is_open = standing is not None and standing.read and not standing.quiz_passed
        if is_open and module.slug != besides:
            found.append(module.slug)
    return found


def talks_within_reach(
    modules: Iterable[ModuleDefinition], standings: Mapping[str, Standing], passed: Sequence[str]
) -> list[tuple[str, int]]:
    """The scenarios of modules that were read which are not passed: id and minutes, in the order of the course."""
    return [
        (talk.id, talk.minutes)
        for module in modules
        if module.slug in standings and standings[module.slug].read
        for talk in module.roleplays
        if _is_left(talk, passed)
    ]


def _is_left(talk: RoleplayDefinition, passed: Sequence[str]) -> bool:
    return talk.id not in passed


def _minutes(seconds: int) -> int:
    return ceil(seconds / MINUTE)
