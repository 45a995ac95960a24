"""Reading stars: those on one form, and the starred lines of the people somebody trains."""

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts.queries import trained_people
from courseware.exercise.models import Revision, Star, Submission
from courseware.exercise.queries.submissions import Seen
from courseware.exercise.types import Answers
from courseware.exercise.types.starring import StarredForm, StarRow
from courseware.review import queries as reviews


def stars_of(submission_id: int) -> list[StarRow]:
    """The stars on a form, the first first."""
    query = select(Star.id, Star.place, Star.round, Star.by_id).where(
        Star.submission_id == submission_id
    )
    return [StarRow(*row) for row in db.read().execute(query.order_by(Star.id))]


def may_star(me: Me, seen: Seen) -> bool:
    """Whether `me` may star lines of a form: its reviewer, now or before, or a trainer of its owner."""
    if seen.relation == "owner" or seen.row.owner_id == me.id:
        return False
    if seen.relation == "reviewer" or reviews.trains(me.id, seen.row.owner_id):
        return True
    said = reviews.reviews_of(("submission", seen.row.id))
    return any(review.reviewer_id == me.id for review in said)


def starred_forms(me: Me, exercise: str) -> list[StarredForm]:
    """The forms with stars of the people that `me` trains now, the newest first.

    A form that its owner took back is not among them, nor one about a person: that is not its writer's to show.
    """
    query = (
        select(Submission.id, Person.name, Star.id, Star.place, Star.round, Star.by_id)
        .join(Submission, Submission.id == Star.submission_id)
        .join(Person, Person.id == Submission.owner_id)
        .where(
            Submission.exercise == exercise,
            Submission.owner_id.in_(trained_people(me.id)),
            Submission.owner_id != me.id,
            Submission.submitted_at.is_not(None),
            Submission.about_id.is_(None),
            Submission.round360_id.is_(None),
            Person.erased_at.is_(None),
        )
        .order_by(Submission.id.desc(), Star.id)
    )
    owners: dict[int, str] = {}
    stars: dict[int, list[StarRow]] = {}
    for submission_id, owner, star_id, place, number, by_id in db.read().execute(query):
        owners[submission_id] = owner
        stars.setdefault(submission_id, []).append(StarRow(star_id, place, number, by_id))
    words = _words(list(owners))
    return [StarredForm(n, owner, stars[n], words.get(n, {})) for n, owner in owners.items()]


def _words(submission_ids: list[int]) -> dict[int, dict[int, Answers]]:
    """What was handed in, by submission and round."""
    query = (
        select(Revision.submission_id, Revision.round, Revision.answers)
        .where(Revision.submission_id.in_(submission_ids), Revision.reason == "submitted")
        .order_by(Revision.id)
    )
    found: dict[int, dict[int, Answers]] = {}
    for submission_id, number, answers in db.read().execute(query):
        found.setdefault(submission_id, {})[number] = answers
    return found
