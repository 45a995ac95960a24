"""What concerns somebody who leads others: what is late, what came in, whom to look at."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, literal, or_, select, union, union_all

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import people_under
from courseware.accounts.types import Me
from courseware.assignments.queries import titles
from courseware.certificates.models import Certificate
from courseware.coaching.models import Observation
from courseware.cohorts.queries import requests_waiting, trained_people
from courseware.content.definitions import Course, Text
from courseware.exercise.models import Submission
from courseware.home.queries.needing import who_needs_help
from courseware.home.rules import together
from courseware.home.types import Board, CameIn, LateItem, LatePerson
from courseware.kit import clock
from courseware.learning.models import Obligation, Step
from courseware.notices.models import Notice
from courseware.review.models import Waiting
from courseware.web.zone import today

#: so many of each are named; the rest is a number and a link
MOST_LATE, MOST_CAME, MOST_LOOK = 6, 7, 4
#: items of late people that are read at most
MOST_ITEMS = 300
#: of what came in, of each sort
MOST_READ = 30
PASSED = ("quiz", "roleplay", "final", "task")
#: of what waits for a review, as what it was asked for
KINDS = {"session": "roleplay", "attempt": "quiz"}
EXAM = Text("结业考试", "Final exam")
#: what came in is shown so long
WEEK = timedelta(days=7)


def led_by(me: Me) -> Select[Any]:
    """A select of the ids of the active people below somebody or in their classes; never themselves."""
    led = union(people_under(me.id), trained_people(me.id)).subquery()
    return select(Person.id).where(
        Person.id.in_(select(led.c[0])), Person.deactivated_at.is_(None), Person.id != me.id
    )


def board_of(me: Me, course: Course, since: datetime) -> Board:
    """Everything on one screen, in so many statements; `since` is the last look."""
    ids = led_by(me)
    late, people = _late(course, ids)
    came = _came_in(course, ids, since)
    looking = who_needs_help(course, ids)
    return Board(
        late=tuple(late[:MOST_LATE]),
        more_late=max(0, people - min(len(late), MOST_LATE)),
        came_in=tuple(came[:MOST_CAME]),
        new=sum(row.count for row in came if row.is_new),
        since=since,
        look_at=tuple(looking[:MOST_LOOK]),
        more_to_look_at=max(0, len(looking) - MOST_LOOK),
        requests=tuple(requests_waiting(me)),
        observations=_observations(me),
    )


def reminder_key(obligation_id: int) -> str:
    """Under which a reminder of today is told, whoever sends it."""
    return f"reminded:{obligation_id}:{today()}"


def late_items(ids: Select[Any], *conditions: Any) -> list[Any]:
    """Open obligations of these people that are past their date, the oldest first."""
    o = Obligation
    query = (
        select(o.id, o.person_id, Person.name, o.kind, o.item, o.due_on, o.due_at)
        .join(Person, Person.id == o.person_id)
        .where(
            o.person_id.in_(ids),
            o.fulfilled_at.is_(None),
            o.closed_at.is_(None),
            o.due_at < clock.now(),
            *conditions,
        )
        .order_by(o.due_at, o.id)
        .limit(MOST_ITEMS)
    )
    return list(db.read().execute(query))


def _late(course: Course, ids: Select[Any]) -> tuple[list[LatePerson], int]:
    """By person, who has the oldest first; and how many people there are."""
    rows = late_items(ids)
    called = titles(course, [row.item for row in rows])
    reminded = _reminded([row.id for row in rows])
    found: dict[int, list[LateItem]] = {}
    names = {row.person_id: row.name for row in rows}
    for row in rows:
        item = LateItem(row.id, called(row.kind, row.item), row.due_on, reminded.get(row.id))
        found.setdefault(row.person_id, []).append(item)
    people = [LatePerson(key, names[key], tuple(items)) for key, items in found.items()]
    return people, _late_people(ids) if len(rows) == MOST_ITEMS else len(people)


def _late_people(ids: Select[Any]) -> int:
    o = Obligation
    query = select(func.count(func.distinct(o.person_id))).where(
        o.person_id.in_(ids),
        o.fulfilled_at.is_(None),
        o.closed_at.is_(None),
        o.due_at < clock.now(),
    )
    return db.read().scalar(query) or 0


def _reminded(obligations: list[int]) -> dict[int, datetime]:
    """When somebody was reminded of these today."""
    keys = {reminder_key(number): number for number in obligations}
    query = select(Notice.key, Notice.created_at).where(Notice.key.in_(keys))
    return {keys[row[0]]: row[1] for row in db.read().execute(query)} if keys else {}


def _came_in(course: Course, ids: Select[Any], since: datetime) -> list[CameIn]:
    first = min(since, clock.now() - WEEK)
    rows = [
        *_steps(course, ids, first, since),
        *_handed_in(course, ids, first, since),
        *_certificates(ids, first, since),
    ]
    return together(sorted(rows, key=lambda row: row.at, reverse=True))


def _steps(course: Course, ids: Select[Any], first: datetime, since: datetime) -> list[CameIn]:
    """Passed and accepted; practice stays private until it is passed."""
    s = Step
    accepted = and_(s.kind == "exercise", s.grade == "accepted")
    query = (
        select(s.kind, s.item, s.person_id, Person.name, s.at, s.source_kind, s.source_id)
        .join(Person, Person.id == s.person_id)
        .where(
            s.person_id.in_(ids),
            s.at >= first,
            s.withdrawn_at.is_(None),
            or_(accepted, and_(s.passed, s.kind.in_(PASSED))),
        )
        .order_by(s.at.desc(), s.id.desc())
        .limit(MOST_READ)
    )
    rows = db.read().execute(query).all()
    called = titles(course, [row.item for row in rows])
    return [
        CameIn(
            "accepted" if row.kind == "exercise" else "passed",
            row.person_id,
            row.name,
            EXAM if row.kind == "final" else called(row.kind, row.item),
            row.at,
            f"/submissions/{row.source_id}"
            if row.kind == "exercise" and row.source_kind == "submission"
            else f"/people/{row.person_id}",
            row.at >= since,
        )
        for row in rows
    ]


def _handed_in(course: Course, ids: Select[Any], first: datetime, since: datetime) -> list[CameIn]:
    """Forms that were handed in, but those about others; and role-plays and texts that wait for a review."""
    s, w = Submission, Waiting
    forms = select(
        literal("exercise").label("kind"), s.owner_id.label("owner"), s.exercise.label("item"), s.submitted_at.label("at"),
    ).where(s.owner_id.in_(ids), s.submitted_at >= first, s.round > 0, s.about_id.is_(None))  # fmt: skip
    others = select(w.object_kind, w.owner_id, w.item, w.since).where(
        w.owner_id.in_(ids), w.since >= first, w.object_kind != "submission"
    )
    both = union_all(forms, others).subquery()
    query = (
        select(both.c.kind, both.c.owner, Person.name, both.c.item, both.c.at)
        .join(Person, Person.id == both.c.owner)
        .order_by(both.c.at.desc())
        .limit(MOST_READ)
    )
    rows = db.read().execute(query).all()
    called = titles(course, [row.item for row in rows])
    return [
        CameIn(
            "handed-in",
            row.owner,
            row.name,
            called(KINDS.get(row.kind, row.kind), row.item),
            row.at,
            f"/people/{row.owner}",
            row.at >= since,
        )
        for row in rows
    ]


def _certificates(ids: Select[Any], first: datetime, since: datetime) -> list[CameIn]:
    c = Certificate
    query = (
        select(c.serial, c.person_id, Person.name, c.facts, c.issued_at)
        .join(Person, Person.id == c.person_id)
        .where(c.person_id.in_(ids), c.issued_at >= first, c.revoked_at.is_(None))
        .order_by(c.issued_at.desc())
        .limit(MOST_READ)
    )
    return [
        CameIn(
            "certificate",
            row.person_id,
            row.name,
            Text(row.facts["title"]["zh"], row.facts["title"]["en"]),
            row.issued_at,
            f"/certificates/{row.serial}.pdf",
            row.issued_at >= since,
        )
        for row in db.read().execute(query)
    ]


def _observations(me: Me) -> int:
    """Forms about graduates that wait for this manager."""
    o, s = Observation, Submission
    query = (
        select(func.count())
        .select_from(o)
        .outerjoin(s, s.id == o.submission_id)
        .where(o.observer_id == me.id, o.closed_at.is_(None), s.shared_at.is_(None))
    )
    return db.read().scalar(query) or 0
