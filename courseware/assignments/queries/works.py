"""Where each person's work on an assignment is, and what was said about it."""

from sqlalchemy import and_, or_, select

from courseware import db
from courseware.accounts.queries import people_under
from courseware.accounts.types import Me
from courseware.assignments.types import AssignmentRow
from courseware.cohorts.queries import trained_people
from courseware.exercise.models import Submission
from courseware.journal.models import Entry
from courseware.roleplay.models import Session


def works_of(me: Me, row: AssignmentRow, ids: list[int]) -> dict[int, tuple[str, str]]:
    """Of each person, where their newest work on the item is and its state; only what `me` may open."""
    if row.kind == "exercise":
        return _forms(me, row, ids)
    if row.kind == "roleplay":
        return _talks(me, row, ids)
    return {}


def _forms(me: Me, row: AssignmentRow, ids: list[int]) -> dict[int, tuple[str, str]]:
    s = Submission
    query = (
        select(s.owner_id, s.id, s.returned_at, s.accepted_at)
        .where(
            s.owner_id.in_(ids),
            s.exercise == row.item,
            s.submitted_at.is_not(None),
            s.round > 0,
            s.about_id.is_(None),
        )
        .order_by(s.id)
    )
    if me.id not in (row.asked_by_id, row.reviewer_id):
        led = and_(s.accepted_at.is_not(None), s.owner_id.in_(people_under(me.id)))
        query = query.where(or_(s.owner_id.in_(trained_people(me.id)), led))
    found = {}
    for r in db.read().execute(query):  # the newest comes last
        state = "accepted" if r.accepted_at else "returned" if r.returned_at else "submitted"
        found[r.owner_id] = (f"/submissions/{r.id}", state)
    return found


def _talks(me: Me, row: AssignmentRow, ids: list[int]) -> dict[int, tuple[str, str]]:
    s = Session
    query = (
        select(s.person_id, s.id)
        .where(
            s.person_id.in_(ids),
            s.roleplay == row.item,
            s.ended_at.is_not(None),
            or_(s.handed_in_at.is_not(None), s.obligation_id.is_not(None)),
            or_(s.person_id.in_(people_under(me.id)), s.person_id.in_(trained_people(me.id))),
        )
        .order_by(s.id)
    )
    return {r.person_id: (f"/sessions/{r.id}", "submitted") for r in db.read().execute(query)}


def words_of(assignment_id: int) -> dict[tuple[str, int], str]:
    """What was said of single people, by verb and person: why a date was moved, what they did."""
    e = Entry
    query = (
        select(e.verb, e.about_id, e.actor_id, e.particulars)
        .where(
            e.object_kind == "assignment",
            e.object_id == str(assignment_id),
            e.verb.in_(("extended", "noted")),
        )
        .order_by(e.id)
    )
    found = {}
    for row in db.read().execute(query):  # the newest comes last
        person_id = row.about_id if row.verb == "extended" else row.actor_id
        if person_id is not None:
            found[row.verb, person_id] = str(row.particulars.get("words") or "")
    return found
