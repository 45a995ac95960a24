"""Reading what somebody drilled: always their own, for themselves."""

from typing import Any

from sqlalchemy import Select, select

from courseware import db
from courseware.content import current
from courseware.roleplay.models import DrillAnswer, DrillCard
from courseware.roleplay.types.drills import AnswerRow, CardKey, Drilled, Spacing


def spacing_of(person_id: int) -> dict[CardKey, Spacing]:
    """Where a person's cards stand, also those whose objection has left its library."""
    query = select(
        DrillCard.industry, DrillCard.objection, DrillCard.stage, DrillCard.due_on
    ).where(DrillCard.person_id == person_id)
    return {
        (row.industry, row.objection): Spacing(row.stage, row.due_on)
        for row in db.read().execute(query)
    }


def answers_of_run(person_id: int, run: str) -> tuple[AnswerRow, ...]:
    """The answers of one short session, in their order; the run's name begins the token of each."""
    query = _answers(person_id).where(DrillAnswer.token.startswith(f"{run}-", autoescape=True))
    return tuple(AnswerRow(*row) for row in db.read().execute(query))


def drill_history(person_id: int) -> tuple[Drilled, ...]:
    """Every answer of a person, the oldest first, with the type of its objection: for the skill picture."""
    types = {
        (industry, objection.id): objection.type
        for industry, library in current.course().objections.items()
        for objection in library.objections
    }
    return tuple(
        Drilled(row.industry, row.objection, types.get((row.industry, row.objection)), *row[2:])
        for row in db.read().execute(_answers(person_id))
    )


def _answers(person_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            DrillAnswer.industry,
            DrillAnswer.objection,
            DrillAnswer.outcome,
            DrillAnswer.seconds,
            DrillAnswer.at,
        )
        .where(DrillAnswer.person_id == person_id)
        .order_by(DrillAnswer.id)
    )
