"""Every kind comes without a click, once; whoever was missed is found at night or by the command."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from courseware import db, worker
from courseware.accounts.models import Person
from courseware.certificates.actions.earning import issue_what_is_due
from courseware.certificates.jobs import look_after_certificates, person_progressed
from courseware.certificates.manage.issuing import issue_certificates
from courseware.certificates.models import Certificate
from courseware.certificates.queries.missed import missed_after
from courseware.content import catalogue, check, current
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.kit.jobs import Job
from courseware.learning.models import Enrolment, Step
from courseware.roleplay.models import DrillAnswer
from tests.certificates.conftest import ALL, Browser, do
from tests.certificates.test_eligibility import RULES
from tests.content.sample import COURSE, Sample
from tests.world import Cast

SECTION = """
certificates:
  practice: {each: industry, scenarios: 1, drill_share: 50, valid_months: 12}
  part: {}
  portfolio: {exercises: [plan]}
  course: {valid_months: 24}
"""
FILE = "modules/course.yaml"
NIGHT = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)  # half past three in Shanghai
KINDS = ["course", "part", "part", "portfolio", "practice"]


@pytest.fixture
def rich(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The sample course with every kind of certificate, served to every page."""
    made = replace(course, certificates=RULES)
    monkeypatch.setattr(current, "course", lambda: made)
    return made


def drill(database: db.Database, course: Course, person_id: int) -> None:
    """Answer every objection of the sample's industry well."""
    with db.transaction(database) as session:
        for objection in course.objections["manufacturing"].objections:
            session.add(
                DrillAnswer(
                    person_id=person_id, industry="manufacturing", objection=objection.id,
                    version="x", lang="zh", outcome="well", seconds=9, token=objection.id,
                )
            )  # fmt: skip


def kinds(database: db.Database) -> list[str]:
    with db.reading(database) as rows:
        return sorted(rows.scalars(select(Certificate.kind)))


def forget_jobs(database: db.Database) -> None:
    with db.transaction(database) as session:
        session.execute(delete(Job))


def test_the_last_step_brings_every_kind_at_once(
    app: Flask, rich: Course, database: db.Database, cast: Cast
):
    drill(database, rich, cast.lin)
    do(database, rich, cast.lin, *ALL)
    worker.do_all(app)
    assert kinds(database) == KINDS
    with db.reading(database) as rows:
        found = {
            (row.kind, row.subject): row for row in rows.execute(select(Certificate.__table__))
        }
        enrolment = rows.scalar(select(Enrolment.id).where(Enrolment.person_id == cast.lin))
    assert found["practice", "manufacturing"].source_id == cast.lin
    assert found["part", "a"].source_id == enrolment
    practice = found["practice", "manufacturing"].facts
    assert practice["title"] == {"zh": "销售实战：制造业", "en": "Sales practice: Manufacturing"}
    assert len(practice["scenarios"]) == 1
    assert found["part", "b"].facts["modules"] == 1
    assert found["portfolio", "portfolio"].facts["exercises"][0]["zh"] == "季度计划"
    assert found["part", "a"].expires_at is None
    ends = found["course", "new-seller"].expires_at
    assert ends.replace(tzinfo=UTC) > clock.now() + timedelta(days=725)


def test_at_night_whoever_was_missed_gets_theirs_and_by_day_nobody(
    app: Flask, rich: Course, database: db.Database, cast: Cast
):
    drill(database, rich, cast.lin)
    do(database, rich, cast.lin, *ALL)
    forget_jobs(database)
    for at, there in ((NIGHT + timedelta(hours=8), []), (NIGHT, KINDS), (NIGHT, KINDS)):
        with clock.frozen(at), app.app_context(), db.transaction(database):
            look_after_certificates()
        with clock.frozen(at + timedelta(days=1)):
            worker.do_all(app)
        assert kinds(database) == there


def test_at_night_an_accepted_form_that_was_missed_is_certified(
    app: Flask, client_of: Browser, handed_in: int, database: db.Database
):
    client_of("tara").post(f"/submissions/{handed_in}/acceptances", data={})
    forget_jobs(database)
    for _ in range(2):
        with clock.frozen(NIGHT), app.app_context(), db.transaction(database):
            look_after_certificates()
        worker.do_all(app)
        with db.reading(database) as rows:
            found = rows.scalars(
                select(Certificate.source_id).where(Certificate.kind == "exercise")
            )
            assert list(found) == [handed_in]


def test_the_command_does_the_same_and_a_second_time_nothing(
    app: Flask, rich: Course, database: db.Database, cast: Cast
):
    drill(database, rich, cast.lin)
    do(database, rich, cast.lin, *ALL)
    forget_jobs(database)
    said = [
        app.test_cli_runner().invoke(args=["courseware", "issue-certificates"]).output for _ in "12"
    ]
    assert said == ["5 certificates issued\n", "0 certificates issued\n"]
    assert kinds(database) == KINDS


def test_two_workers_at_once_give_one_of_each(
    own_database: db.Database, rich: Course, app: Flask, cast: Cast
):
    drill(own_database, rich, cast.lin)
    do(own_database, rich, cast.lin, *ALL)
    start, errors = threading.Barrier(2), list[Exception]()

    def work() -> None:
        start.wait()
        try:
            with app.app_context(), db.working(own_database):
                issue_what_is_due(rich, cast.lin)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert kinds(own_database) == KINDS


def test_looking_for_the_missed_asks_no_more_for_more_people(
    rich: Course, database: db.Database, count_sql: Callable[[], int], app: Flask
):
    numbers = []
    for size in (3, 30):
        with db.transaction(database) as session:
            first = size * 1000
            people = [{"email": f"m{first + n}@test.example", "name": "人"} for n in range(size)]
            session.execute(insert(Person), people)
            ids = session.scalars(select(Person.id).where(Person.email.like(f"m{first // 1000}%")))
            done = [
                {"person_id": one, "kind": "lesson", "item": "01-first-talk",
                 "module": "01-first-talk", "passed": True}
                for one in ids
            ]  # fmt: skip
            session.execute(insert(Step), done)
        before = count_sql()
        with app.app_context(), db.reading(database):
            missed_after(rich, 0, clock.now())
        numbers.append(count_sql() - before)
    assert numbers[0] == numbers[1] <= 8


def test_of_an_erased_person_nothing_is_issued(
    app: Flask, rich: Course, database: db.Database, cast: Cast
):
    do(database, rich, cast.lin, *ALL)
    forget_jobs(database)
    with db.transaction(database) as session:
        session.execute(update(Person).where(Person.id == cast.lin).values(erased_at=clock.now()))
    with app.app_context(), db.transaction(database):
        person_progressed(cast.lin)
    issue_certificates(database)
    assert kinds(database) == []


def test_the_file_says_which_kinds_there_are(tmp_path: Path):
    sample = Sample(tmp_path)
    sample.change(FILE, "quiz_defaults:", SECTION + "quiz_defaults:")
    loaded = catalogue.load(tmp_path)
    assert loaded.course is not None
    assert loaded.course.certificates == replace(RULES)
    assert sample.problems() == []
    plain = catalogue.load(COURSE).course
    assert plain is not None
    assert plain.certificates.kinds == ("exercise", "course")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("scenarios: 1", "scenarios: 2", "manufacturing has 1"),
        ("[plan]", "[plam]", "no module has an exercise 'plam'"),
        ("[plan]", "[plan, plan]", "stands twice"),
        ("[plan]", "[board]", "does not certify"),
        ("[plan]", "[]", "at least 1"),
        ("part: {}", "parts: {}", "is not a key of this place"),
        ("each: industry", "each: customer", "is not one of industry"),
        ("drill_share: 50", "drill_share: 101", "from 0 to 100"),
        ("valid_months: 24", "valid_months: 0", "from 1 to 240"),
        ("part: {}", "part: {month: 3}", "is not a key of this place"),
    ],
)
def test_the_check_says_where_the_file_asks_for_what_is_not_there(
    tmp_path: Path, old: str, new: str, word: str
):
    sample = Sample(tmp_path)
    sample.change(FILE, "quiz_defaults:", SECTION.replace(old, new) + "quiz_defaults:")
    text = (tmp_path / FILE).read_text("utf-8").splitlines()
    lines = {number for number, line in enumerate(text, 1) if new in line}
    found = [p for p in check.run(tmp_path) if p.file == FILE and word in p.message]
    assert found, [str(p) for p in check.run(tmp_path)]
    assert {p.line for p in found} <= lines


def test_the_shipped_course_names_every_kind(shipped: Any):
    assert shipped.certificates.kinds == ("exercise", "practice", "part", "portfolio", "course")
    assert not [p for p in current.library().problems if p.is_error]
