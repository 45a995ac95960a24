"""The pages of role-plays: works, own scope, trainer and manager, stranger, signed out, unknown id, wrong method."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.cohorts.models import CohortTrainer
from courseware.content.definitions import Course
from courseware.learning.actions import oblige
from courseware.learning.models import Obligation, Step
from courseware.notices.models import Notice
from courseware.review.models import Review, Waiting
from tests.roleplay.scenes import begin, play, say
from tests.world import Cast

Clients = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("course")

PAGES = ["/roleplays", "/roleplays/visit", "/roleplays/library/manufacturing"]
STRANGERS = ["otto", "oda", "omar", "sam", "ada", "ann"]
MARKS = {"mark-questions": "3", "mark-evidence": "2", "comment-1": "好的开头", "summary": "继续"}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everybody_signed_in_may_practise(client_of: Clients, page: str, lang: str):
    for name in ("lin", "tara", "mei", "ada"):
        assert client_of(name).get(f"{page}?lang={lang}").status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "/sessions/1"])
def test_signed_out_leads_to_the_sign_in_page(client_of: Clients, page: str):
    answer = client_of("nobody").get(page)
    assert answer.status_code == 302
    assert "/login" in answer.location


@pytest.mark.parametrize(
    "path",
    [
        "/roleplays/visit/sessions",
        "/sessions/1/turns",
        "/sessions/1/hand-ins",
        "/sessions/1/reviews",
    ],
)
def test_signed_out_nothing_can_be_sent(client_of: Clients, path: str):
    assert client_of("nobody").post(path).status_code == 401


@pytest.mark.parametrize(
    "page",
    [
        "/roleplays/none",
        "/roleplays/library/none",
        "/sessions/999999",
        "/sessions/x",
        "/sessions/99999999999999999999",
        "/sessions/-1",
    ],
)
def test_an_unknown_page_is_not_found(client_of: Clients, page: str):
    assert client_of("lin").get(page).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/roleplays/none/sessions",
        "/sessions/999999/turns",
        "/sessions/999999/hand-ins",
        "/sessions/999999/reviews",
    ],
)
def test_nothing_can_be_sent_to_what_is_not_there(client_of: Clients, path: str):
    assert client_of("lin").post(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/roleplays"),
        ("post", "/roleplays/visit"),
        ("get", "/roleplays/visit/sessions"),
        ("get", "/sessions/1/turns"),
        ("put", "/sessions/1"),
        ("get", "/sessions/1/hand-ins"),
        ("delete", "/sessions/1/reviews"),
    ],
)
def test_the_wrong_method_is_told_so(client_of: Clients, method: str, path: str):
    assert getattr(client_of("lin"), method)(path).status_code == 405


def test_the_list_shows_my_best_and_what_to_practise(client_of: Clients):
    lin = client_of("lin")
    assert "Begin with this one" in lin.get("/roleplays").text
    play(lin)
    page = lin.get("/roleplays").text
    assert "best 79.1%" in page
    assert "Your weakest point so far" in page
    assert "best 79.1%" not in client_of("otto").get("/roleplays").text


def test_a_course_without_role_plays_says_so(
    client_of: Clients, course: Course, serve: Callable[[Course], None]
):
    bare = tuple(replace(m, roleplays=()) for m in course.modules)
    serve(replace(course, roleplays={}, objections={}, modules=bare))
    assert "There are no role-plays yet." in client_of("lin").get("/roleplays").text


def test_the_criteria_are_shown_before_the_start(client_of: Clients):
    page = client_of("lin").get("/roleplays/visit").text
    assert "Questions" in page
    assert "Open questions that go deeper" in page
    assert "Private" in page


def test_the_library_shows_good_passable_and_poor_replies(client_of: Clients, course: Course):
    page = client_of("lin").get("/roleplays/library/manufacturing").text
    objection = course.objections["manufacturing"].objections[0]
    for reply in (objection.good, objection.passable, objection.poor):
        assert reply.why.en in page


def test_practice_is_private_until_it_is_handed_in(client_of: Clients):
    session = play(client_of("lin"))
    for name in ("tara", "mei", "bo", *STRANGERS):
        assert client_of(name).get(session).status_code == 404


def test_handed_in_the_trainer_sees_the_lines_and_managers_the_result_only(client_of: Clients):
    lin = client_of("lin")
    session = play(lin, line="my very own words")
    assert "Private until you hand it in" in lin.get(session).text
    assert lin.post(f"{session}/hand-ins").status_code == 303
    assert "my very own words" in client_of("tara").get(session).text
    for name in ("mei", "bo"):
        page = client_of(name).get(session)
        assert page.status_code == 200
        assert "Questions" in page.text
        for words in ("my very own words", "line a", "coach a", "customer c1", "Your marks"):
            assert words not in page.text
    for name in STRANGERS:
        assert client_of(name).get(session).status_code == 404


def test_assigned_work_is_seen_by_trainer_and_manager_without_handing_in(
    client_of: Clients, cast: Cast, database: db.Database
):
    with db.transaction(database):
        oblige(asked(cast, reviewer=cast.mei), earlier_work_counts=False)
    lin = client_of("lin")
    session = begin(lin, assigned="1")
    say(lin, session, 1, choice="a")
    assert "assigned work" in lin.get(session).text
    assert "line a" in client_of("tara").get(session).text
    page = client_of("mei").get(session)
    assert page.status_code == 200
    assert "not finished" in page.text
    assert "line a" not in page.text
    assert client_of("otto").get(session).status_code == 404


def test_others_may_look_but_not_speak_or_hand_in(client_of: Clients):
    lin = client_of("lin")
    session = play(lin)
    lin.post(f"{session}/hand-ins")
    for name in ("tara", "mei"):
        assert say(client_of(name), session, 1, choice="a").status_code == 403
        assert client_of(name).post(f"{session}/hand-ins").status_code == 403
    assert say(client_of("sam"), session, 1, choice="a").status_code == 404


def test_an_unfinished_talk_cannot_be_handed_in(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    answer = lin.post(f"{begin(lin)}/hand-ins")
    assert answer.status_code == 409
    assert found(database, Waiting.id) == []


def test_handing_in_twice_waits_once(client_of: Clients, cast: Cast, database: db.Database):
    lin = client_of("lin")
    session = play(lin)
    for _ in range(2):
        assert lin.post(f"{session}/hand-ins").status_code == 303
    assert found(
        database, Waiting.owner_id, Waiting.object_kind, Waiting.item, Waiting.reviewer_id
    ) == [(cast.lin, "session", "visit", None)]
    assert "It waits for 谭老师" in lin.get(session).text


def test_without_a_trainer_it_is_shown_but_nobody_is_waited_for(
    client_of: Clients, database: db.Database
):
    with db.transaction(database) as session:
        session.query(CohortTrainer).delete()
    lin = client_of("lin")
    talk = play(lin)
    assert "Nobody trains you" in lin.get(talk).text
    lin.post(f"{talk}/hand-ins")
    assert found(database, Waiting.id) == []
    assert client_of("mei").get(talk).status_code == 200


def test_a_named_trainer_of_another_class_marks(
    client_of: Clients, cast: Cast, database: db.Database
):
    with db.transaction(database):
        oblige(asked(cast, reviewer=cast.oda), earlier_work_counts=False)
    lin = client_of("lin")
    session = play(lin, assigned="1")
    lin.post(f"{session}/hand-ins")
    assert found(database, Waiting.reviewer_id) == [(cast.oda,)]
    assert client_of("oda").post(f"{session}/reviews", data=MARKS).status_code == 303


def test_the_trainers_marks_decide_and_the_learner_reads_them(
    client_of: Clients, cast: Cast, database: db.Database
):
    lin, tara = client_of("lin"), client_of("tara")
    session = play(lin, first="b", last="b")
    lin.post(f"{session}/hand-ins")
    page = tara.get(session).text
    assert "Your marks" in page
    assert 'name="mark-questions"' in page
    assert tara.post(f"{session}/reviews", data=MARKS).status_code == 303
    assert found(database, Review.reviewer_id, Review.verdict, Review.role) == [
        (cast.tara, "marked", "trainer")
    ]
    assert found(database, Step.id, Step.passed, Step.score)[-1][1:] == (True, 83.3)
    assert found(database, Waiting.id) == []
    page = lin.get(session).text
    for words in ("继续", "好的开头", "trainer: 3 of 3", "Marked by 谭老师", "83.3%"):
        assert words in page
    assert "has marked your role-play" in notice(database, cast.lin)
    manager = client_of("mei").get(session).text
    assert "trainer: 3 of 3" in manager
    assert "好的开头" not in manager
    assert "继续" not in manager


def test_a_trainers_low_marks_are_recorded_but_take_no_pass_away(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    session = play(lin)
    lin.post(f"{session}/hand-ins")
    client_of("tara").post(f"{session}/reviews", data={"mark-questions": "1", "summary": "why"})
    assert [passed for _, passed in found(database, Step.id, Step.passed)] == [True, False]
    assert "not passed yet" in lin.get(session).text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"summary": "only words"},
        {"mark-questions": "4"},
        {"mark-questions": "x"},
        {"mark-questions": "2", "comment-1": "x" * 2001},
    ],
)
def test_marks_that_cannot_be_are_refused_and_what_was_written_stays(
    client_of: Clients, database: db.Database, data: dict[str, str]
):
    lin = client_of("lin")
    session = play(lin)
    lin.post(f"{session}/hand-ins")
    answer = client_of("tara").post(f"{session}/reviews", data=data)
    assert answer.status_code == 422
    assert data.get("summary", "") in answer.text
    assert found(database, Review.id) == []


def test_nobody_else_marks(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    session = play(lin)
    lin.post(f"{session}/hand-ins")
    for name, status in [("lin", 403), ("mei", 403), ("otto", 404), ("oda", 404), ("ada", 404)]:
        assert client_of(name).post(f"{session}/reviews", data=MARKS).status_code == status
    assert found(database, Review.id) == []


def test_a_second_mark_is_refused(client_of: Clients, database: db.Database):
    lin, tara = client_of("lin"), client_of("tara")
    session = play(lin)
    lin.post(f"{session}/hand-ins")
    tara.post(f"{session}/reviews", data=MARKS)
    assert tara.post(f"{session}/reviews", data=MARKS).status_code == 403
    assert len(found(database, Review.id)) == 1


def test_a_former_trainer_no_longer_sees_it(client_of: Clients, cast: Cast, database: db.Database):
    lin = client_of("lin")
    session = play(lin)
    lin.post(f"{session}/hand-ins")
    with db.transaction(database) as writing:
        writing.query(CohortTrainer).filter_by(person_id=cast.tara).delete()
    assert client_of("tara").get(session).status_code == 404


def test_a_form_without_its_token_changes_nothing(client_of: Clients, app: Flask):
    lin = client_of("lin")
    session = begin(lin)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert say(lin, session, 1, choice="a").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert "line a" in lin.get(session).text
    assert 'name="number" value="1"' in lin.get(session).text


def test_pages_hold_no_inline_script_or_style(client_of: Clients):
    lin = client_of("lin")
    for page in (*PAGES, begin(lin), play(lin)):
        html = lin.get(page).text
        assert not re.search(r"<style|style=|onclick=|<script(?![^>]* src=)", html), page


def test_the_list_and_a_talk_need_few_statements(client_of: Clients, count_sql: Callable[[], int]):
    lin = client_of("lin")
    session = play(lin)
    before = count_sql()
    lin.get("/roleplays")
    middle = count_sql()
    lin.get(session)
    assert middle - before <= 6
    assert count_sql() - middle <= 9


def asked(cast: Cast, *, reviewer: int) -> Obligation:
    return Obligation(
        person_id=cast.lin,
        kind="roleplay",
        item="visit",
        asked_by_id=cast.mei,
        reviewer_id=reviewer,
        source_kind="assignment",
        source_id=1,
        due_at=datetime(2026, 12, 1, tzinfo=UTC),
    )


def found(database: db.Database, *columns: Any) -> list[tuple]:
    with db.reading(database) as reading:
        return [tuple(row) for row in reading.execute(select(*columns).order_by(columns[0]))]


def notice(database: db.Database, person_id: int) -> str:
    with db.reading(database) as reading:
        return reading.scalar(select(Notice.sentence).where(Notice.person_id == person_id)) or ""
