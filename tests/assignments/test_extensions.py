"""Another date, a reminder or the end of it for one person or some; the others owe it as before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.assignments.types import Asked, Target
from courseware.journal.models import Entry
from courseware.notices.models import Notice
from tests.assignments.conftest import DUE, YESTERDAY, owed_by
from tests.reports.conftest import Crowd
from tests.reports.conftest import crowd_of as crowd_of  # noqa: PLC0414 - a fixture
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
LATER = DUE + timedelta(days=5)


@pytest.fixture
def two(ask: Any, crowd_of: Callable[[int], Crowd], cast: Cast) -> tuple[int, int]:
    """An assignment of lin and a colleague, and the colleague."""
    (other,) = crowd_of(1).ids
    return ask(Target("person", cast.lin), Target("person", other)), other


def some(*people: int, **more: str) -> dict[str, Any]:
    return {"some": "1", "tick": list(people), **more}


def test_one_person_has_a_date_of_their_own(
    two: tuple[int, int], client_of: ClientOf, cast: Cast, database: db.Database
):
    number, other = two
    mei = client_of("mei")
    data = some(cast.lin, due_on=LATER.isoformat(), words="was ill")
    assert mei.post(f"/assignments/{number}/extensions", data=data).status_code == 303
    assert owed_by(database, cast.lin)[0].due_on == LATER
    assert owed_by(database, other)[0].due_on == DUE
    page = mei.get(f"/assignments/{number}").text
    assert "own date" in page
    assert "was ill" in page
    lin = client_of("lin")
    assert "was ill" in lin.get("/notices").text
    assert "extended from" in lin.get("/").text
    assert "extended from" in lin.get("/exercises/plan").text
    with db.reading(database) as rows:
        entry = rows.execute(select(Entry.__table__).where(Entry.verb == "extended")).one()
    assert (entry.about_id, entry.particulars["words"]) == (cast.lin, "was ill")
    with db.reading(database) as rows:
        told = rows.scalars(select(Notice.person_id).where(Notice.key.startswith("moved:"))).all()
    assert told == [cast.lin]


def test_who_has_a_later_date_of_their_own_keeps_it_when_everybodys_moves(
    two: tuple[int, int], client_of: ClientOf, cast: Cast, database: db.Database
):
    number, other = two
    mei, address = client_of("mei"), f"/assignments/{number}/extensions"
    mei.post(address, data=some(cast.lin, due_on=LATER.isoformat()))
    mei.post(address, data={"due_on": (DUE + timedelta(days=1)).isoformat()})
    assert owed_by(database, cast.lin)[0].due_on == LATER
    assert owed_by(database, other)[0].due_on == DUE + timedelta(days=1)


def test_one_person_need_not_do_it(
    two: tuple[int, int], client_of: ClientOf, cast: Cast, database: db.Database
):
    number, other = two
    mei, address = client_of("mei"), f"/assignments/{number}/cancellations"
    assert mei.post(address, data=some(cast.lin)).status_code == 303
    assert owed_by(database, cast.lin)[0].closed_reason == "cancelled"
    assert owed_by(database, other)[0].closed_reason is None
    assert "need not do it" in client_of("lin").get("/notices").text
    assert mei.post(address, data=some(cast.lin)).status_code == 409  # nothing left to cancel
    assert "Cancelled on" not in mei.get(f"/assignments/{number}").text


def test_only_those_who_are_ticked_are_reminded(
    two: tuple[int, int], client_of: ClientOf, database: db.Database
):
    number, other = two
    address = f"/assignments/{number}/reminders"
    assert client_of("mei").post(address, data=some(other)).status_code == 303
    with db.reading(database) as rows:
        query = select(Notice.person_id).where(Notice.key.startswith("reminded:"))
        assert rows.scalars(query).all() == [other]


@pytest.mark.parametrize("deed", ["extensions", "cancellations", "reminders"])
def test_nobody_ticked_is_not_everybody(
    two: tuple[int, int], client_of: ClientOf, cast: Cast, database: db.Database, deed: str
):
    number, _other = two
    data = some(due_on=LATER.isoformat())
    answer = client_of("mei").post(f"/assignments/{number}/{deed}", data=data)
    assert answer.status_code == 422
    assert "Tick at least one person" in answer.text
    (owed,) = owed_by(database, cast.lin)
    assert (owed.due_on, owed.closed_reason) == (DUE, None)


@pytest.mark.parametrize("due_on", ["", "soon", YESTERDAY.isoformat()])
def test_a_date_that_will_not_do_moves_nothing(
    two: tuple[int, int], client_of: ClientOf, cast: Cast, database: db.Database, due_on: str
):
    number, _other = two
    answer = client_of("mei").post(
        f"/assignments/{number}/extensions", data=some(cast.lin, due_on=due_on)
    )
    assert answer.status_code == 422
    assert owed_by(database, cast.lin)[0].due_on == DUE


@pytest.mark.parametrize("deed", ["extensions", "cancellations", "reminders"])
def test_nobody_changes_it_for_people_who_were_not_asked(
    two: tuple[int, int], client_of: ClientOf, cast: Cast, deed: str
):
    number, _other = two
    data = some(cast.otto, due_on=LATER.isoformat())
    assert client_of("mei").post(f"/assignments/{number}/{deed}", data=data).status_code == 404
    for stranger in ("omar", "lin", "tara"):
        answer = client_of(stranger).post(
            f"/assignments/{number}/{deed}", data=some(cast.lin, due_on=LATER.isoformat())
        )
        assert answer.status_code == 404


def test_all_who_ask_stand_on_the_page_of_the_thing_the_earliest_first(
    ask: Any, client_of: ClientOf, cast: Cast
):
    ask()
    ask(
        Target("person", cast.lin),
        what=Asked("lesson", "01-first-talk", DUE, words="we start on Monday"),
        by=cast.tara,
    )
    ask(what=Asked("lesson", "01-first-talk", LATER, words="and so do we"))
    lin = client_of("lin")
    page = lin.get("/modules/01-first-talk").text
    for words in ("谭老师", "we start on Monday", "梅经理", "and so do we"):
        assert words in page
    assert page.index("we start on Monday") < page.index("and so do we")
    home = lin.get("/").text
    assert home.count('href="/modules/01-first-talk"') >= 1
    assert "and so do we" in home
    assert "梅经理" in lin.get("/exercises/plan").text


def test_the_page_takes_as_many_statements_for_ten_people_as_for_three_hundred(
    ask: Any, client_of: ClientOf, cast: Cast, crowd_of: Any, count_sql: Callable[[], int]
):
    client = client_of("mei")

    def statements(path: str) -> int:
        assert client.get(path).status_code == 200
        before = count_sql()
        assert client.get(path).status_code == 200
        return count_sql() - before

    crowd_of(10)
    few = ask(Target("team", cast.team))
    one, few_listed = statements(f"/assignments/{few}"), statements("/assignments")
    crowd_of(290)
    many = ask(Target("team", cast.team))
    assert statements(f"/assignments/{many}") <= one + 1  # the organisation may be read again
    assert statements("/assignments") <= few_listed + 1
