"""Reading what the accepted forms of a team or class say: so many statements, however many people there are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from courseware import db
from courseware.accounts.models import Person as Account
from courseware.accounts.queries import people_under
from courseware.accounts.types import Me
from courseware.authoring.queries import contents
from courseware.authoring.rules import digest_of
from courseware.cohorts.models import CohortMembership, CohortTrainer, Group
from courseware.content.definitions import Course, Digest
from courseware.exercise.models import Author, Revision, Submission
from courseware.exercise.rules.pinned import exercise_from
from courseware.kit import clock
from courseware.kit.clock import Period
from courseware.learning.models import Obligation
from courseware.reports.rules.parts import EXPECTED, PARTS, RESULTS
from courseware.reports.rules.submissions import counts, readable, said_of
from courseware.reports.types import Member
from courseware.reports.types.submissions import AskedFor, Asking, Form, Person, Said
from courseware.settings import queries as organisation
from courseware.web import zone

#: whose answers are read
SPEAKING = frozenset(part.exercise for part in PARTS)


@dataclass(frozen=True, slots=True)
class _Row:
    """A form as its row has it."""

    id: int
    exercise: str
    owner_id: int
    owner: str
    group_id: int | None
    accepted_at: Any
    returned_at: Any
    version: str
    wording: str
    carried: Mapping[str, Any]


def said_in(me: Me, course: Course, members: Sequence[Member], period: Period | None) -> Said:
    """What the forms of these people say to `me`, who may read those of people they manage or train now.

    Accepted words alone are read, in six statements.
    """
    ids = [member.id for member in members]
    people = _people(me, members, period)
    known = {person.id: person for person in people}
    rows = _forms(ids, _wanted(course))
    authors = _authors([row.id for row in rows if row.group_id is not None])
    forms = [_form(row, authors) for row in rows]
    spoken = [form for form in forms if _is_read(form, known)]
    told = _with_answers(course, spoken, {row.id: row for row in rows})
    asking = Asking(zone.today(), organisation.current().time_zone, period)
    return said_of(
        asking,
        people,
        [told.get(form.id, form) for form in forms],
        asked=_asked(ids),
        today=course.exercises,
    )


def _people(me: Me, members: Sequence[Member], period: Period | None) -> list[Person]:
    """Up to now what a refresher counts from cuts off what is older; after somebody left, nothing counts."""
    open_to = _readable(me, [member.id for member in members])
    found = []
    for member in members:
        starts = [first for first, _ in member.windows]
        ends = [end for _, end in member.windows]
        since = None if period or None in starts else min(s for s in starts if s)
        left = None if None in ends else max(e for e in ends if e)
        if left is not None and period is not None and left >= _after(period):
            left = None
        found.append(
            Person(
                member.id,
                member.name,
                member.is_current,
                member.id in open_to,
                since=since,
                end=left,
            )
        )
    return found


def _after(period: Period) -> datetime:
    """The first moment after a period, in the organisation's time zone."""
    first = period.last + timedelta(days=1)
    return datetime.combine(first, time(), organisation.current().zone)


def _readable(me: Me, ids: Collection[int]) -> set[int]:
    """Those whose accepted forms `me` may read: who is below them or in a class of theirs now."""
    trained = (
        select(CohortMembership.person_id)
        .join(CohortTrainer, CohortTrainer.cohort_id == CohortMembership.cohort_id)
        .where(
            CohortTrainer.person_id == me.id, _is_member_now(), CohortMembership.person_id != me.id
        )
    )
    query = select(Account.id).where(
        Account.id.in_(ids), or_(Account.id.in_(people_under(me.id)), Account.id.in_(trained))
    )
    return set(db.read().scalars(query))


def _is_member_now() -> ColumnElement[bool]:
    to_on = CohortMembership.to_on
    return or_(to_on.is_(None), to_on > zone.today())


def _wanted(course: Course) -> frozenset[str]:
    """The forms that speak, those whose absence is named, and those through which goals are carried over."""
    found, ahead = {*SPEAKING, *EXPECTED}, [RESULTS.exercise]
    while ahead:
        form = course.exercises.get(ahead.pop())
        for one in form.fields if form else ():
            sources = {named.partition(".")[0] for named in one.carry_from} - found
            found |= sources
            ahead.extend(sources)
    return frozenset(found)


def _forms(ids: Collection[int], exercises: Collection[str]) -> list[_Row]:
    """What these people have handed in, alone or in a group; nothing about a person, and no draft."""
    s = Submission
    mine = select(Author.submission_id).where(Author.person_id.in_(ids))
    query = (
        select(
            s.id, s.exercise, s.owner_id, func.coalesce(Group.name, Account.name), s.group_id, s.accepted_at,
            s.returned_at, s.version, s.wording, s.carried,
        )
        .join(Account, Account.id == s.owner_id)
        .outerjoin(Group, Group.id == s.group_id)
        .where(
            s.exercise.in_(exercises),
            s.submitted_at.is_not(None),
            s.about_id.is_(None),
            s.round360_id.is_(None),
            Account.erased_at.is_(None),
            or_(and_(s.group_id.is_(None), s.owner_id.in_(ids)), s.id.in_(mine)),
        )
        .order_by(s.id)
    )  # fmt: skip
    return [_Row(*row) for row in db.read().execute(query)]


def _authors(ids: Collection[int]) -> dict[int, set[int]]:
    if not ids:
        return {}
    found: dict[int, set[int]] = {}
    query = select(Author.submission_id, Author.person_id).where(Author.submission_id.in_(ids))
    for submission_id, person_id in db.read().execute(query):
        found.setdefault(submission_id, set()).add(person_id)
    return found


def _form(row: _Row, authors: Mapping[int, set[int]]) -> Form:
    people = authors.get(row.id, set()) if row.group_id is not None else {row.owner_id}
    return Form(
        row.id,
        row.exercise,
        row.owner,
        frozenset(people),
        row.accepted_at,
        row.returned_at,
        carried=row.carried,
    )


def _is_read(form: Form, known: Mapping[int, Person]) -> bool:
    return form.exercise in SPEAKING and counts(form, known) and readable(form, known)


def _with_answers(
    course: Course, forms: Sequence[Form], rows: Mapping[int, _Row]
) -> dict[int, Form]:
    """The forms with what was handed in last, each with the version it was handed in with."""
    words = {row[0]: row[1] for row in db.read().execute(_last([form.id for form in forms]))}
    digests = {form.id: Digest(rows[form.id].version, rows[form.id].wording) for form in forms}
    old = {
        digest_of(digests[form.id])
        for form in forms
        if not _is_todays(course, form.exercise, digests[form.id])
    }
    kept = {digest: exercise_from(content) for digest, content in contents(old).items()}
    found: dict[int, Form] = {}
    for form in forms:
        # "What was handed in is always shown with the form it was handed in with": docs/authoring.md.
        definition = kept.get(digest_of(digests[form.id])) or course.exercises.get(form.exercise)
        if definition is not None and form.id in words:
            found[form.id] = replace(form, definition=definition, answers=words[form.id])
    return found


def _last(ids: Collection[int]) -> Select[Any]:
    newest = (
        select(func.max(Revision.id))
        .where(Revision.submission_id.in_(ids), Revision.reason == "submitted")
        .group_by(Revision.submission_id)
    )
    return select(Revision.submission_id, Revision.answers).where(Revision.id.in_(newest))


def _is_todays(course: Course, exercise: str, digest: Digest) -> bool:
    today = course.exercises.get(exercise)
    return today is not None and today.digest == digest


def _asked(ids: Collection[int]) -> list[AskedFor]:
    """The forms they were asked for and still owe."""
    o = Obligation
    query = select(o.person_id, o.item, o.due_on, o.due_at).where(
        o.person_id.in_(ids),
        o.kind == "exercise",
        o.item.in_(EXPECTED),
        o.fulfilled_at.is_(None),
        o.closed_at.is_(None),
    )
    name = organisation.current().time_zone
    return [
        AskedFor(r[0], r[1], r[2] or (clock.local_day(r[3], name) if r[3] else None))
        for r in db.read().execute(query)
    ]
