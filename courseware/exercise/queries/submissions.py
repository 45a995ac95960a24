"""Reading forms and what people filled in; each submission through the rule of who sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import manages
from courseware.accounts.types import Me
from courseware.cohorts.models import Group
from courseware.errors import Forbidden, NotFound
from courseware.exercise.models import Revision, Submission
from courseware.exercise.queries import about, together
from courseware.exercise.queries.versions import definition_of, draft, on_its_version, on_present
from courseware.exercise.rules.drawing import draw
from courseware.exercise.types import Printable, RevisionRow, Source, SubmissionRow
from courseware.learning.models import Obligation
from courseware.review import queries as reviews


@dataclass(frozen=True, slots=True)
class Seen:
    """A submission and what `me` is to it: owner (an author), reviewer (of the round that waits), reader, or the person it is `about`."""

    row: SubmissionRow
    relation: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An open obligation to fill in a form."""

    id: int
    item: str
    due_at: datetime | None
    asked_by: str | None
    reviewer_id: int | None
    needs_acceptance: bool


def get_submission_for(me: Me, submission_id: int) -> Seen:
    """The submission as `me` may see it; NotFound to strangers, and to all but its authors while it is a draft."""
    row = submission(submission_id)
    if row is None:
        raise NotFound
    row = on_its_version(row)
    found = _seen(me, row)
    if me.is_support and found.relation == "owner":
        if row.submitted_at is None:
            raise Forbidden("A draft belongs to the person alone: support does not see it.")
        return Seen(row, "reader")
    return found


def _seen(me: Me, row: SubmissionRow) -> Seen:
    if row.about_id is not None:
        return Seen(row, about.relation(me, row))
    if together.is_author(me.id, row):
        return Seen(row, "owner")
    if row.round == 0 or row.submitted_at is None:
        raise NotFound
    waiting = reviews.waiting_for(("submission", row.id))
    if waiting and reviews.may_review(me, row.owner_id, waiting.reviewer_id):
        return Seen(row, "reviewer")
    people = together.authors(row.id) if row.group_id is not None else [row.owner_id]
    if me.id in people or any(_may_read(me, row, person) for person in people):
        return Seen(row, "reader")
    raise NotFound


def submission(submission_id: int) -> SubmissionRow | None:
    """The facts of a submission, whoever asks."""
    row = db.read().execute(_rows().where(Submission.id == submission_id)).first()
    return SubmissionRow(*row) if row else None


def submissions_of(owner_id: int, exercise: str | None = None) -> list[SubmissionRow]:
    """What somebody has filled in, the newest first."""
    query = _rows().where(Submission.owner_id == owner_id)
    if exercise is not None:
        query = query.where(Submission.exercise == exercise)
    return [SubmissionRow(*row) for row in db.read().execute(query.order_by(Submission.id.desc()))]


def revisions(submission_id: int, *reasons: str) -> list[RevisionRow]:
    """The revisions made for these reasons, the oldest first."""
    query = select(
        Revision.id, Revision.reason, Revision.round, Revision.at, Revision.answers, Revision.marks
    )
    query = query.where(
        Revision.submission_id == submission_id, Revision.reason.in_(reasons)
    ).order_by(Revision.id)
    return [RevisionRow(*row) for row in db.read().execute(query)]


def handed_in(submission_id: int) -> RevisionRow | None:
    """The words of the last round; what everybody but the owner sees."""
    found = revisions(submission_id, "submitted")
    return found[-1] if found else None


def sources_for(owner_id: int, exercises: Iterable[str]) -> dict[str, Source]:
    """Of each form, the owner's newest accepted submission, else the newest handed in."""
    later = aliased(Revision)
    last = select(func.max(later.id)).where(
        later.submission_id == Submission.id, later.reason == "submitted"
    )
    query = (
        select(
            Submission.exercise, Submission.id, Revision.answers, Submission.accepted_at,
            Submission.submitted_at, Submission.owner_id, Submission.module, Submission.version, Submission.wording,
        )
        .join(Revision, Revision.submission_id == Submission.id)
        .where(
            Revision.id == last.scalar_subquery(),
            Submission.owner_id == owner_id,
            Submission.exercise.in_(list(exercises)),
            Submission.submitted_at.is_not(None),
            Submission.about_id.is_(None),
        )
        # The best comes last: accepted after handed in, newer after older.
        .order_by(Submission.accepted_at.is_not(None), Submission.accepted_at, Submission.submitted_at)
    )  # fmt: skip
    best = {row.exercise: row for row in db.read().execute(query)}
    return {
        exercise: Source(
            exercise, row.id, on_present(row, row.answers), row.accepted_at or row.submitted_at,
            "accepted" if row.accepted_at else "submitted",
        )
        for exercise, row in best.items()
    }  # fmt: skip


def asked_of(person_id: int, item: str | None = None) -> list[Asked]:
    """The open obligations of somebody to fill in forms, the earliest due first."""
    asker = aliased(Person)
    query = (
        select(
            Obligation.id, Obligation.item, Obligation.due_at, asker.name, Obligation.reviewer_id,
            Obligation.asked_by_id, Obligation.source_kind, Obligation.needs_acceptance,
        )
        .outerjoin(asker, asker.id == Obligation.asked_by_id)
        .where(
            Obligation.person_id == person_id, Obligation.kind == "exercise",
            Obligation.fulfilled_at.is_(None), Obligation.closed_at.is_(None),
        )
        .order_by(Obligation.due_at.is_(None), Obligation.due_at, Obligation.id)
    )  # fmt: skip
    if item is not None:
        query = query.where(Obligation.item == item)
    rows = []
    for r in db.read().execute(query):
        # Whoever assigned it accepts it, unless somebody else is named; a schedule leaves it to the trainers.
        reviewer = r.reviewer_id or (r.asked_by_id if r.source_kind == "assignment" else None)
        rows.append(Asked(r.id, r.item, r.due_at, r.name, reviewer, r.needs_acceptance))
    return rows


def printable(submission_id: int, lang: str) -> Printable:
    """All that a document about a submission needs: the last round's words; a first draft's where there is none."""
    row = submission(submission_id)
    if row is None:
        raise NotFound
    definition = definition_of(row)
    words = handed_in(submission_id)
    if words is None:
        own = draft(submission_id)
        return Printable(row, definition, draw(definition, own.answers, lang), 0, own.changed_at)
    return Printable(row, definition, draw(definition, words.answers, lang), words.round, words.at)


def _rows() -> Any:
    owner, accepter, subject = aliased(Person), aliased(Person), aliased(Person)
    s = Submission
    # an answer in a round has a period of its own, which says nothing to anybody
    period = case((s.round360_id.is_not(None), ""), else_=s.period)
    return (
        select(
            s.id, s.exercise, s.module, s.owner_id, func.coalesce(Group.name, owner.name), period, s.obligation_id, s.round, s.created_at,
            s.submitted_at, s.returned_at, s.done_at, s.accepted_at, accepter.name, s.accepted_role, s.mend,
            s.carried, s.version, s.group_id, s.about_id, subject.name, s.round360_id, s.shared_at, s.reply,
            s.replied_at, s.wording,
        )
        .join(owner, owner.id == s.owner_id)
        .outerjoin(accepter, accepter.id == s.accepted_by_id)
        .outerjoin(subject, subject.id == s.about_id)
        .outerjoin(Group, Group.id == s.group_id)
    )  # fmt: skip


def _may_read(me: Me, row: SubmissionRow, person: int) -> bool:
    """Whether `me` trains somebody whose work it is, asked them for it, or leads them and it was accepted."""
    return reviews.trains(me.id, person) or _asked_for(me, row, person) or _led(me, row, person)


def _asked_for(me: Me, row: SubmissionRow, person: int) -> bool:
    """Whether `me` asked the owner, whom they still lead, for this form, or was named by another to review it."""
    named = and_(Obligation.reviewer_id == me.id, Obligation.asked_by_id.is_distinct_from(me.id))
    leads = me.is_administrator or manages(me.id, person)
    closed = Obligation.closed_reason
    asked = exists().where(
        Obligation.person_id == person,
        Obligation.kind == "exercise",
        Obligation.item == row.exercise,
        or_(Obligation.asked_by_id == me.id, named) if leads else named,
        or_(closed.is_(None), closed != "cancelled") if leads else closed.is_(None),
    )
    return bool(db.read().scalar(select(asked)))


def _led(me: Me, row: SubmissionRow, person: int) -> bool:
    return row.accepted_at is not None and me.is_manager and manages(me.id, person)
