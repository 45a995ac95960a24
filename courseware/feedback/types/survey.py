"""Frozen values of the survey at the end: who may give one, and what many said together. Pure."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from courseware.feedback.types.pulse import BATCH, STEPS, Spread

RATINGS = ("recommend", "applied", "trainer", "exercises", "roleplays", "length")
TEXTS = ("helped", "change", "differently")
#: the beginning of an answer's number says whether it is shown; an answer waits until it is one of five
WAITING, SHOWN = "w-", "s-"


@dataclass(frozen=True, slots=True)
class Offer:
    """A survey that somebody may answer: of a track, and the class whose trainer reads it."""

    track: str
    cohort_id: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered. It holds no name, and its number is drawn anew when another comes."""

    ratings: Mapping[str, int]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Those who took a track in one class, or alone: the answers that are shown, and that wait."""

    track: str
    cohort_id: int | None
    cohort: str | None
    shown: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Results:
    """What five or more said together."""

    answers: int
    ratings: Mapping[str, Spread] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


def results_of(said: Collection[Said]) -> Results:
    """Nothing below five answers, nor of a question that fewer than five answered; words in no order."""
    if len(said) < BATCH:
        return Results(0)
    ratings = {}
    for key in RATINGS:
        counts = Counter(each.ratings[key] for each in said if key in each.ratings)
        spread = Spread(tuple(counts[step] for step in STEPS))
        if spread.answers >= BATCH:
            ratings[key] = spread
    words = {key: mixed(each.words[key] for each in said if each.words.get(key)) for key in TEXTS}
    return Results(len(said), ratings, words)


def number_for(*, waiting: bool) -> str:
    """A number that says nothing but whether the answer is shown yet."""
    return (WAITING if waiting else SHOWN) + secrets.token_hex(16)


def mixed(texts: Iterable[str]) -> list[str]:
    found = list(texts)
    secrets.SystemRandom().shuffle(found)
    return found
