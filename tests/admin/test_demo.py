"""The demo world: every role has something to see, nobody outside this machine gets in, real people stay alone."""

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from courseware import db, worker
from courseware.accounts.models import Person
from courseware.admin import demo
from courseware.certificates.queries import certificates_of
from courseware.content.definitions import Course
from courseware.errors import Refused
from courseware.kit import passwords
from courseware.learning.queries import enrolment_of
from courseware.review.models import Waiting
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
        kinds = {certificate.kind for certificate in certificates_of(made.graduate)}
        assert kinds == {"exercise", "course"}
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
