"""Reading what the members of a class see of it."""

from sqlalchemy import select

from courseware import db
from courseware.feedback.models import Question, Saying
from courseware.live.types.my_class import ShownQuestion

MOST = 20


def shown_to(cohort_id: int) -> list[ShownQuestion]:
    """Questions whose answers a trainer shows to a class, the newest first; without who asked."""
    first = (
        select(Saying.text)
        .where(Saying.question_id == Question.id)
        .order_by(Saying.id)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(Question.id, Question.module, first)
        .where(Question.shown_to_id == cohort_id)
        .order_by(Question.shown_at.desc(), Question.id.desc())
        .limit(MOST)
    )
    return [ShownQuestion(*row) for row in db.read().execute(query)]
