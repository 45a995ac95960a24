"""Administrators change who manages what, and who stands in; the others' view follows at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Team, TeamDeputy
from courseware.accounts.rules import teams_below
from courseware.kit import clock
from tests import world
from tests.admin.test_people import Browser
from tests.world import Cast


def _change(client_of: Browser, team: int, **data: Any) -> Any:
    sent = {"name": "一组", "manager": world.email("mei"), "parent": 0, **data}
    return client_of("ada").post(f"/admin/teams/{team}", data=sent)


def test_a_new_manager_sees_the_people_and_the_old_one_no_longer(client_of: Browser, cast: Cast):
    page = f"/people/{cast.lin}"
    assert client_of("sam").get(page).status_code == 404
    assert _change(client_of, cast.team, manager=world.email("sam")).status_code == 303
    assert client_of("sam").get(page).status_code == 200
    for name in ("mei", "bo"):  # the team no longer belongs to another either
        assert client_of(name).get(page).status_code == 404


def test_a_team_moves_below_another(client_of: Browser, cast: Cast):
    assert _change(client_of, cast.team, parent=cast.other_team).status_code == 303
    assert client_of("omar").get(f"/people/{cast.lin}").status_code == 200
    page = client_of("ada").get(f"/admin/teams/{cast.team}").text
    assert f'<option selected value="{cast.other_team}">' in page


@pytest.mark.parametrize("parent", ["team", "top_team", "nothing"])
def test_a_team_never_belongs_to_itself_or_to_one_below(
    client_of: Browser, database: db.Database, cast: Cast, parent: str
):
    to = getattr(cast, parent, 10**6)
    assert _change(client_of, cast.top_team, parent=to).status_code == 422
    with db.reading(database) as rows:
        assert rows.scalar(select(Team.parent_id).where(Team.id == cast.top_team)) is None
    assert teams_below({1: None, 2: 1, 3: 2, 4: 5, 5: 4}, 1) == {1, 2, 3}
    assert teams_below({4: 5, 5: 4}, 4) == {4, 5}


def test_an_unknown_manager_and_an_empty_name_are_refused_in_words(client_of: Browser, cast: Cast):
    answer = _change(client_of, cast.team, manager="nobody@test.example", name=" ")
    assert answer.status_code == 422
    assert "Nobody has this address." in answer.text
    assert "nobody@test.example" in answer.text


def _name_deputy(client_of: Browser, cast: Cast, **data: Any) -> Any:
    sent = {"deputy": world.email("sam"), "from_on": "2026-10-02", "to_on": "2026-10-04", **data}
    return client_of("ada").post(f"/admin/teams/{cast.team}/deputies", data=sent)


def test_a_deputy_stands_in_from_the_first_day_to_the_last_where_the_organisation_is(
    client_of: Browser, cast: Cast
):
    assert _name_deputy(client_of, cast).status_code == 303
    first, day = datetime(2026, 10, 1, 16, tzinfo=UTC), timedelta(days=1)  # midnight in Shanghai
    moment = timedelta(seconds=1)
    for at, status in (
        (first - moment, 404),
        (first, 200),
        (first + 3 * day - moment, 200),
        (first + 3 * day, 404),
    ):
        with clock.frozen(at):
            assert client_of("sam").get(f"/people/{cast.lin}").status_code == status


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"deputy": "nobody@test.example"}, "Nobody has this address."),
        ({"to_on": "2026-10-01"}, "last day lies before the first"),
        ({"from_on": ""}, "Stands in from"),
    ],
)
def test_a_wrong_deputy_is_refused_in_words(
    client_of: Browser, database: db.Database, cast: Cast, data: dict[str, str], words: str
):
    answer = _name_deputy(client_of, cast, **data)
    assert answer.status_code == 422
    assert words in answer.text.replace("&#39;", "'")
    with db.reading(database) as rows:
        assert rows.scalar(select(TeamDeputy.id)) is None


def test_a_deputys_time_can_be_ended_early(client_of: Browser, database: db.Database, cast: Cast):
    ada = client_of("ada")
    _name_deputy(client_of, cast, to_on="")
    with db.reading(database) as rows:
        number = rows.scalar(select(TeamDeputy.id))
    with clock.frozen(datetime(2026, 10, 3, 1, tzinfo=UTC)):
        assert "until further notice" in ada.get(f"/admin/teams/{cast.team}").text
        wrong = f"/admin/teams/{cast.other_team}/deputies/{number}/endings"
        assert ada.post(wrong).status_code == 404
        assert client_of("sam").get(f"/people/{cast.lin}").status_code == 200
        assert ada.post(f"/admin/teams/{cast.team}/deputies/{number}/endings").status_code == 303
        assert client_of("sam").get(f"/people/{cast.lin}").status_code == 404


def test_the_pages_of_teams_are_for_administrators(client_of: Browser, cast: Cast):
    page = f"/admin/teams/{cast.team}"
    assert client_of("ada").get(page).status_code == 200
    assert client_of("ada").get("/admin/teams/999999").status_code == 404
    assert client_of("ada").get(f"{page}/deputies").status_code == 405
    for name in ("lin", "tara", "mei", "bo", "ann"):
        for method, path in (("get", page), ("post", page), ("post", f"{page}/deputies")):
            assert getattr(client_of(name), method)(path).status_code == 404, (name, path)
    assert client_of("nobody").get(page).location == f"/login?next={page}"
    assert client_of("nobody").post(page).status_code == 401
