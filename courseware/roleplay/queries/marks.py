"""Reading marks side by side: who gave which; whom a learner may ask; what a colleague may see."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from courseware import db
from courseware.accounts.models import Person, TeamMembership
from courseware.accounts.types import Me
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.errors import NotFound
from courseware.review.models import Review
from courseware.review.queries import queue_for, reviews_of
from courseware.review.types import QueueRow, ReviewRow
from courseware.roleplay.models import Pair, PairMember
from courseware.roleplay.queries.sessions import KIND, session_row
from courseware.roleplay.types import SessionRow
from courseware.roleplay.types.marks import Colleague
from courseware.web import zone


def newest_marks(reviews: Sequence[ReviewRow]) -> list[ReviewRow]:
    """The newest marks of each judge; earlier ones stay in the table. In the order of the promise: self, peers, trainer."""
    newest = {(review.role, review.reviewer_id): review for review in reviews}
    order = {"self": 0, "peer": 1}
    return sorted(newest.values(), key=lambda review: (order.get(review.role, 2), review.id))


def verdict_of(reviews: Sequence[ReviewRow]) -> ReviewRow | None:
    """The marks that decide: the newest of a trainer's."""
    deciding = [review for review in reviews if review.role not in ("self", "peer")]
    return deciding[-1] if deciding else None


def own_marks_of(session_id: int) -> dict[str, int]:
    """What the learner gave himself; empty where he has not."""
    own = [r for r in reviews_of((KIND, session_id)) if r.role == "self"]
    return dict(own[-1].marks) if own else {}


def has_marked(person_id: int, session_id: int, role: str) -> bool:
    query = select(Review.id).where(
        Review.object_kind == KIND,
        Review.object_id == session_id,
        Review.reviewer_id == person_id,
        Review.role == role,
    )
    return db.read().scalar(query.limit(1)) is not None


def get_session_for_peer(me: Me, session_id: int, *, asked: bool) -> SessionRow:
    """An ended talk that a colleague may read and mark: the owner asked (by a signed link), or they practised it
    together. NotFound to everybody else, and to its owner."""
    row = session_row(session_id)
    if row is None or row.ended_at is None or row.person_id == me.id:
        raise NotFound
    if not asked and not _was_there(me.id, session_id):
        raise NotFound
    return row


def _was_there(person_id: int, session_id: int) -> bool:
    query = (
        select(PairMember.id)
        .join(Pair, Pair.id == PairMember.pair_id)
        .where(Pair.session_id == session_id, PairMember.person_id == person_id)
    )
    return db.read().scalar(query.limit(1)) is not None


def colleagues_of(person_id: int) -> list[Colleague]:
    """The active members of somebody's open classes and of the team, by name; without the person."""
    today = zone.today()
    mine = (
        select(CohortMembership.cohort_id)
        .join(Cohort, Cohort.id == CohortMembership.cohort_id)
        .where(CohortMembership.person_id == person_id, Cohort.closed_at.is_(None))
        .where(or_(CohortMembership.to_on.is_(None), CohortMembership.to_on > today))
    )
    classmates = select(CohortMembership.person_id).where(
        CohortMembership.cohort_id.in_(mine),
        or_(CohortMembership.to_on.is_(None), CohortMembership.to_on > today),
    )
    team = select(TeamMembership.team_id).where(
        TeamMembership.person_id == person_id, TeamMembership.to_on.is_(None)
    )
    teammates = select(TeamMembership.person_id).where(
        TeamMembership.team_id.in_(team), TeamMembership.to_on.is_(None)
    )
    query = select(Person.id, Person.name).where(
        or_(Person.id.in_(classmates), Person.id.in_(teammates)),
        Person.id != person_id,
        Person.deactivated_at.is_(None),
    )
    return [Colleague(*row) for row in db.read().execute(query.order_by(Person.name, Person.id))]


def next_to_review(me: Me, session_id: int) -> tuple[int, QueueRow | None]:
    """How many things wait for me apart from this talk, and the oldest that nobody else works on."""
    others = [row for row in queue_for(me) if (row.kind, row.id) != (KIND, session_id)]
    return len(others), next((row for row in others if row.locked_by is None), None)
