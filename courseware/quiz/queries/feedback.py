"""Reading which questions of an attempt were checked before it is handed in."""

from sqlalchemy import select

from courseware import db
from courseware.quiz.models import Reveal


def revealed(attempt_id: int) -> frozenset[str]:
    """The questions whose feedback the learner has seen already: their answers stand."""
    query = select(Reveal.question).where(Reveal.attempt_id == attempt_id)
    return frozenset(db.read().scalars(query))
