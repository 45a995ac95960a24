"""No page of lists asks the database more often because there are more people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from courseware import db
from courseware.accounts.models import Person, TeamMembership
from courseware.assignments.models import Assignment, AssignmentTarget
from courseware.cohorts.models import CohortMembership, JoinRequest
from courseware.content.definitions import Course
from courseware.exercise.models import Draft, Revision, Submission
from courseware.feedback.models import Mistake, Pulse, Question, Saying
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.kit.outbox import Message
from courseware.learning.models import Enrolment, Obligation, Progress, Step
from courseware.notices.models import Notice
from courseware.review.models import Waiting
from courseware.roleplay.models import Recording
from courseware.roleplay.models import Session as Talk
from courseware.web import remembering, zone
from tests.world import START, Cast

Browser = Callable[[str], FlaskClient]
#: who opens the pages: everybody who sees more than themselves
READERS = ("ada", "tara", "mei", "bo", "lin", "ann")
#: pages that answer something else than a list, or look outside the database
NOT_LISTS = frozenset({"/healthz", "/readyz", "/static/site.css", "/login", "/password"})
FEW, MANY = 10, 60


@dataclass(frozen=True, slots=True)
class Asked:
    """What the world asks of its people."""

    assignment: int


def ask(session: Session, cast: Cast) -> Asked:
    """An assignment for the team of mei, to which everybody belongs."""
    at = clock.now() - timedelta(days=3)
    assignment = Assignment(
        asked_by_id=cast.mei, kind="module", item="01-first-talk", created_at=at,
        due_at=at + timedelta(days=9), quantity=1,
    )  # fmt: skip
    session.add(assignment)
    session.flush()
    session.add(AssignmentTarget(assignment_id=assignment.id, team_id=cast.team))
    return Asked(assignment.id)


def fill(session: Session, cast: Cast, numbers: range, asked: Asked) -> list[int]:
    """People in lin's class and team, each with work of every kind, some late, some failed."""
    now = clock.now()
    people = [{"email": f"p{n}@test.example", "name": f"人{n:02d}"} for n in numbers]
    session.execute(insert(Person), people)
    emails = [one["email"] for one in people]
    query = select(Person.id).where(Person.email.in_(emails)).order_by(Person.id)
    ids = list(session.scalars(query))
    many: dict[type[db.Base], list[dict[str, object]]] = {}
    for one in ids:
        late = now - timedelta(days=1 + one % 5)
        rows: list[tuple[type[db.Base], dict[str, object]]] = [
            (TeamMembership, {"person_id": one, "team_id": cast.team, "from_on": START}),
            (CohortMembership, {"person_id": one, "cohort_id": cast.cohort, "from_on": START}),
            (Enrolment, {"person_id": one, "track": "new-seller", "edition": "2026-1", "cohort_id": cast.cohort}),
            (Obligation, {"person_id": one, "kind": "module", "item": "01-first-talk", "source_kind": "assignment",
                          "source_id": asked.assignment, "asked_by_id": cast.mei, "due_at": late}),
            (Progress, {"person_id": one, "module": "01-first-talk", "opened_at": late}),
            (Step, {"person_id": one, "kind": "lesson", "item": "01-first-talk", "module": "01-first-talk", "at": late,
                    "passed": True}),
            (Entry, {"actor_id": one, "verb": "did", "object_kind": "lesson", "object_id": "01-first-talk",
                     "about_id": one, "particulars": {}}),
        ]  # fmt: skip
        for model, values in rows:
            many.setdefault(model, []).append(values)
    for model, values in many.items():
        session.execute(insert(model), values)
    return ids


def work(session: Session, cast: Cast, ids: list[int], course: Course) -> None:
    """What people have handed in, said and asked, so that queues and lists have a line of each."""
    now = clock.now()
    form, talk = course.exercises["field-note"], course.roleplays["deck-talk"]
    forms = [
        {"exercise": form.id, "module": "01-first-talk", "owner_id": one, "version": form.digest.version,
         "wording": form.digest.text, "round": 1, "submitted_at": now}
        for one in ids
    ]  # fmt: skip
    talks = [
        {"person_id": one, "roleplay": talk.id, "lang": "zh", "version": talk.digest.version,
         "text": talk.digest.text, "ended_at": now, "result": "good", "score": 80.0, "passed": True,
         "marks": {}, "handed_in_at": now}
        for one in ids
    ]  # fmt: skip
    questions = [{"person_id": one, "module": "01-first-talk", "anchor": "scene"} for one in ids]
    made = {
        model: list(session.scalars(insert(model).returning(model.id), rows))
        for model, rows in ((Submission, forms), (Talk, talks), (Question, questions))
    }
    rows: dict[type[db.Base], list[dict[str, object]]] = {
        Draft: [{"submission_id": n, "answers": {}} for n in made[Submission]],
        Revision: [
            {"submission_id": n, "reason": "submitted", "round": 1, "by_id": one, "answers": {}}
            for n, one in zip(made[Submission], ids, strict=True)
        ],
        Waiting: [
            {"object_kind": kind, "object_id": n, "owner_id": one, "item": item}
            for kind, model, item in (("submission", Submission, form.id), ("session", Talk, talk.id))
            for n, one in zip(made[model], ids, strict=True)
        ],
        Saying: [
            {"question_id": n, "by_id": one, "is_answer": False, "text": "?"}
            for n, one in zip(made[Question], ids, strict=True)
        ],
        Mistake: [
            {"person_id": one, "module": "01-first-talk", "anchor": "scene", "lang": "zh", "version": "x",
             "text": "!"}
            for one in ids
        ],
        Recording: [
            {"person_id": one, "industry": "manufacturing", "objection": "x", "file": f"{one:032d}.webm",
             "mime": "audio/webm", "size": 1, "seconds": 1.0, "expires_at": now + timedelta(days=9),
             "shared_at": now}
            for one in ids
        ],
        Message: [
            {"channel": "mail", "address": f"{one}@test.example", "subject": "x", "body": "x", "key": f"k{one}"}
            for one in ids
        ],
        Notice: [
            {"person_id": reader, "sentence": "x", "values": {}, "href": "/", "key": f"k{one}"}
            for one in ids
            for reader in (cast.lin, cast.tara, cast.mei, cast.ada)
        ],
        JoinRequest: [
            {"cohort_id": cast.cohort, "person_id": None, "name": f"新{one}", "email": f"n{one}@test.example"}
            for one in ids
        ],
        Pulse: [{"person_id": one, "module": "01-first-talk", "useful": 4, "clear": 5} for one in ids],
    }  # fmt: skip
    for model, values in rows.items():
        session.execute(insert(model), values)


def pages(app: Flask, cast: Cast, asked: Asked) -> list[str]:
    """Every page without parameters, and the pages of a class, a team, a person and an assignment."""
    words = {
        "cohort_id": cast.cohort, "cohort": cast.cohort, "team_id": cast.team, "team": cast.team,
        "person_id": cast.lin, "person": cast.lin, "assignment_id": asked.assignment,
    }  # fmt: skip
    of = {"/cohorts/": cast.cohort, "/assignments/": asked.assignment, "/people/": cast.lin,
          "/admin/teams/": cast.team, "/admin/people/": cast.lin}  # fmt: skip
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule in NOT_LISTS:
            continue
        known = {name: words[name] for name in rule.arguments if name in words}
        if rule.arguments in ({"number"}, {"n"}):
            start = next((start for start in of if rule.rule.startswith(start)), None)
            known = dict.fromkeys(rule.arguments, of[start]) if start else {}
        if set(known) == rule.arguments:
            built = rule.build(known)
            assert built is not None
            found.add(built[1])
    found |= {"/search?q=li", "/search/suggestions?q=li"}  # without words nobody is looked for
    return sorted(page for page in found if not page.endswith((".pdf", ".xlsx")))


def counts(
    client_of: Browser, addresses: list[str], count: Callable[[], int]
) -> dict[tuple[str, str], int]:
    """By reader and page, how many statements an answer of 200 took; the second time, when what is kept is kept."""
    found = {}
    for name in READERS:
        client = client_of(name)
        for page in addresses:
            if client.get(page).status_code != 200:
                continue
            before = count()
            client.get(page)
            found[name, page] = count() - before
    return found


def test_lists_ask_as_often_for_many_people_as_for_few(
    app: Flask, client_of: Browser, database: db.Database, cast: Cast, course: Course,
    count_sql: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    # What is read again every second would be counted by chance.
    monkeypatch.setattr(remembering, "AGE", 3600.0)
    with db.transaction(database) as session:
        asked = ask(session, cast)
        work(session, cast, fill(session, cast, range(FEW), asked), course)
    addresses = pages(app, cast, asked)
    few = counts(client_of, addresses, count_sql)
    with db.transaction(database) as session:
        work(session, cast, fill(session, cast, range(FEW, MANY), asked), course)
    many = counts(client_of, addresses, count_sql)
    grown = {place: (few[place], many.get(place)) for place in few if few[place] != many.get(place)}
    assert grown == {}
    assert len(few) > 100
    assert zone.today() > START
