"""A manager goes on holiday: who they name sees their people from the first day to the last, and acts for them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import TeamDeputy
from courseware.kit import clock
from courseware.notices.models import Notice
from tests import world
from tests.accounts.asking import ask_for_plan
from tests.exercise.conftest import PLAN
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
DAY = timedelta(days=1)
#: midnight in Shanghai before the first day
FIRST = datetime(2026, 10, 11, 16, tzinfo=UTC)
NAMED = {"deputy": world.email("sam"), "from_on": "2026-10-12", "to_on": "2026-10-14"}
#: a moment on each day: is it one of the deputy's?
DAYS = ((-DAY / 2, False), (DAY / 2, True), (2.5 * DAY, True), (3.5 * DAY, False))


def name(client_of: Browser, cast: Cast, who: str = "mei", **data: Any) -> Any:
    with clock.frozen(FIRST - 5 * DAY):
        address = f"/team/deputies/{cast.team}"
        return client_of(who).post(address, data={**NAMED, **data})


def hand_in(client_of: Browser) -> int:
    lin = client_of("lin")
    number = int(lin.post("/exercises/plan/submissions").location.rpartition("/")[2])
    answer = lin.post(f"/submissions/{number}/handovers", data={**PLAN, "counter": "0"})
    assert answer.status_code == 303, answer.text
    return number


def test_a_manager_names_a_deputy_without_an_administrator(
    client_of: Browser, database: db.Database, cast: Cast
):
    assert "Name a deputy" in client_of("mei").get("/team/deputies").text
    assert name(client_of, cast).location == "/team/deputies"
    with clock.frozen(FIRST - DAY):
        assert "萨姆" in client_of("mei").get("/team/deputies").text
        assert "stand in for the manager of 一组" in client_of("sam").get("/notices").text
        assert client_of("sam").get("/team").status_code == 404
    with db.reading(database) as rows:
        told = rows.scalars(select(Notice.person_id).where(Notice.key.startswith("deputy:"))).all()
    assert told == [cast.sam]


def test_the_manager_above_may_name_one_too_when_somebody_falls_ill(client_of: Browser, cast: Cast):
    assert name(client_of, cast, "bo").status_code == 303


@pytest.mark.parametrize("who", ["omar", "tara", "lin", "sam", "ann", "ada"])
def test_nobody_else_names_a_deputy(client_of: Browser, cast: Cast, who: str):
    assert name(client_of, cast, who).status_code == 404


def test_each_field_of_the_page_has_a_label_of_its_own(client_of: Browser):
    page = client_of("bo").get("/team/deputies").text  # bo's own team and mei's below
    ids = re.findall(r'<input[^>]* id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 5
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', page)) <= set(ids)


def test_a_deputy_names_no_other(client_of: Browser, cast: Cast):
    name(client_of, cast)
    with clock.frozen(FIRST + DAY):
        sam = client_of("sam")
        assert "You manage no team" in sam.get("/team/deputies").text
        longer = {**NAMED, "to_on": ""}
        assert sam.post(f"/team/deputies/{cast.team}", data=longer).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"deputy": "nobody@test.example"}, "Nobody has this address."),
        ({"deputy": world.email("mei")}, "the manager of the team already"),
        ({"to_on": "2026-10-01"}, "last day lies before the first"),
    ],
)
def test_a_wrong_deputy_is_refused_in_words(
    client_of: Browser, database: db.Database, cast: Cast, data: dict[str, str], words: str
):
    answer = name(client_of, cast, **data)
    assert answer.status_code == 422
    assert words in answer.text.replace("&#39;", "'")
    with db.reading(database) as rows:
        assert rows.scalar(select(TeamDeputy.id)) is None


def test_pages_and_files_open_from_the_first_day_to_the_last(client_of: Browser, cast: Cast):
    name(client_of, cast)
    sam = client_of("sam")
    for after, is_deputy in DAYS:
        with clock.frozen(FIRST + after):
            for page in ("/team", "/team/report", "/team/report.csv", f"/people/{cast.lin}"):
                answer = sam.get(page)
                assert answer.status_code == (200 if is_deputy else 404), (page, after)
                assert not is_deputy or "林夏" in answer.text
            # the team of another manager, and the manager's own place above, stay closed
            assert sam.get(f"/people/{cast.otto}").status_code == 404
            assert sam.get(f"/people/{cast.mei}").status_code == 404
            found = f"/people/{cast.lin}" in sam.get("/search?q=林夏").text
            assert found == is_deputy


def test_what_waits_for_the_manager_waits_for_the_deputy_in_those_days(
    client_of: Browser, database: db.Database, cast: Cast
):
    with clock.frozen(FIRST - 6 * DAY):
        ask_for_plan(client_of("mei"), cast.mei, cast.lin, "2026-12-01")
    name(client_of, cast)
    with clock.frozen(FIRST + DAY / 2):
        number = hand_in(client_of)
    with db.reading(database) as rows:
        query = select(Notice.person_id).where(Notice.key.startswith("waiting:"))
        assert sorted(rows.scalars(query)) == sorted([cast.mei, cast.sam])
    sam = client_of("sam")
    for after, is_deputy in DAYS:
        with clock.frozen(FIRST + after):
            queue = sam.get("/reviews")
            assert (queue.status_code == 200 and "林夏" in queue.text) == is_deputy, after
            page = sam.get(f"/submissions/{number}")
            assert page.status_code == (200 if is_deputy else 404), after
    with clock.frozen(FIRST + 2 * DAY):
        assert sam.post(f"/submissions/{number}/acceptances").status_code == 303
    with clock.frozen(FIRST + 4 * DAY):
        assert sam.get(f"/submissions/{number}").status_code == 404
        assert client_of("mei").get(f"/submissions/{number}").status_code == 200


def test_a_holiday_can_be_cut_short(client_of: Browser, database: db.Database, cast: Cast):
    name(client_of, cast)
    with db.reading(database) as rows:
        number = rows.scalar(select(TeamDeputy.id))
    ending = f"/team/deputies/{cast.team}/endings/{number}"
    with clock.frozen(FIRST + DAY):
        for who in ("omar", "sam", "lin"):
            assert client_of(who).post(ending).status_code == 404
        other = f"/team/deputies/{cast.top_team}/endings/{number}"
        assert client_of("bo").post(other).status_code == 404
        assert client_of("mei").post(ending).status_code == 303
        assert client_of("sam").get("/team").status_code == 404
