"""A removed account keeps no way to reach its person, and opens nothing any more."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts import actions
from courseware.accounts.models import Person
from tests.world import Cast


def test_number_mobile_and_calendar_address_go_with_the_name(
    client_of: Callable[[str], FlaskClient], database: db.Database, cast: Cast
):
    with db.transaction(database):
        details = {"employee_number": "E-77", "mobile": "13800000077"}
        actions.change_details(cast.ada, cast.lin, details)
        actions.set_feed_code(cast.lin, "a-secret-code-of-a-calendar-feed")
    address = "/calendar/a-secret-code-of-a-calendar-feed.ics"
    assert client_of("nobody").get(address).status_code == 200
    with db.transaction(database):
        actions.erase(cast.ada, cast.lin)
    with db.reading(database) as connection:
        fields = (Person.employee_number, Person.mobile, Person.feed_code, Person.password_hash)
        row = connection.execute(select(*fields).where(Person.id == cast.lin)).one()
    assert tuple(row) == (None, None, None, None)
    assert client_of("nobody").get(address).status_code == 404
