"""Groups drawn by lot: even in size, even in teams, the same again with the same number, kept when they please."""

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from courseware import db
from courseware.cohorts.queries import groups_of
from courseware.content.definitions import Course
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.live.actions import attendance
from courseware.live.queries.sessions import find_session
from courseware.live.rules.groups import draw, groups_for
from courseware.live.types.attendance import Change
from courseware.live.types.groups import Draw, Ticket
from courseware.roleplay.queries.partners import partners_of
from tests.class_sessions import AFTER, BEFORE, join, me_of, opened
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
TICKETS = st.lists(st.sampled_from([None, 1, 2, 3, 4]), max_size=60).map(
    lambda teams: [Ticket(n, f"N{n}", team, "") for n, team in enumerate(teams, start=1)]
)
WISHES = st.builds(
    Draw,
    how=st.sampled_from(["groups", "size", "pairs"]),
    number=st.integers(1, 12),
    by_team=st.booleans(),
    seed=st.integers(0, 999_999),
    prefix=st.just("G"),
)


@given(TICKETS, WISHES)
def test_everybody_is_in_one_group_and_sizes_differ_by_one_at_most(
    tickets: list[Ticket], wish: Draw
):
    drawn = draw(tickets, wish)
    assert sorted(t.id for group in drawn for t in group.people) == [t.id for t in tickets]
    sizes = [len(group.people) for group in drawn]
    assert not sizes or max(sizes) - min(sizes) <= 1
    assert all(sizes)
    assert len({group.name for group in drawn}) == len(drawn)


@given(TICKETS, WISHES)
def test_balanced_by_team_every_group_has_as_many_of_a_team_as_any_other_but_one(
    tickets: list[Ticket], wish: Draw
):
    drawn = draw(tickets, Draw("groups", wish.number, by_team=True, seed=wish.seed, prefix="G"))
    for team in {ticket.team_id for ticket in tickets}:
        counts = [Counter(t.team_id for t in group.people)[team] for group in drawn]
        assert max(counts) - min(counts) <= 1


@given(TICKETS, WISHES, st.randoms())
def test_the_same_number_gives_the_same_groups(tickets: list[Ticket], wish: Draw, order: Random):
    shuffled = list(tickets)
    order.shuffle(shuffled)
    assert draw(shuffled, wish) == draw(tickets, wish)


@pytest.mark.parametrize(
    ("how", "number", "people", "groups"),
    [
        ("groups", 4, 10, 4),
        ("groups", 4, 3, 3),
        ("size", 4, 10, 3),
        ("size", 4, 8, 2),
        ("pairs", 9, 10, 5),
        ("pairs", 9, 11, 5),
        ("pairs", 9, 1, 1),
        ("pairs", 9, 0, 0),
    ],
)
def test_how_many_groups_there_are(how: str, number: int, people: int, groups: int):
    assert groups_for(people, Draw(how, number, by_team=False, seed=1, prefix="G")) == groups


def _query(**more: object) -> dict[str, object]:
    return {"who": "0", "how": "groups", "number": "2", "prefix": "组", "seed": "123456"} | more


def test_a_look_writes_nothing_and_what_was_seen_is_kept(
    client_of: Browser, cast: Cast, database: db.Database
):
    join(database, cast.cohort, cast.mei, cast.sam, cast.bo)
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/groups"
    seen = client.get(f"{path}/draw", query_string=_query())
    assert seen.status_code == 200
    assert "123456" in seen.text
    with db.reading(database):
        assert groups_of(cast.cohort) == []
    people = ",".join(str(p) for p in sorted((cast.lin, cast.mei, cast.sam, cast.bo)))
    assert client.post(f"{path}/draws", data=_query(drawn=people)).status_code == 303
    with db.reading(database) as rows:
        kept = groups_of(cast.cohort)
        entry = rows.scalars(select(Entry.particulars).where(Entry.verb == "drew-groups")).one()
    assert [len(group.members) for group in kept] == [2, 2]
    assert entry["seed"] == 123456
    # The names are taken now: nothing is mixed up with groups that have worked together.
    assert client.post(f"{path}/draws", data=_query(drawn=people)).status_code == 422
    assert "Keep these groups" not in client.get(f"{path}/draw", query_string=_query()).text


def test_groups_that_were_not_seen_are_not_kept(
    client_of: Browser, cast: Cast, database: db.Database
):
    join(database, cast.cohort, cast.sam)
    path = f"/cohorts/{cast.cohort}/groups/draws"
    answer = client_of("tara").post(path, data=_query(drawn=str(cast.lin)))
    assert answer.status_code == 409
    with db.reading(database):
        assert groups_of(cast.cohort) == []


def test_only_those_who_were_there_and_the_pair_shows_where_pairs_practise(
    client_of: Browser, cast: Cast, database: db.Database, course: Course
):
    join(database, cast.cohort, cast.mei, cast.sam)
    with clock.frozen(BEFORE):
        number = opened(database, cast)
    with clock.frozen(AFTER), db.transaction(database):
        states = {cast.lin: "present", cast.mei: "late", cast.sam: "absent"}
        changes = {person: Change("", state) for person, state in states.items()}
        attendance.tick(me_of(cast.tara), find_session(number), changes)
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/groups"
    assert "10-12" in client.get(f"{path}/draw?session={number}").text
    wish = _query(who=str(number), how="pairs")
    assert "萨姆" not in client.get(f"{path}/draw", query_string=wish).text
    seen = f"{cast.lin},{cast.mei}"
    assert client.post(f"{path}/draws", data=wish | {"drawn": seen}).status_code == 303
    with db.reading(database):
        found = partners_of(cast.lin)
        assert found is not None
        assert found.names == ("梅经理",)
        assert partners_of(cast.sam) is None
    assert "梅经理" in client_of("lin").get("/pairs/join").text
    roleplay = next(iter(course.roleplays))
    page = client_of("lin").get(f"/roleplays/{roleplay}")
    assert page.status_code != 200 or "梅经理" in page.text


@pytest.mark.parametrize(
    "wrong", [{"how": "luck"}, {"number": "0"}, {"number": "x"}, {"prefix": ""}, {"who": "999"}]
)
def test_a_draw_that_makes_no_sense_is_refused(
    client_of: Browser, cast: Cast, wrong: dict[str, object]
):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/groups"
    assert client.get(f"{path}/draw", query_string=_query() | wrong).status_code == 422
    assert client.post(f"{path}/draws", data=_query() | wrong).status_code == 422


@pytest.mark.parametrize("who", ["oda", "lin", "mei", "bo", "otto", "sam", "ann"])
def test_only_the_trainers_of_a_class_draw(client_of: Browser, cast: Cast, who: str):
    client, path = client_of(who), f"/cohorts/{cast.cohort}/groups"
    assert client.get(f"{path}/draw").status_code == 404
    assert client.post(f"{path}/draws", data=_query()).status_code == 404


def test_signed_out_bad_number_wrong_method(client_of: Browser, cast: Cast):
    path = f"/cohorts/{cast.cohort}/groups"
    assert client_of("nobody").get(f"{path}/draw").status_code == 302
    assert client_of("nobody").post(f"{path}/draws").status_code == 401
    client = client_of("ada")
    assert client.get("/cohorts/99999/groups/draw").status_code == 404
    assert client.get(f"{path}/draws").status_code == 405
    assert client.post(f"{path}/draw").status_code == 405
