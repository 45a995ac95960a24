"""A certificate comes by itself when its rule holds, once, and not before."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from courseware import db, worker
from courseware.certificates import actions
from courseware.certificates.actions import Earned
from courseware.certificates.jobs import person_progressed, submission_accepted
from courseware.certificates.models import Certificate
from courseware.content.definitions import Course
from courseware.errors import Conflict, Refused
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.learning.actions import enrol
from courseware.learning.models import Enrolment
from courseware.notices.models import Notice
from tests.certificates.conftest import ALL, Browser, Finish, do, serials
from tests.world import Cast

#: what was certified, the oldest certificate first
_FACTS = select(Certificate.facts).order_by(Certificate.id)


def earned(person_id: int) -> Earned:
    facts = {"name": "林夏", "title": {"zh": "课", "en": "Course"}}
    return Earned("course", person_id, 77, "new-seller", "test-1", facts)


def count(database: db.Database, model: Any) -> int:
    with db.reading(database) as rows:
        return rows.scalar(select(func.count()).select_from(model)) or 0


def test_asking_twice_gives_one_certificate_and_one_notice(database: db.Database, cast: Cast):
    found = set()
    for _ in range(2):
        with db.transaction(database):
            found.add(actions.issue(earned(cast.lin)))
    assert len(found) == 1
    assert (count(database, Certificate), count(database, Notice)) == (1, 1)


def test_two_workers_at_once_give_one_certificate(own_database: db.Database, cast: Cast):
    start, found, errors = threading.Barrier(2), set(), []

    def issue() -> None:
        start.wait()
        try:
            with db.transaction(own_database):
                found.add(actions.issue(earned(cast.lin)))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=issue) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert (len(found), count(own_database, Certificate)) == (1, 1)


@pytest.mark.parametrize("missing", range(len(ALL)))
def test_while_one_condition_is_missing_there_is_none(
    app: Flask, database: db.Database, course: Course, cast: Cast, missing: int
):
    do(database, course, cast.lin, *(s for n, s in enumerate(ALL) if n != missing))
    worker.do_all(app)
    assert serials(database) == []


def test_the_last_condition_brings_it_and_completes_the_enrolment(
    finish: Finish, database: db.Database, cast: Cast
):
    serial = finish()
    with db.reading(database) as rows:
        row = rows.execute(select(Certificate.__table__)).one()
        enrolment = rows.execute(
            select(Enrolment.__table__).where(Enrolment.person_id == cast.lin)
        ).one()
        told = rows.execute(select(Notice.person_id, Notice.href, Notice.key)).all()
        verbs = rows.scalars(select(Entry.verb).where(Entry.object_id == serial)).all()
    assert (row.source_id, row.edition, row.subject) == (enrolment.id, "2026-1", "new-seller")
    assert row.facts["name"] == "林夏"
    assert (row.facts["modules"], row.facts["average"]) == (2, 90.2)
    assert row.facts["exercises"] == [{"zh": "季度计划", "en": "Quarterly plan"}]
    assert (enrolment.outcome, enrolment.ended_at is None) == ("completed", False)
    assert (cast.lin, "/certificates", f"certificate:{serial}") in told
    assert verbs == ["issued"]


def test_a_second_look_issues_no_second(
    app: Flask, finish: Finish, database: db.Database, cast: Cast, course: Course
):
    finish()
    do(database, course, cast.lin, ALL[1])
    worker.do_all(app)
    with app.app_context(), db.transaction(database):
        person_progressed(cast.lin)
    assert len(serials(database)) == 1


def test_a_refresher_is_certified_with_the_scores_of_its_own_time(
    app: Flask, finish: Finish, database: db.Database, course: Course, cast: Cast
):
    with clock.frozen(clock.now() - timedelta(days=400)):
        finish()
    with db.transaction(database):
        enrol(cast.lin, "new-seller", "test-2", afresh=True)
    do(database, course, cast.lin, *(replace(s, score=s.score and 80.0) for s in ALL))
    worker.do_all(app)
    with db.reading(database) as rows:
        averages = [facts["average"] for facts in rows.scalars(_FACTS)]
    assert averages == [90.2, 80.0]


def test_looking_at_pages_issues_nothing(
    client_of: Browser, database: db.Database, course: Course, cast: Cast
):
    do(database, course, cast.lin, *ALL)
    for path in ("/", "/certificates", "/modules"):
        assert client_of("lin").get(path).status_code == 200
    assert serials(database) == []


def test_without_an_enrolment_there_is_no_course_certificate(
    app: Flask, database: db.Database, course: Course, cast: Cast
):
    do(database, course, cast.sam, *ALL)
    worker.do_all(app)
    assert serials(database) == []


def test_an_accepted_exercise_that_certifies_is_certified(
    app: Flask, client_of: Browser, handed_in: int, database: db.Database, cast: Cast
):
    with app.app_context(), db.transaction(database):
        submission_accepted(handed_in)
        submission_accepted(10**6)
    assert serials(database, "exercise") == []
    answer = client_of("tara").post(f"/submissions/{handed_in}/acceptances", data={})
    assert answer.status_code == 303
    assert serials(database, "exercise") == []
    worker.do_all(app)
    with db.reading(database) as rows:
        row = rows.execute(select(Certificate.__table__)).one()
    assert (row.kind, row.person_id, row.source_id) == ("exercise", cast.lin, handed_in)
    facts = row.facts
    assert (facts["name"], facts["accepted_role"], facts["period"]) == (
        "林夏",
        "trainer",
        "2026-Q4",
    )


def test_only_with_a_reason_and_only_once_it_is_revoked(
    finish: Finish, database: db.Database, cast: Cast
):
    serial = finish()
    with pytest.raises(Refused), db.transaction(database):
        actions.revoke(cast.ada, serial, "  ")
    with db.transaction(database):
        actions.revoke(cast.ada, serial, " 考试作弊 ")
    with pytest.raises(Conflict), db.transaction(database):
        actions.revoke(cast.ada, serial, "again")
    with db.reading(database) as rows:
        row = rows.execute(select(Certificate.__table__)).one()
    assert (row.revoked_by_id, row.revoked_reason) == (cast.ada, "考试作弊")
