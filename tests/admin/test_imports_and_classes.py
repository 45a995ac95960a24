"""A class that is over takes nobody in, and the look beforehand says so, line by line."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from flask.testing import FlaskClient

from courseware import db
from courseware.cohorts.models import Cohort
from tests.world import Cast, email

FILE = "邮箱,姓名,班级\n{lin},林夏,一班\nnew@test.example,陈雨桐,一班\n"


def test_who_would_join_a_class_that_is_over_is_named_and_its_members_are_not(
    client_of: Callable[[str], FlaskClient], database: db.Database, cast: Cast
):
    with db.transaction(database):
        db.load(Cohort, cast.cohort).ends_on = date(2026, 9, 30)
    ada = client_of("ada")
    file = (BytesIO(FILE.format(lin=email("lin")).encode()), "people.csv")
    sent = ada.post("/admin/people/import?lang=en", data={"file": file})
    page = ada.get(sent.location).text if sent.status_code == 303 else sent.text
    assert page.count("is over: nobody can join it any more.") == 1
