"""Classes: who has which, making one, its name and end, its trainers and groups."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.accounts.queries import me_by_id
from courseware.cohorts.queries import cohorts_for, groups_of, trainers_in
from tests.world import Cast, email

ClientOf = Callable[[str], FlaskClient]


@pytest.mark.parametrize(
    ("who", "seen", "unseen"), [("tara", "一班", "二班"), ("oda", "二班", "一班")]
)
def test_a_trainer_sees_their_own_classes(client_of: ClientOf, who: str, seen: str, unseen: str):
    page = client_of(who).get("/cohorts").text
    assert seen in page
    assert unseen not in page


def test_an_administrator_sees_all_classes(client_of: ClientOf):
    page = client_of("ada").get("/cohorts").text
    assert "一班" in page
    assert "二班" in page


@pytest.mark.parametrize("who", ["lin", "mei", "bo", "sam", "ann"])
def test_others_have_no_list_of_classes(client_of: ClientOf, who: str):
    assert client_of(who).get("/cohorts").status_code == 404
    assert client_of(who).get("/cohorts/new").status_code == 404


def test_a_trainer_makes_a_class_and_trains_it(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    data = {"name": "三班", "track": "new-seller", "starts_on": "2026-12-01"}
    answer = client_of("oda").post("/cohorts/new", data=data)
    assert answer.status_code == 303
    number = int(answer.location.split("/")[2])
    with db.reading(database):
        assert [person.id for person in trainers_in(number)] == [cast.oda]
    assert client_of("tara").get(f"/cohorts/{number}/settings").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 201}, {"track": "none"}, {"starts_on": "soon"}]
)
def test_a_class_needs_a_name_a_track_and_a_first_day(client_of: ClientOf, wrong: dict[str, str]):
    data = {"name": "三班", "track": "new-seller", "starts_on": "2026-12-01"} | wrong
    assert client_of("tara").post("/cohorts/new", data=data).status_code == 422


def test_name_and_end_change(client_of: ClientOf, cast: Cast):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/settings"
    assert client.post(path, data={"name": "一班 A", "ends_on": "2027-01-31"}).status_code == 303
    assert "一班 A" in client.get("/cohorts").text
    assert client.post(path, data={"name": "一班", "ends_on": "2020-01-01"}).status_code == 422
    assert client.post(path, data={"name": ""}).status_code == 422


def test_trainers_come_and_go_but_the_last_stays(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/trainers"
    assert client.post(f"{path}/{cast.tara}/departures").status_code == 422
    assert client.post(path, data={"email": email("sam")}).status_code == 422  # trains nobody
    assert client.post(path, data={"email": email("oda")}).status_code == 303
    assert client_of("oda").get(f"/cohorts/{cast.cohort}/settings").status_code == 200
    assert client.post(f"{path}/{cast.tara}/departures").status_code == 303
    assert client.get(f"/cohorts/{cast.cohort}/settings").status_code == 404
    with db.reading(database):
        assert [person.id for person in trainers_in(cast.cohort)] == [cast.oda]


def test_groups_hold_members_of_the_class_only(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/groups"
    assert client.post(path, data={"name": "A 组"}).status_code == 303
    assert client.post(path, data={"name": "A 组"}).status_code == 422
    assert client.post(path, data={"name": ""}).status_code == 422
    with db.reading(database):
        (group,) = groups_of(cast.cohort)
    members = f"{path}/{group.id}/members"
    assert client.post(members, data={"people": [cast.lin]}).status_code == 303
    assert client.post(members, data={"people": [cast.otto]}).status_code == 422
    with db.reading(database):
        assert groups_of(cast.cohort)[0].members == {cast.lin}
    other = f"/cohorts/{cast.other_cohort}/groups/{group.id}/members"
    assert client_of("oda").post(other, data={}).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("tara", 200), ("ada", 200), ("oda", 404), ("mei", 404), ("lin", 404), ("sam", 404)],
)
def test_who_has_the_settings_of_a_class(client_of: ClientOf, cast: Cast, who: str, status: int):
    client, path = client_of(who), f"/cohorts/{cast.cohort}"
    assert client.get(f"{path}/settings").status_code == status
    if status == 404:
        for deed in ("settings", "trainers", "groups", "groups/1/members"):
            assert client.post(f"{path}/{deed}", data={"name": "x"}).status_code == 404


def test_bad_ids_wrong_methods_and_signed_out(client_of: ClientOf, cast: Cast):
    client = client_of("tara")
    assert client.get("/cohorts/999/settings").status_code == 404
    assert client.get(f"/cohorts/{cast.cohort}/groups").status_code == 405
    assert client.delete("/cohorts").status_code == 405
    for path in ("/cohorts", "/cohorts/new", f"/cohorts/{cast.cohort}/settings"):
        answer = client_of("nobody").get(path, headers={"Accept": "text/html"})
        assert "/login" in answer.location


def test_a_stranger_to_all_classes_has_an_empty_list(database: db.Database, cast: Cast):
    with db.reading(database):
        me = me_by_id(cast.sam)
        assert me is not None
        assert cohorts_for(me) == []
