"""Who may see and touch a form, on every page of it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from courseware import db
from courseware.exercise.models import Submission
from courseware.kit import clock
from courseware.learning.models import Obligation
from tests.exercise.conftest import Begin, ClientOf
from tests.world import Cast

PAGES = ("/exercises", "/exercises/plan")


@pytest.mark.parametrize("page", PAGES)
def test_the_lists_are_for_everybody_with_an_account(client_of: ClientOf, page: str):
    for name in ("lin", "tara", "mei", "sam"):
        assert client_of(name).get(page).status_code == 200
    assert client_of("nobody").get(page).status_code == 302


def test_bad_ids_and_wrong_methods(client_of: ClientOf, handed_in: Begin):
    number, lin = handed_in(), client_of("lin")
    for page in ("/exercises/none", "/submissions/99999", "/submissions/99999.pdf"):
        assert lin.get(page).status_code == 404
    assert lin.get("/submissions/x").status_code == 404
    assert lin.post(f"/submissions/{number}").status_code == 405
    assert lin.get(f"/submissions/{number}/acceptances").status_code == 405
    assert lin.post("/exercises/plan/submissions", data={"period": "1999-Q1"}).status_code == 422


def test_a_draft_is_its_owners_alone(client_of: ClientOf, begin: Begin):
    number = begin()
    for name in ("tara", "mei", "bo", "otto", "oda", "sam", "ada", "ann"):
        for page in (f"/submissions/{number}", f"/submissions/{number}.pdf"):
            assert client_of(name).get(page).status_code == 404, name
    assert client_of("nobody").get(f"/submissions/{number}").status_code == 302


def test_what_was_handed_in_is_the_trainers_and_strangers_see_nothing(
    client_of: ClientOf, handed_in: Begin
):
    number = handed_in()
    assert client_of("tara").get(f"/submissions/{number}").status_code == 200
    assert client_of("tara").get(f"/submissions/{number}.pdf").status_code == 200
    for name in ("mei", "bo", "otto", "oda", "omar", "sam", "ada", "ann"):
        client = client_of(name)
        assert client.get(f"/submissions/{number}").status_code == 404, name
        assert client.get(f"/submissions/{number}.pdf").status_code == 404, name
        for deed in ("acceptances", "returns", "locks", "withdrawals", "handovers"):
            assert client.post(f"/submissions/{number}/{deed}").status_code == 404, (name, deed)
        put = client.put(f"/submissions/{number}/review-draft", json={"counter": 0, "data": {}})
        assert put.status_code == 404


def test_managers_see_what_was_accepted(client_of: ClientOf, handed_in: Begin):
    number = handed_in()
    client_of("tara").post(f"/submissions/{number}/acceptances", data={})
    for name in ("mei", "bo"):
        page = client_of(name).get(f"/submissions/{number}")
        assert page.status_code == 200, name
        assert "/acceptances" not in page.text
    assert client_of("omar").get(f"/submissions/{number}").status_code == 404


def test_those_who_may_see_but_not_touch_get_403(client_of: ClientOf, handed_in: Begin):
    number = handed_in()
    tara = client_of("tara")
    assert tara.post(f"/submissions/{number}/withdrawals").status_code == 403
    assert tara.post(f"/submissions/{number}/handovers", data={}).status_code == 403
    assert client_of("lin").post(f"/submissions/{number}/acceptances").status_code == 403
    put = tara.put(f"/submissions/{number}/draft", json={"counter": 0, "data": {}})
    assert put.status_code == 403


def ask(database: db.Database, cast: Cast, **more: Any) -> None:
    with db.transaction(database) as session:
        session.add(
            Obligation(
                person_id=cast.lin, kind="exercise", item="plan", asked_by_id=cast.mei,
                source_kind="assignment", source_id=1, needs_acceptance=True, **more,
            )
        )  # fmt: skip


def test_the_manager_who_assigned_a_form_reviews_it(
    client_of: ClientOf, handed_in: Begin, database: db.Database, cast: Cast
):
    ask(database, cast, due_at=clock.now())
    assert "梅经理" in client_of("lin").get("/exercises").text
    number = handed_in()
    assert "/acceptances" in client_of("mei").get(f"/submissions/{number}").text
    trainers_page = client_of("tara").get(f"/submissions/{number}")
    assert trainers_page.status_code == 200  # she sees it, but mei accepts it
    assert "/acceptances" not in trainers_page.text
    assert client_of("tara").post(f"/submissions/{number}/acceptances").status_code == 403
    assert client_of("mei").post(f"/submissions/{number}/acceptances", data={}).status_code == 303
    with db.transaction(database) as session:
        assert session.scalars(select(Submission)).one().accepted_role == "manager"
        assert session.scalars(select(Obligation)).one().fulfilled_at is not None


def test_pages_need_few_statements(
    client_of: ClientOf, handed_in: Begin, count_sql: Callable[[], int]
):
    number = handed_in()
    tara = client_of("tara")
    before = count_sql()
    assert tara.get(f"/submissions/{number}").status_code == 200
    assert count_sql() - before <= 22
    before = count_sql()
    assert client_of("lin").get("/exercises").status_code == 200
    assert count_sql() - before <= 9
