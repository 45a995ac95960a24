"""The pages of the drill, without a script: choosing, one card after the other, private, once only."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from courseware import db
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.roleplay.actions.drills import answer_card
from courseware.roleplay.models import DrillAnswer, DrillCard
from courseware.roleplay.queries.drills import drill_history
from courseware.roleplay.types.drills import DrillSent, Shown
from tests.roleplay.conftest import me_of
from tests.roleplay.test_drilling import library
from tests.world import Cast

Clients = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("course")

RUN = "0123456789ab"
START = f"/drills/card?run={RUN}"
#: a quarter of an hour before midnight in Shanghai
LATE = datetime(2026, 3, 2, 15, 45, tzinfo=UTC)


def rows(database: db.Database, *columns: object) -> list[tuple]:
    with db.reading(database) as reading:
        return [tuple(row) for row in reading.execute(select(*columns).order_by(columns[0]))]


def hidden(page: TestResponse, name: str = "shown") -> str:
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', page.text)[1])


def open_card(client: FlaskClient, address: str = START) -> TestResponse:
    """Follow the button “I am ready” of the card that is next."""
    page = client.get(address)
    assert page.status_code == 200, page.location
    return client.get(unescape(re.search(r'data-drill-ready href="([^"]*)"', page.text)[1]))


def reply(client: FlaskClient, card: TestResponse, line: str = "") -> TestResponse:
    data = {"shown": hidden(card), "line": line} | ({} if line else {"aloud": "1"})
    return client.post(START, data=data)


def judge(client: FlaskClient, replies: TestResponse, outcome: str) -> TestResponse:
    data = {"shown": hidden(replies), "line": hidden(replies, "line"), "outcome": outcome}
    return client.post(f"/drills/answers?run={RUN}", data=data)


def drill(client: FlaskClient, outcome: str = "well", line: str = "") -> TestResponse:
    return judge(client, reply(client, open_card(client), line), outcome)


# ---- litany

PAGES = ["/drills", START, "/drills?industry=manufacturing&customer=plant&type=price"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everybody_signed_in_may_drill(client_of: Clients, page: str, lang: str):
    joint = "&" if "?" in page else "?"
    for name in ("lin", "tara", "mei", "ada"):
        assert client_of(name).get(f"{page}{joint}lang={lang}").status_code == 200


@pytest.mark.parametrize("page", [*PAGES, f"/drills/runs/{RUN}"])
def test_signed_out_leads_to_the_sign_in_page(client_of: Clients, page: str):
    answer = client_of("nobody").get(page)
    assert answer.status_code == 302
    assert "/login" in answer.location


@pytest.mark.parametrize("path", [START, "/drills/answers"])
def test_signed_out_nothing_can_be_sent(client_of: Clients, path: str):
    assert client_of("nobody").post(path).status_code == 401


@pytest.mark.parametrize(
    "page",
    [
        "/drills?industry=none",
        "/drills?type=none",
        "/drills/card?industry=none",
        f"/drills/runs/{RUN}",
        "/drills/runs/x",
        "/drills/runs/%25",
    ],
)
def test_an_unknown_page_is_not_found(client_of: Clients, page: str):
    assert client_of("lin").get(page).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("post", "/drills"), ("get", "/drills/answers"), ("post", f"/drills/runs/{RUN}")],
)
def test_the_wrong_method_is_told_so(client_of: Clients, method: str, path: str):
    assert getattr(client_of("lin"), method)(path).status_code == 405


def test_role_plays_and_library_lead_to_the_drill(client_of: Clients):
    lin = client_of("lin")
    assert 'href="/drills"' in lin.get("/roleplays").text
    page = lin.get("/roleplays/library/manufacturing").text
    assert 'href="/drills?industry=manufacturing"' in page


def test_a_course_without_objections_says_so(
    client_of: Clients, course: Course, serve: Callable[[Course], None]
):
    serve(replace(course, objections={}))
    assert "There are no objections to drill yet." in client_of("lin").get("/drills").text


# ---- choosing


def test_filters_stay_in_every_address_of_a_run(client_of: Clients):
    lin = client_of("lin")
    chosen = "industry=manufacturing&customer=plant&type=trust"
    page = lin.get(f"/drills?{chosen}").text
    assert f"/drills/card?{chosen}" in unescape(page)
    begun = lin.get(f"/drills/card?{chosen}")
    assert begun.status_code == 303
    assert chosen in begun.location
    card = open_card(lin, begun.location)
    assert f'action="/drills/card?{chosen}&run=' in unescape(card.text)


def test_only_the_chosen_type_is_asked(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    address = f"{START}&type=trust"
    judge(lin, reply(lin, open_card(lin, address)), "well")
    assert rows(database, DrillAnswer.objection) == [("about-trust",)]
    assert lin.get(address).location.startswith(f"/drills/runs/{RUN}?type=trust")


def test_a_customer_of_another_industry_is_left_behind(client_of: Clients):
    page = client_of("lin").get("/drills?industry=manufacturing&customer=banker")
    assert page.status_code == 200
    assert "banker" not in page.text


def test_what_is_due_new_and_coming_is_told(client_of: Clients):
    lin = client_of("lin")
    with clock.frozen(LATE):
        drill(lin, "missed")
        drill(lin, "well")
        assert stats(lin) == ["0", "6", "2"]
    with clock.frozen(LATE + timedelta(minutes=20)):  # past midnight there, the same day in UTC
        assert stats(lin) == ["1", "6", "1"]


def stats(client: FlaskClient) -> list[str]:
    return re.findall(r'stat-value num">(\d+)<', client.get("/drills").text)


def test_nothing_due_and_nothing_new_says_when_to_come_back(client_of: Clients):
    lin = client_of("lin")
    address = f"{START}&type=price"
    judge(lin, reply(lin, open_card(lin, address)), "well")
    page = lin.get("/drills?type=price").text
    assert "Nothing is due." in page
    assert "/drills/card" not in page


# ---- one card


def test_a_card_goes_from_customer_to_objection_to_replies_to_the_next(
    client_of: Clients, course: Course, database: db.Database
):
    lin = client_of("lin")
    assert "Plant manager" in lin.get(START).text
    card = open_card(lin)
    assert "I have a concern." in card.text
    assert "Which point worries you?" not in card.text
    replies = reply(lin, card, "Which day worries you?")
    for words in ("Which day worries you?", "Which point worries you?", "Let me explain.", "Why"):
        assert words in replies.text
    assert rows(database, DrillAnswer.id) == []
    after = judge(lin, replies, "partly")
    assert after.status_code == 303
    assert after.location == START
    columns = (DrillAnswer.line, DrillAnswer.outcome, DrillAnswer.lang, DrillAnswer.version)
    version = course.objections["manufacturing"].digest.version
    assert rows(database, *columns) == [("Which day worries you?", "partly", "en", version)]


def test_the_server_measures_the_seconds_and_late_answers_count(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    with clock.frozen(LATE):
        card = open_card(lin)
    with clock.frozen(LATE + timedelta(seconds=95)):
        replies = reply(lin, card)
    with clock.frozen(LATE + timedelta(seconds=200)):  # reading the replies is not answering
        judge(lin, replies, "well")
    assert rows(database, DrillAnswer.seconds, DrillAnswer.line) == [(95, None)]


def test_a_page_whose_time_was_changed_is_refused(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    card = open_card(lin)
    assert lin.post(START, data={"shown": hidden(card) + "x", "aloud": "1"}).status_code == 409
    data = {"shown": "made up", "outcome": "well"}
    assert lin.post("/drills/answers", data=data).status_code == 409
    assert rows(database, DrillAnswer.id) == []


def test_another_persons_page_is_not_found(client_of: Clients, database: db.Database):
    card = open_card(client_of("lin"))
    otto = client_of("otto")
    data = {"shown": hidden(card), "aloud": "1", "outcome": "well"}
    assert otto.post(START, data=data).status_code == 404
    assert otto.post("/drills/answers", data=data).status_code == 404
    assert rows(database, DrillAnswer.id) == []


def test_without_a_word_typed_or_said_the_card_stays_and_its_clock_goes_on(client_of: Clients):
    lin = client_of("lin")
    with clock.frozen(LATE):
        card = open_card(lin)
    with clock.frozen(LATE + timedelta(seconds=12)):
        again = lin.post(START, data={"shown": hidden(card), "line": "  "})
    assert again.status_code == 422
    assert "I said it aloud" in again.text
    assert 'data-drill-left="18"' in again.text
    assert reply(lin, again).status_code == 200


def test_too_long_a_reply_is_told_so(client_of: Clients):
    lin = client_of("lin")
    assert reply(lin, open_card(lin), "x" * 1001).status_code == 422


def test_a_made_up_outcome_changes_nothing(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    assert judge(lin, reply(lin, open_card(lin)), "perfect").status_code == 404
    assert rows(database, DrillAnswer.id) == []


def test_what_rules_find_in_a_typed_line_is_a_hint_and_kept_with_its_words(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    line = "Which point worries you? I guarantee it will never fail."
    replies = reply(lin, open_card(lin), line)
    assert "Found in your line" in replies.text
    assert "hints, no points" in replies.text
    judge(lin, replies, "partly")
    ((found,),) = rows(database, DrillAnswer.found)
    assert found
    for words in found.values():
        assert all(each in line for each in words)
        assert all(each in unescape(replies.text) for each in words)


def test_what_was_said_aloud_has_no_hints(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    replies = reply(lin, open_card(lin))
    assert "drill-hints" not in replies.text
    judge(lin, replies, "well")
    assert rows(database, DrillAnswer.found) == [({},)]


def test_what_was_typed_is_shown_as_text(client_of: Clients):
    lin = client_of("lin")
    assert "<b>loud" not in reply(lin, open_card(lin), '"><b>loud').text


# ---- days


@pytest.mark.parametrize(
    ("minutes", "day"), [(0, date(2026, 3, 3)), (14, date(2026, 3, 3)), (15, date(2026, 3, 4))]
)
def test_tomorrow_is_the_organisations(
    client_of: Clients, database: db.Database, minutes: int, day: date
):
    with clock.frozen(LATE + timedelta(minutes=minutes)):
        drill(client_of("lin"), "missed")
    assert rows(database, DrillCard.due_on, DrillCard.stage) == [(day, 0)]


def test_a_due_card_comes_before_new_ones_and_a_good_one_later_each_time(
    client_of: Clients, database: db.Database
):
    lin, at = client_of("lin"), LATE
    for stage, days in enumerate((7, 14, 30), start=1):
        with clock.frozen(at):
            judge(lin, reply(lin, open_card(lin, f"/drills/card?run={stage:012x}")), "well")
            due = clock.local_day(at, "Asia/Shanghai") + timedelta(days=days)
            assert rows(database, DrillCard.stage, DrillCard.due_on) == [(stage, due)]
        at += timedelta(days=days)


# ---- once only


def test_a_double_press_is_one_answer(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    replies = reply(lin, open_card(lin))
    for outcome in ("well", "well", "missed"):
        assert judge(lin, replies, outcome).status_code == 303
    assert rows(database, DrillAnswer.outcome) == [("well",)]
    assert rows(database, DrillCard.stage) == [(1,)]


def test_two_tabs_answer_the_same_card_and_the_worse_decides(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    with clock.frozen(LATE):
        one, other = open_card(lin), open_card(lin)
        judge(lin, reply(lin, one), "well")
        judge(lin, reply(lin, other), "missed")
    assert len(rows(database, DrillAnswer.id)) == 2
    assert rows(database, DrillCard.due_on, DrillCard.stage) == [(date(2026, 3, 3), 0)]


def test_two_tabs_at_the_same_moment_keep_both_answers_and_one_card(
    own_database: db.Database, cast: Cast
):
    wrong: list[Exception] = []

    def press(token: str, outcome: str) -> None:
        shown = Shown(cast.lin, "retail", "a", "v", "en", token, 0.0, 5)
        try:
            with db.transaction(own_database):
                answer_card(me_of(cast.lin), shown, DrillSent("", outcome), today=date(2026, 3, 2))
        except Exception as error:
            wrong.append(error)

    presses = [("one", "well"), ("one", "well"), ("two", "missed"), ("three", "partly")]
    threads = [threading.Thread(target=press, args=each) for each in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sorted(rows(own_database, DrillAnswer.token)) == [("one",), ("three",), ("two",)]
    assert rows(own_database, DrillCard.due_on, DrillCard.stage) == [(date(2026, 3, 3), 0)]


# ---- a run, its end, what left the library


def test_a_run_has_six_cards_and_ends_with_what_they_came_to(client_of: Clients):
    lin = client_of("lin")
    for number, outcome in enumerate(("missed", "partly", *["well"] * 4), start=1):
        assert f"Card {number} of 6" in lin.get(START).text
        drill(lin, outcome)
    end = lin.get(START)
    assert end.status_code == 303
    page = lin.get(end.location).text
    for words in ("Weak so far", "On average", "Next due", "More cards", "Private"):
        assert words in page
    assert client_of("otto").get(end.location).status_code == 404


def test_an_objection_that_left_the_library_is_skipped_and_its_history_stays(
    client_of: Clients, course: Course, serve: Callable[[Course], None], database: db.Database
):
    lin = client_of("lin")
    with clock.frozen(LATE):
        for _ in range(2):
            drill(lin, "missed")
        card = open_card(lin)
        run = drill(lin, "well").location
    serve(replace(course, objections={"retail": library("retail", ("a", "price", "x"))}))
    assert lin.post(START, data={"shown": hidden(card), "aloud": "1"}).status_code == 303
    with clock.frozen(LATE + timedelta(days=2)):
        assert stats(lin) == ["0", "1", "0"]
        assert lin.get("/drills/card?run=ffffffffffff").status_code == 200
        assert "no longer in the library" in lin.get(f"/drills/runs/{RUN}").text
        assert lin.get(run).status_code == 200
    assert len(rows(database, DrillAnswer.id)) == 3


def test_the_history_for_the_skill_picture_is_ones_own(
    client_of: Clients, cast: Cast, database: db.Database
):
    with clock.frozen(LATE):
        drill(client_of("lin"), "partly")
    drill(client_of("otto"))
    with db.reading(database):
        (drilled,) = drill_history(cast.lin)
    assert (drilled.industry, drilled.outcome, drilled.at) == ("manufacturing", "partly", LATE)
    assert drilled.objection == f"about-{drilled.type}"


def test_no_page_of_the_drill_asks_more_for_many_cards(
    client_of: Clients, count_sql: Callable[[], int]
):
    lin = client_of("lin")
    lin.get("/drills")
    before = count_sql()
    lin.get("/drills")
    few = count_sql() - before
    for _ in range(3):
        drill(lin)
    before = count_sql()
    lin.get("/drills")
    assert count_sql() - before == few
