"""The start page of who leads others: what is late, what came in, whom to look at, and one press to remind."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from courseware import db
from courseware.accounts.models import Person, TeamMembership
from courseware.certificates.actions import Earned, issue
from courseware.cohorts.models import CohortMembership, JoinRequest
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning.actions import record_step
from courseware.learning.models import Obligation
from courseware.learning.types import Done
from courseware.notices.models import Notice
from courseware.review.models import Waiting
from courseware.web import zone
from tests.home.conftest import FIRST, SECOND, Browser, Does, owe
from tests.world import Cast


def column(page: str, which: str) -> str:
    """One of the three columns."""
    return page.partition(f'aria-labelledby="{which}"')[2].partition("</section>")[0]


def reminders(database: db.Database, person_id: int) -> list[str]:
    with db.reading(database) as rows:
        query = select(Notice.key).where(
            Notice.person_id == person_id, Notice.key.startswith("reminded:")
        )
        return list(rows.scalars(query))


def obligations(database: db.Database) -> list[int]:
    with db.reading(database) as rows:
        return list(rows.scalars(select(Obligation.id).order_by(Obligation.id)))


def test_a_manager_sees_first_what_is_late_and_a_trainer_what_waits_for_a_review(
    client_of: Browser,
):
    orders = {"mei": ("late-h", "came-h", "look-h"), "tara": ("look-h", "late-h", "came-h")}
    for who, order in orders.items():
        page = client_of(who).get("/").text
        places = [page.index(f'aria-labelledby="{each}"') for each in order]
        assert places == sorted(places)
    assert "late-h" not in client_of("lin").get("/").text


def test_late_is_shown_by_person_with_the_oldest_first(
    client_of: Browser, database: db.Database, cast: Cast
):
    owe(database, cast.lin, "quiz", SECOND, -1)
    owe(database, cast.lin, "exercise", "plan", -9)
    owe(database, cast.lin, "quiz", FIRST, 4)
    late = column(client_of("mei").get("/").text, "late-h")
    assert late.count(f'href="/people/{cast.lin}"') == 1
    assert "2 late in all" in late
    assert late.index("Quarterly plan") < late.index("02 ")
    assert "01 " not in late
    for who in ("omar", "oda"):
        assert "Nothing is late" in client_of(who).get("/").text


def test_one_press_reminds_of_all_that_is_late_once_a_day(
    client_of: Browser, database: db.Database, cast: Cast
):
    owe(database, cast.lin, "quiz", SECOND, -1)
    owe(database, cast.lin, "exercise", "plan", -9)
    owe(database, cast.lin, "quiz", FIRST, 0.5)
    mei = client_of("mei")
    sent = mei.post(f"/people/{cast.lin}/nudges", headers={"Accept": "application/json"})
    assert sent.json["sentence"] == "林夏 is reminded of 2 things that are late."
    assert mei.post(f"/people/{cast.lin}/nudges").location == "/"
    assert len(reminders(database, cast.lin)) == 2
    assert "reminds you" in client_of("lin").get("/notices").text
    late = column(mei.get("/").text, "late-h")
    assert re.search(r"reminded \d", late)
    assert "data-nudge" not in late
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert "data-nudge" in column(mei.get("/").text, "late-h")
        mei.post(f"/people/{cast.lin}/nudges")
    assert len(reminders(database, cast.lin)) == 5  # by then the third is late, too


def test_one_thing_alone_can_be_reminded_of(client_of: Browser, database: db.Database, cast: Cast):
    owe(database, cast.lin, "quiz", SECOND, -1)
    owe(database, cast.lin, "exercise", "plan", -9)
    number = obligations(database)[0]
    mei = client_of("mei")
    assert mei.post(f"/obligations/{number}/nudges").status_code == 303
    assert len(reminders(database, cast.lin)) == 1
    late = column(mei.get("/").text, "late-h")
    assert late.count("data-nudge") == 2  # all of it, and the other one


def test_a_reminder_of_the_assignment_page_is_the_same_one(
    client_of: Browser, database: db.Database, cast: Cast
):
    due = (zone.today() + timedelta(days=1)).isoformat()
    data = {"item": "exercise:plan", "people": [cast.lin], "due_on": due, "quantity": "1"}
    mei = client_of("mei")
    asked = mei.post("/assignments/new", data={**data, "reviewer": cast.mei})
    assert asked.status_code == 303, asked.text
    with clock.frozen(clock.now() + timedelta(days=3)):
        mei.post(f"{asked.location}/reminders")
        mei.post(f"/people/{cast.lin}/nudges")
    assert len(reminders(database, cast.lin)) == 1


@pytest.mark.parametrize("who", ["otto", "lin", "omar", "oda", "sam", "ada", "ann"])
def test_a_stranger_can_remind_nobody(
    client_of: Browser, database: db.Database, cast: Cast, who: str
):
    owe(database, cast.lin, "quiz", SECOND, -1)
    number = obligations(database)[0]
    other = client_of(who)
    assert other.post(f"/people/{cast.lin}/nudges").status_code == 404
    assert other.post(f"/obligations/{number}/nudges").status_code == 404
    assert reminders(database, cast.lin) == []


def test_there_is_nothing_to_remind_of_where_nothing_is_late(
    client_of: Browser, database: db.Database, cast: Cast
):
    owe(database, cast.lin, "quiz", SECOND, 3)
    mei = client_of("mei")
    assert mei.post(f"/people/{cast.lin}/nudges").status_code == 404
    assert mei.post(f"/obligations/{obligations(database)[0]}/nudges").status_code == 404
    assert mei.post("/people/99999/nudges").status_code == 404
    assert mei.get(f"/people/{cast.lin}/nudges").status_code == 405
    assert client_of("nobody").post(f"/people/{cast.lin}/nudges").status_code == 401


def test_what_came_in_since_the_last_look_is_marked(client_of: Browser, does: Does):
    mei = client_of("mei")
    does("quiz")
    page = column(mei.get("/").text, "came-h")
    assert "林夏" in page
    assert "passed · 01 " in page
    assert 'class="item unread"' in page
    with clock.frozen(clock.now() + timedelta(hours=2)):
        page = column(mei.get("/").text, "came-h")
        assert 'class="item unread"' not in page
        assert "Nothing new since" in page
    with clock.frozen(clock.now() + timedelta(days=9)):
        assert "Nothing came in this week" in mei.get("/").text


def test_certificates_acceptances_and_what_was_handed_in_come_in(
    client_of: Browser, handed_in: int, does: Does, database: db.Database, cast: Cast
):
    assert handed_in
    does("exercise", "plan", SECOND, grade="accepted")
    with db.transaction(database):
        title = {"zh": "季度计划", "en": "Quarterly plan"}
        issue(Earned("exercise", cast.lin, 7, "plan", "2026-1", {"title": title}))
    for who in ("mei", "tara"):
        came = column(client_of(who).get("/").text, "came-h")
        for words in ("handed in · Quarterly", "accepted · Quarterly", "Certificate · "):
            assert words in came, words
    assert "林夏" not in client_of("omar").get("/").text


def test_practice_comes_in_only_when_it_is_passed(
    client_of: Browser, database: db.Database, course: Course, cast: Cast
):
    with db.transaction(database):
        record_step(course, Done(cast.lin, "roleplay", "deck-talk", FIRST, passed=False))
        record_step(course, Done(cast.lin, "quiz", FIRST, FIRST, passed=False))
    assert "林夏" not in column(client_of("mei").get("/").text, "came-h")


def test_whom_to_look_at_says_why(
    client_of: Browser, database: db.Database, course: Course, cast: Cast
):
    with db.transaction(database):
        for _ in range(2):
            record_step(course, Done(cast.lin, "quiz", FIRST, FIRST, passed=False))
    for who in ("mei", "tara"):
        look = column(client_of(who).get("/").text, "look-h")
        assert "林夏" in look
        assert "2 failed attempts at the quiz" in look
    assert "needs help" not in column(client_of("omar").get("/").text, "look-h")


def test_reviews_that_wait_too_long_and_requests_to_join_are_there(
    client_of: Browser, handed_in: int, database: db.Database, cast: Cast
):
    assert handed_in
    with db.transaction(database) as session:
        session.execute(update(Waiting).values(since=clock.now() - timedelta(days=20)))
        session.add(JoinRequest(cohort_id=cast.cohort, person_id=cast.sam))
    look = column(client_of("tara").get("/").text, "look-h")
    assert "1 overdue" in look
    assert "longest waiting: 林夏" in look
    assert "1 ask to join" in look
    assert "ask to join" not in client_of("oda").get("/").text


def test_somebody_who_left_is_not_on_the_board(
    client_of: Browser, database: db.Database, cast: Cast
):
    owe(database, cast.lin, "quiz", SECOND, -1)
    with db.transaction(database) as session:
        session.get_one(Person, cast.lin).deactivated_at = clock.now()
    for who in ("mei", "tara", "bo"):
        assert "林夏" not in client_of(who).get("/").text


@pytest.mark.parametrize("who", ["mei", "tara"])
def test_it_costs_the_same_for_many_people(
    client_of: Browser, database: db.Database, course: Course, cast: Cast,
    count_sql: Callable[[], int], who: str,
):  # fmt: skip
    leader = client_of(who)
    does_something(database, course, [cast.lin])

    def once() -> int:
        before = count_sql()
        assert leader.get("/").status_code == 200
        return count_sql() - before

    def cost() -> int:
        """What every look costs: now and then the organisation's choices are read anew."""
        return min(once() for _ in range(3))

    few = cost()
    does_something(database, course, colleagues(database, cast, 9))
    assert cost() == few


def colleagues(database: db.Database, cast: Cast, count: int) -> list[int]:
    """So many more in lin's team and class."""
    from_on = zone.today()
    with db.transaction(database) as session:
        people = [Person(name=f"同事{n}", email=f"c{n}@test.example") for n in range(count)]
        session.add_all(people)
        session.flush()
        for person in people:
            session.add(TeamMembership(person_id=person.id, team_id=cast.team, from_on=from_on))
            session.add(
                CohortMembership(cohort_id=cast.cohort, person_id=person.id, from_on=from_on)
            )
        return [person.id for person in people]


def does_something(database: db.Database, course: Course, people: list[int]) -> None:
    for person in people:
        owe(database, person, "quiz", SECOND, -1)
        with db.transaction(database):
            for passed in (False, False, True):
                item = SECOND if not passed else FIRST
                record_step(course, Done(person, "quiz", item, item, passed=passed))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_there_in_both_languages(
    client_of: Browser, database: db.Database, course: Course, cast: Cast, lang: str
):
    does_something(database, course, [cast.lin])
    for who in ("mei", "tara", "bo"):
        answer = client_of(who).get(f"/?lang={lang}")
        assert answer.status_code == 200
        assert "林夏" in answer.text
