"""Reading forms about a person: who may write about whom, who sees what was shared, rounds of answers."""

from typing import Any

from sqlalchemy import Select, func, or_, select, union
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person, TeamMembership
from courseware.accounts.queries import manages, people, people_under
from courseware.accounts.types import Me, PersonRow
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.cohorts.queries import trained_people, trains
from courseware.content.definitions import ExerciseDefinition
from courseware.errors import NotFound
from courseware.exercise.models import FeedbackAsked, FeedbackRound, Revision, Submission
from courseware.exercise.queries.versions import present
from courseware.exercise.types import SubmissionRow
from courseware.exercise.types.about import RoundRow

KINDS = ("manager_about_person", "peer_about_person")


def relation(me: Me, row: SubmissionRow) -> str:
    """What `me` is to a form about a person; NotFound to everybody who may not see it.

    An answer in a round is its writer's alone, for ever: others see it only among the answers of the round.
    """
    if row.owner_id == me.id:
        return "owner"
    if row.round360_id is not None or row.shared_at is None:
        raise NotFound
    if row.about_id == me.id:
        return "about"
    if _is_by_a_superior(row) and leads(me, row.about_id or 0):
        return "reader"
    raise NotFound


def leads(me: Me, person_id: int) -> bool:
    """Whether `me` is a manager up the line of somebody, or a trainer of their class."""
    return trains(me.id, person_id) or (me.is_manager and manages(me.id, person_id))


def people_for(me: Me, definition: ExerciseDefinition) -> list[PersonRow]:
    """The people whom `me` may fill in this form about, by name; never oneself."""
    if definition.filled_by == "manager_about_person":
        ids: Any = _led(me)
    elif definition.filled_by == "peer_about_person":
        ids = _peers(me.id)
    else:
        return []
    return [p for p in people(ids) if p.id != me.id]


def people_for_rounds(me: Me, definition: ExerciseDefinition) -> list[PersonRow]:
    """The people about whom `me` may ask others: those they lead, and oneself."""
    if definition.filled_by != "peer_about_person":
        return []
    led = [p for p in people(_led(me)) if p.id != me.id]
    return [PersonRow(me.id, me.name, me.email), *led]


def may_be_asked(me: Me, about_id: int) -> list[PersonRow]:
    """Who may be asked about a person: those of the same open class or team, but not who asks, nor the person."""
    return [p for p in people(_peers(about_id)) if p.id not in (me.id, about_id)]


def shared_about(person_id: int, exercise: str | None = None) -> list[int]:
    """Ids of the forms shared with the person they are about, the newest first."""
    query = select(Submission.id).where(
        Submission.about_id == person_id,
        Submission.shared_at.is_not(None),
        Submission.round360_id.is_(None),
    )
    if exercise is not None:
        query = query.where(Submission.exercise == exercise)
    return list(db.read().scalars(query.order_by(Submission.shared_at.desc())))


def get_round_for(me: Me, round_id: int) -> tuple[RoundRow, str]:
    """A round and what `me` is to it: opener, about or asked; NotFound to everybody else."""
    found = next(iter(_rounds(FeedbackRound.id == round_id)), None)
    if found is None:
        raise NotFound
    if found.asked_by_id == me.id:
        return found, "opener"
    if found.about_id == me.id:
        return found, "about"
    if is_asked(me.id, round_id):
        return found, "asked"
    raise NotFound


def rounds_of(me: Me, exercise: str | None = None) -> list[tuple[RoundRow, str]]:
    """The rounds that concern `me`: opened by, about, or asked; the newest first."""
    asked = select(FeedbackAsked.round_id).where(FeedbackAsked.person_id == me.id)
    r = FeedbackRound
    mine = or_(r.asked_by_id == me.id, r.about_id == me.id, r.id.in_(asked))
    conditions = [mine] if exercise is None else [mine, r.exercise == exercise]
    found = []
    for row in _rounds(*conditions):
        told = "opener" if row.asked_by_id == me.id else "asked"
        found.append((row, "about" if row.about_id == me.id and told != "opener" else told))
    return found


def is_asked(person_id: int, round_id: int) -> bool:
    query = select(FeedbackAsked.person_id).where(
        FeedbackAsked.round_id == round_id, FeedbackAsked.person_id == person_id
    )
    return db.read().scalar(query) is not None


def asked_in(round_id: int) -> int:
    """How many were asked."""
    query = select(func.count()).where(FeedbackAsked.round_id == round_id)
    return db.read().scalar(query) or 0


def own_answer(person_id: int, round_id: int) -> int | None:
    """One's own answer in a round, begun or handed in."""
    query = select(Submission.id).where(
        Submission.round360_id == round_id, Submission.owner_id == person_id
    )
    return db.read().scalar(query)


def answers_of(round_id: int) -> list[dict[str, Any]]:
    """The answers handed in, without who wrote them or when, in no order that tells anything."""
    later = aliased(Revision)
    last = select(func.max(later.id)).where(
        later.submission_id == Submission.id, later.reason == "submitted"
    )
    query = (
        select(Revision.answers)
        .join(Submission, Submission.id == Revision.submission_id)
        .where(
            Submission.round360_id == round_id,
            Submission.submitted_at.is_not(None),
            Revision.id == last.scalar_subquery(),
        )
    )
    return list(db.read().scalars(query))


def _rounds(*conditions: Any) -> list[RoundRow]:
    about, opener = aliased(Person), aliased(Person)
    r = FeedbackRound
    query = (
        select(
            r.id, r.exercise, r.about_id, about.name, r.asked_by_id, opener.name, r.opened_at, r.due_on,
            r.closed_at,
        )
        .join(about, about.id == r.about_id)
        .join(opener, opener.id == r.asked_by_id)
        .where(*conditions)
        .order_by(r.id.desc())
    )  # fmt: skip
    return [RoundRow(*row) for row in db.read().execute(query)]


def _is_by_a_superior(row: SubmissionRow) -> bool:
    """Whether those who lead the person see it too; what a peer shares stays between the two."""
    definition = present(row.exercise, row.owner_id)
    return definition is not None and definition.filled_by == "manager_about_person"


def _led(me: Me) -> Select[Any]:
    led = union(people_under(me.id), trained_people(me.id)).subquery()
    return select(led.c[0])


def _peers(person_id: int) -> Select[Any]:
    """Members, now, of the open classes and of the team that somebody is in."""
    now = CohortMembership.to_on.is_(None)
    classes = (
        select(CohortMembership.cohort_id)
        .join(Cohort, Cohort.id == CohortMembership.cohort_id)
        .where(CohortMembership.person_id == person_id, now, Cohort.closed_at.is_(None))
    )
    teams = select(TeamMembership.team_id).where(
        TeamMembership.person_id == person_id, TeamMembership.to_on.is_(None)
    )
    both = union(
        select(CohortMembership.person_id).where(CohortMembership.cohort_id.in_(classes), now),
        select(TeamMembership.person_id).where(
            TeamMembership.team_id.in_(teams), TeamMembership.to_on.is_(None)
        ),
    ).subquery()
    return select(both.c[0])
