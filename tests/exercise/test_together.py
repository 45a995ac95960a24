"""A group's form: several people write in it at once, and nothing that anybody typed is lost."""

import threading
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts.queries import me_by_id
from courseware.accounts.types import Me
from courseware.cohorts.models import CohortMembership, Group, GroupMembership
from courseware.content.definitions import Course
from courseware.exercise import actions, queries
from courseware.exercise.actions import together as group_actions
from courseware.exercise.models import Revision
from courseware.exercise.rules import together as rules
from courseware.exercise.types import Stale
from courseware.exercise.types.together import Base, Clash
from courseware.learning.models import Step
from courseware.notices.models import Notice
from tests.exercise.conftest import Begin, ClientOf
from tests.world import START, Cast

FULL = {"situation": "两班倒，返工多。", "offer": "一台检测机。"}


# ---- the rules -------------------------------------------------------------------------------------------------


def merged(newest: dict[str, Any], sent: dict[str, Any], seen: dict[str, Any]) -> rules.Merge:
    return rules.merge(newest, sent, Base(0, rules.digests(seen)), {})


def test_each_field_is_taken_from_whoever_changed_it():
    seen = {"a": "1", "b": "1", "c": "1"}
    found = merged({**seen, "b": "theirs"}, {**seen, "a": "mine"}, seen)
    assert found.content == {"a": "mine", "b": "theirs", "c": "1"}
    assert (found.changed, found.taken, found.conflicts) == (["a"], ["b"], [])


def test_a_field_that_two_changed_is_a_conflict_and_the_rest_is_merged():
    seen = {"a": "1", "b": "1"}
    found = merged({"a": "theirs", "b": "1"}, {"a": "mine", "b": "mine too"}, seen)
    assert found.content == {"a": "theirs", "b": "mine too"}
    assert (found.changed, found.conflicts) == (["b"], ["a"])


def test_the_same_change_twice_is_none():
    found = merged({"a": "2"}, {"a": "2"}, {"a": "1"})
    assert (found.changed, found.taken, found.conflicts) == ([], [], [])


@pytest.mark.parametrize(
    ("theirs", "mine", "rows"),
    [
        ([1, 2, 3], [1, 2, 4], [1, 2, 3, 4]),  # both added at the end
        ([1, 2, 3], [1, 2, 3], [1, 2, 3]),  # both added the same
        ([1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4]),
        ([1, 9], [1, 2, 4], None),  # they changed a row
        ([1, 2, 3], [2], None),  # I removed one
    ],
)
def test_rows_that_both_added_are_all_kept(theirs: list[int], mine: list[int], rows: Any):
    found = merged(
        {"t": [str(n) for n in theirs]}, {"t": [str(n) for n in mine]}, {"t": ["1", "2"]}
    )
    if rows is None:
        assert (found.conflicts, found.content["t"]) == (["t"], [str(n) for n in theirs])
    else:
        assert (found.conflicts, found.content["t"]) == ([], [str(n) for n in rows])


def test_two_who_begin_an_empty_table_both_keep_their_rows():
    found = merged({"t": [{"x": "a"}]}, {"t": [{"x": "b"}]}, {})
    assert found.content["t"] == [{"x": "a"}, {"x": "b"}]


def test_a_page_that_tells_nothing_loses_nothing():
    newest, versions = {"a": "theirs", "b": "1"}, {"a": [4, 7]}
    found = rules.merge(newest, {"a": "mine", "b": "mine"}, Base(3), versions)
    assert (found.content, found.conflicts) == ({"a": "theirs", "b": "mine"}, ["a"])


def test_only_the_returned_fields_change():
    found = rules.merge(
        {"a": "1", "b": "1"},
        {"a": "2", "b": "2"},
        Base(0, rules.digests({"a": "1", "b": "1"})),
        {},
        only=frozenset({"b"}),
    )
    assert found.content == {"a": "1", "b": "2"}


# ---- the group -------------------------------------------------------------------------------------------------


def make_group(session: Any, cast: Cast, *members: int) -> int:
    known = {
        row.person_id
        for row in session.scalars(
            select(CohortMembership).where(CohortMembership.cohort_id == cast.cohort)
        )
    }
    for person in set(members) - known:
        session.add(CohortMembership(cohort_id=cast.cohort, person_id=person, from_on=START))
    group = Group(cohort_id=cast.cohort, name="第一组")
    session.add(group)
    session.flush()
    session.add_all(GroupMembership(group_id=group.id, person_id=p) for p in members)
    return int(group.id)


@pytest.fixture
def group(database: db.Database, cast: Cast) -> int:
    """lin and sam work together; tara trains their class."""
    with db.transaction(database) as session:
        return make_group(session, cast, cast.lin, cast.sam)


def put(client: FlaskClient, number: int, data: dict[str, Any], seen: dict[str, Any]) -> Any:
    """Autosave, from a page that began with `seen`."""
    body = {"counter": 0, "data": data, "base": rules.digests(seen)}
    return client.put(f"/submissions/{number}/draft", json=body)


def answers(database: db.Database, number: int) -> dict[str, Any]:
    with db.reading(database):
        return dict(queries.draft(number).answers)


@pytest.mark.usefixtures("group")
def test_members_join_one_form_and_others_do_not_see_it(client_of: ClientOf, begin: Begin):
    page = client_of("lin").get("/exercises/board").text
    assert "第一组" in page
    number = begin("lin", "board")
    assert begin("sam", "board") == number  # joined, not begun anew
    assert f"/submissions/{number}" in client_of("sam").get("/exercises/board").text
    for name in ("lin", "sam"):
        shown = client_of(name).get(f"/submissions/{number}")
        assert shown.status_code == 200
        assert "data-together" in shown.text
    for name in ("tara", "mei", "bo", "otto", "oda", "ada", "ann"):
        client = client_of(name)
        for path in (
            f"/submissions/{number}",
            f"/submissions/{number}.pdf",
            f"/submissions/{number}/others",
        ):
            assert client.get(path).status_code == 404, (name, path)
        assert client.post(f"/submissions/{number}/signs", json={}).status_code == 404
        assert put(client, number, FULL, {}).status_code == 404
    assert client_of("nobody").get(f"/submissions/{number}/others").status_code == 302
    assert client_of("lin").post(f"/submissions/{number}/others").status_code == 405
    assert client_of("lin").get("/submissions/99999/others").status_code == 404
    wrong = client_of("lin").post("/exercises/board/submissions", data={"group": "99999"})
    assert wrong.status_code == 422


def test_whoever_has_no_group_fills_it_in_alone(client_of: ClientOf, begin: Begin):
    number = begin("otto", "board")
    assert "data-together" not in client_of("otto").get(f"/submissions/{number}").text


@pytest.mark.usefixtures("group")
def test_different_fields_are_merged_and_each_learns_what_the_other_wrote(
    client_of: ClientOf, begin: Begin, database: db.Database
):
    number = begin("lin", "board")
    assert (
        put(client_of("lin"), number, {"situation": "两班倒。", "offer": ""}, {}).status_code == 200
    )
    saved = put(client_of("sam"), number, {"situation": "", "offer": "检测机"}, {})
    assert saved.status_code == 200
    assert saved.json["fields"]["situation"]["data"] == {"situation": "两班倒。"}
    assert saved.json["fields"]["situation"]["by"] == "林夏"
    found = answers(database, number)
    assert (found["situation"], found["offer"]) == ("两班倒。", "检测机")


@pytest.mark.usefixtures("group")
def test_the_same_field_is_offered_in_both_versions_and_the_rest_is_saved(
    client_of: ClientOf, begin: Begin, database: db.Database
):
    number = begin("lin", "board")
    put(client_of("lin"), number, {"situation": "林写的"}, {})
    clash = put(client_of("sam"), number, {"situation": "萨姆写的", "price": "12"}, {})
    assert clash.status_code == 409
    assert clash.json["clash"]["situation"]["data"] == {"situation": "林写的"}
    assert clash.json["by"] == "林夏"
    found = answers(database, number)
    assert (found["situation"], found["price"]) == ("林写的", 12)
    put(client_of("sam"), number, {"situation": "萨姆写的", "price": "12"}, {})
    with db.transaction(database) as session:  # tried twice, kept once
        lost = session.scalars(select(Revision).where(Revision.reason == "conflict")).one()
        assert lost.answers["situation"] == "萨姆写的"
    # The choice of what one wrote oneself, made with the other version in sight, is a plain change.
    seen = {"situation": "林写的", "price": 12}
    assert (
        put(client_of("sam"), number, {"situation": "萨姆写的", "price": "12"}, seen).status_code
        == 200
    )
    assert answers(database, number)["situation"] == "萨姆写的"


@pytest.mark.usefixtures("group")
def test_the_page_without_script_merges_too(
    client_of: ClientOf, begin: Begin, database: db.Database
):
    number = begin("lin", "board")
    put(
        client_of("lin"),
        number,
        {"situation": "林写的", "steps": [{"step": "参观", "who": "林"}]},
        {},
    )
    plain = {
        "counter": "0",
        "_base": "{}",
        "situation": "",
        "offer": "检测机",
        "steps-0-step": "报价",
    }
    answer = client_of("sam").post(f"/submissions/{number}/draft", data=plain)
    assert answer.status_code == 303
    found = answers(database, number)
    assert (found["situation"], found["offer"]) == ("林写的", "检测机")
    assert [row["step"] for row in found["steps"]] == ["参观", "报价"]
    clash = client_of("sam").post(
        f"/submissions/{number}/draft", data={**plain, "situation": "我的说法"}
    )
    assert clash.status_code == 409
    assert "我的说法" in clash.text
    assert "林写的" in clash.text


@pytest.mark.usefixtures("group")
def test_who_is_in_which_field_is_seen_by_the_others(client_of: ClientOf, begin: Begin):
    number = begin("lin", "board")
    signed = client_of("lin").post(f"/submissions/{number}/signs", json={"field": "offer"})
    assert signed.status_code == 200
    sam = client_of("sam")
    seen = sam.get(f"/submissions/{number}/others?since=0")
    assert seen.json["people"] == [{"name": "林夏", "field": "offer"}]
    tag = {"If-None-Match": seen.headers["ETag"]}
    assert sam.get(f"/submissions/{number}/others?since=0", headers=tag).status_code == 304
    put(client_of("lin"), number, {"offer": "检测机"}, {})
    news = sam.get(f"/submissions/{number}/others?since=0", headers=tag)
    assert news.json["fields"]["offer"]["data"] == {"offer": "检测机"}
    assert (
        sam.get(f"/submissions/{number}/others?since={news.json['counter']}").json["fields"] == {}
    )
    client_of("lin").post(f"/submissions/{number}/signs", json={"field": "<script>"})
    assert sam.get(f"/submissions/{number}/others").json["people"][0]["field"] == ""


def test_one_hands_in_for_all_and_it_counts_for_each(
    client_of: ClientOf, begin: Begin, group: int, database: db.Database, cast: Cast
):
    number = begin("sam", "board")
    put(client_of("lin"), number, {"situation": FULL["situation"]}, {})
    sam, tara = client_of("sam"), client_of("tara")
    data = {"counter": "0", "_base": "{}", "situation": "", "offer": FULL["offer"]}
    assert sam.post(f"/submissions/{number}/handovers", data=data).status_code == 303
    assert client_of("lin").get(f"/submissions/{number}/others").status_code == 410
    desk = tara.get(f"/submissions/{number}").text
    for text in (*FULL.values(), "第一组"):
        assert text in desk
    for author in ("lin", "sam"):  # nobody judges their own
        refused = client_of(author).post(f"/submissions/{number}/acceptances", data={})
        assert refused.status_code == 403
    assert client_of("ada").get(f"/submissions/{number}").status_code == 404
    back = {"comment.offer": "哪一台？", "mend": "offer"}
    assert tara.post(f"/submissions/{number}/returns", data=back).status_code == 303
    now = {"situation": FULL["situation"], "offer": FULL["offer"]}
    assert put(sam, number, {**now, "situation": "别的", "offer": "三号机"}, now).status_code == 200
    found = answers(database, number)
    assert (found["situation"], found["offer"]) == (FULL["situation"], "三号机")
    data = {"counter": "0", "situation": FULL["situation"], "offer": "三号机"}
    assert client_of("lin").post(f"/submissions/{number}/handovers", data=data).status_code == 303
    with db.transaction(database) as session:  # who leaves now was there when it was handed in
        session.delete(session.get(GroupMembership, (group, cast.sam)))
    assert tara.post(f"/submissions/{number}/acceptances", data={}).status_code == 303
    read = sam.get(f"/submissions/{number}")  # it was sam's work too
    assert read.status_code == 200
    assert sam.post(f"/submissions/{number}/withdrawals").status_code == 403
    assert client_of("mei").get(f"/submissions/{number}").status_code == 200  # leads lin
    assert client_of("omar").get(f"/submissions/{number}").status_code == 404
    with db.transaction(database) as session:
        steps = session.scalars(select(Step).where(Step.item == "board", Step.grade == "accepted"))
        assert {step.person_id for step in steps} == {cast.lin, cast.sam}
        told = session.scalars(select(Notice).where(Notice.key == f"accepted:{number}"))
        assert {notice.person_id for notice in told} == {cast.lin, cast.sam}


@pytest.mark.usefixtures("group")
def test_an_unfinished_form_is_refused_with_what_all_wrote(client_of: ClientOf, begin: Begin):
    number = begin("lin", "board")
    put(client_of("lin"), number, {"situation": "林写的"}, {})
    data = {"counter": "0", "_base": "{}", "situation": "", "price": "7"}
    page = client_of("sam").post(f"/submissions/{number}/handovers", data=data)
    assert page.status_code == 422
    assert "林写的" in page.text
    assert 'value="7"' in page.text


# ---- at the same moment ----------------------------------------------------------------------------------------


def test_two_who_save_at_the_same_moment_both_keep_their_words(
    own_database: db.Database, cast: Cast, course: Course
):
    people: list[Me] = []
    with db.transaction(own_database) as session:
        group = make_group(session, cast, cast.lin, cast.sam)
        people += [me for p in (cast.lin, cast.sam) if (me := me_by_id(p)) is not None]
    form = course.exercises["board"]
    start = threading.Barrier(2)
    begun: list[int] = []
    clashes: list[Stale] = []

    def work(me: Me, field: str) -> None:
        start.wait()
        with db.transaction(own_database):
            number = group_actions.open_group_form(me, form, "", group_id=group)
            begun.append(number)
        seen: dict[str, Any] = {}
        for turn in range(8):
            row = {"step": f"{field} {turn}", "who": me.name}
            sent = {field: f"{field} {turn}", "steps": [*seen.get("steps", ()), row]}
            with db.working(own_database):
                result = actions.save_draft(
                    me, number, sent, marks={}, counter=0, digests=rules.digests(seen)
                )
            if isinstance(result, Stale):
                clashes.append(result)
            seen = dict(result.content)  # type: ignore[union-attr]

    threads = [
        threading.Thread(target=work, args=(me, field))
        for me, field in zip(people, ("situation", "offer"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert begun[0] == begun[1]
    assert clashes == []
    found = answers(own_database, begun[0])
    assert (found["situation"], found["offer"]) == ("situation 7", "offer 7")
    assert len(found["steps"]) == 16


def test_two_who_change_the_same_field_at_the_same_moment_lose_nothing(
    own_database: db.Database, cast: Cast, course: Course
):
    with db.transaction(own_database) as session:
        group = make_group(session, cast, cast.lin, cast.sam)
        people = [me for p in (cast.lin, cast.sam) if (me := me_by_id(p)) is not None]
        form = course.exercises["board"]
        number = group_actions.open_group_form(people[0], form, "", group_id=group)
    start = threading.Barrier(2)
    clashes: list[Clash] = []

    def work(me: Me, field: str) -> None:
        start.wait()
        unit = db.begin(own_database, may_write=True)
        sent = {"situation": me.name, field: me.name}
        result = actions.save_draft(me, number, sent, marks={}, counter=0, digests={})
        if isinstance(result, Clash):
            clashes.append(result)
        assert unit.may_write
        db.end(commit=not isinstance(result, Stale))  # as a request that answers 409 does

    threads = [
        threading.Thread(target=work, args=(me, field))
        for me, field in zip(people, ("offer", "price"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [list(clash.clashing) for clash in clashes] == [["situation"]]
    found = answers(own_database, number)
    assert (found["offer"], found["price"]) == (people[0].name, people[1].name)
    with db.transaction(own_database) as session:
        lost = session.scalars(select(Revision).where(Revision.reason == "conflict")).one()
    assert {lost.answers["situation"], found["situation"]} == {me.name for me in people}
