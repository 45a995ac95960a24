"""The demo world: every role has something to see, nobody outside this machine gets in, real people stay alone."""

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from courseware import db, worker
from courseware.accounts.models import Person, Team, TeamDeputy
from courseware.admin import demo
from courseware.admin.demo.names import names
from courseware.certificates.queries import certificates_of
from courseware.cohorts.models import Cohort, ScheduleItem
from courseware.content.definitions import Course
from courseware.errors import Refused
from courseware.exercise.models import Submission
from courseware.kit import clock, passwords
from courseware.learning.models import Obligation
from courseware.learning.queries import enrolment_of
from courseware.quiz.models import Attempt
from courseware.review.models import Waiting
from courseware.roleplay.models import DrillAnswer, Session
from courseware.web import zone
from tests import world


def _empty(database: db.Database) -> None:
    with db.transaction(database) as session:
        for table in reversed(db.Base.metadata.sorted_tables):
            if table.name == "team":
                session.execute(table.update().values(parent_id=None))
            session.execute(delete(table))


def _build(database: db.Database, course: Course) -> demo.World:
    _empty(database)
    with db.transaction(database):
        made = demo.build(course, passwords.hash_password(demo.PASSWORD))
    assert made is not None
    return made


def test_each_role_has_work_and_the_graduate_has_certificates(
    app: Flask, database: db.Database, shipped: Course
):
    made = _build(database, shipped)
    with db.transaction(database):
        assert demo.build(shipped, "x") is None  # a second call changes nothing
    worker.do_all(app)
    with db.reading(database) as rows:
        held = certificates_of(made.graduate)
        assert {one.kind for one in held} == {"exercise", "practice", "part", "portfolio", "course"}
        accepted = rows.scalar(select(func.max(Submission.accepted_at)))
        assert accepted is not None
        assert accepted <= clock.now()  # nobody has accepted anything tomorrow
        enrolment = enrolment_of(made.graduate)
        assert enrolment is not None
        assert enrolment.outcome == "completed"
        assert rows.scalar(select(func.count()).select_from(Waiting)) > 3
    for account in ("learner", "graduate", "trainer", "manager", "admin"):
        client = app.test_client()
        data = {"email": f"{account}@demo.example", "password": demo.PASSWORD}
        assert client.post("/login", data=data).status_code == 303
        assert client.get("/").status_code == 200


def test_real_people_never_get_demo_people_beside_them(database: db.Database, shipped: Course):
    with db.transaction(database), pytest.raises(Refused):
        demo.build(shipped, "x")


@pytest.mark.parametrize(
    "headers",
    [{"Host": "training.example"}, {"Host": "localhost", "X-Forwarded-For": "203.0.113.5"}],
)
def test_a_demo_answers_only_on_its_own_machine(
    app: Flask, database: db.Database, cast: world.Cast, headers: dict[str, str]
):
    client = app.test_client()
    assert client.get("/login", headers=headers).status_code == 200
    with db.transaction(database):
        db.load(Person, cast.lin).is_demo = True
    app.extensions["demo"].forget()
    assert client.get("/login", headers=headers).status_code == 403
    assert client.get("/login", headers={"Host": "localhost:8000"}).status_code == 200
    assert client.get("/login", headers={"Host": "127.0.0.1"}).status_code == 200


@pytest.fixture(scope="module")
def crowd_size() -> int:
    """People in all: a small company, with everything that a large one has."""
    return 45


def _rows(database: db.Database, model: type[db.Base], *conditions: object) -> int:
    with db.reading(database) as rows:
        return rows.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_a_company_has_teams_in_a_tree_classes_of_every_age_and_work_at_every_stage(
    app: Flask, database: db.Database, shipped: Course, crowd_size: int
):
    _empty(database)
    with db.transaction(database):
        demo.build(shipped, passwords.hash_password(demo.PASSWORD), size=crowd_size)
    assert _rows(database, Person) == crowd_size
    assert _rows(database, Person, Person.is_demo) == crowd_size
    with db.reading(database) as rows:
        called = list(rows.scalars(select(Person.name)))
        above = {row.id: row.parent_id for row in rows.execute(select(Team.id, Team.parent_id))}
    assert len(set(called)) == len(called)
    assert any(above[parent] is not None for parent in above.values() if parent is not None)
    assert _rows(database, TeamDeputy) > 0
    today = zone.today()
    assert _rows(database, Cohort, Cohort.ends_on < today) > 0
    assert _rows(database, Cohort, Cohort.starts_on > today) > 0
    for state in (Submission.accepted_at.is_not(None), Submission.returned_at.is_not(None)):
        assert _rows(database, Submission, state) > 0
    for model in (Waiting, DrillAnswer, Obligation, Session, ScheduleItem, Attempt):
        assert _rows(database, model) > 0, model
    for account in ("manager@demo.example", "person0@demo.example"):
        client = app.test_client()
        data = {"email": account, "password": demo.PASSWORD}
        assert client.post("/login", data=data).status_code == 303
        assert client.get("/").status_code == 200
    with db.transaction(database):
        demo.remove()
    for table in db.Base.metadata.sorted_tables:
        if table.name != "setting":
            with db.reading(database) as rows:
                assert rows.scalar(select(func.count()).select_from(table)) == 0, table.name


def test_names_are_many_varied_and_each_once():
    found = names(2000)
    assert len(set(found)) == 2000
    assert sum(name.isascii() or " " in name for name in found) > 20
    assert any(ord(sign) > 0xFFFF or sign in "㛃䶮犇骉" for name in found for sign in name)
    assert names(2000) == found


def test_nothing_is_removed_beside_real_people(database: db.Database, cast: world.Cast):
    with db.transaction(database):
        db.load(Person, cast.lin).is_demo = True
    with db.transaction(database), pytest.raises(Refused):
        demo.remove()
    assert _rows(database, Person) == 10
