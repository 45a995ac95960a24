"""Frozen values about missed questions: their turn, what is due, an answer given again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from courseware.content.definitions import Digest
from courseware.quiz.types.base import Response


@dataclass(frozen=True, slots=True)
class Turn:
    """How often in a row a question was right since it was missed, and when it comes again."""

    stage: int
    due_at: datetime | None  # none = known, asked no more


@dataclass(frozen=True, slots=True)
class ToReview:
    """What somebody has to review: ids of questions that the course still asks."""

    due: Sequence[str]  # the oldest first
    later: int  # so many come another day
    next_at: datetime | None  # when the first of these comes


@dataclass(frozen=True, slots=True)
class Again:
    """An answer to a question that came again."""

    id: int
    question: str
    digest: Digest  # of the words that were shown
    response: Response
    fraction: float
    before: int  # so many answers of this person to this question came before
