"""What a reviewer does to single lines: star and unstar them."""

from collections.abc import Collection

from sqlalchemy import delete

from courseware import db
from courseware.accounts.types import Me
from courseware.exercise.models import Star
from courseware.exercise.types import SubmissionRow
from courseware.journal import actions as journal


def star(me: Me, row: SubmissionRow, place: str) -> None:
    """Mark a line of the last round as worth showing; a second click changes nothing."""
    values = {"submission_id": row.id, "round": row.round, "place": place, "by_id": me.id}
    key = [Star.submission_id, Star.round, Star.place, Star.by_id]
    added = db.insert(Star).values(values).on_conflict_do_nothing(index_elements=key)
    if db.write().scalar(added.returning(Star.id)) is not None:
        journal.record(me.id, "starred", ("submission", row.id), about=row.owner_id, place=place)


def unstar(me: Me, row: SubmissionRow, star_ids: Collection[int]) -> None:
    """Take one's own stars away; those of others stay."""
    db.write().execute(
        delete(Star).where(Star.submission_id == row.id, Star.by_id == me.id, Star.id.in_(star_ids))
    )
