"""The start page: where to go on, what is due, what waits for whom."""

import re
from collections.abc import Callable

import pytest

from courseware import db
from courseware.learning.actions import end_enrolment
from courseware.learning.models import Enrolment
from tests.home.conftest import FIRST, SECOND, Browser, Does, owe
from tests.world import Cast


def next_of(page: str) -> tuple[str, str]:
    """Kind and address of the card that says where to go on."""
    card = page.partition('<article class="card link">')[2].partition("</article>")[0]
    kicker = re.search(r'card-kicker">\s*(.*?)</p>', card, re.DOTALL)
    href = re.search(r'card-title"><a href="([^"]*)"', card)
    assert kicker is not None
    assert href is not None
    return kicker[1], href[1]


def test_a_learner_is_led_from_step_to_step(client_of: Browser, does: Does):
    lin = client_of("lin")
    story = [
        (("lesson",), "Module 1 · Lesson", f"/modules/{FIRST}"),
        (("quiz",), "Module 1 · Quiz", f"/quizzes/{FIRST}"),
        (("roleplay", "deck-talk"), "Module 1 · Role-play", f"/roleplays#{FIRST}"),
        (("lesson", SECOND, SECOND), "Module 2 · Lesson", f"/modules/{SECOND}"),
        (("quiz", SECOND, SECOND), "Module 2 · Quiz", f"/quizzes/{SECOND}"),
        (("exercise", "plan", SECOND), "Exercise", "/exercises/plan"),
        (None, "Exercise", "/exercises/plan"),  # done, but not accepted yet
    ]
    for done, kicker, href in story:
        assert next_of(lin.get("/").text) == (kicker, href)
        if done:
            does(*done)
    does("exercise", "plan", SECOND, grade="accepted")
    assert next_of(lin.get("/").text) == ("All modules of your track are passed.", "/certificates")


def test_a_form_that_came_back_goes_before_everything(client_of: Browser, handed_in: int):
    sent = {"comment.risks": "还有什么风险？", "mend": ["risks"], "summary": "差一点"}
    answer = client_of("tara").post(f"/submissions/{handed_in}/returns", data=sent)
    assert answer.status_code == 303
    assert next_of(client_of("lin").get("/").text) == (
        "Sent back to you with comments",
        f"/submissions/{handed_in}",
    )


@pytest.mark.usefixtures("handed_in")
def test_a_form_that_is_with_its_reviewer_lets_other_work_go_first(client_of: Browser, does: Does):
    does("lesson", SECOND, SECOND)
    does("quiz", SECOND, SECOND)
    assert next_of(client_of("lin").get("/").text) == ("Module 1 · Lesson", f"/modules/{FIRST}")


def test_progress_is_counted_in_the_modules_of_ones_track(client_of: Browser, does: Does):
    lin = client_of("lin")
    does("lesson")
    assert "0 of 2 modules passed" in lin.get("/").text
    for step in (("quiz",), ("roleplay", "deck-talk")):
        does(*step)
    assert "1 of 2 modules passed" in lin.get("/").text


def test_who_has_completed_the_course_is_told_so(
    client_of: Browser, database: db.Database, cast: Cast
):
    assert "You have completed the course" not in client_of("lin").get("/").text
    with db.transaction(database) as session:
        [enrolment] = session.query(Enrolment).filter_by(person_id=cast.lin)
        end_enrolment(enrolment.id, "completed")
    assert "You have completed the course" in client_of("lin").get("/").text


def test_what_is_due_shows_the_late_first_and_in_words(
    client_of: Browser, database: db.Database, cast: Cast
):
    for kind, item, days in (
        ("quiz", SECOND, 30),
        ("exercise", "plan", 2),
        ("roleplay", "deck-talk", -2),
    ):
        owe(database, cast.lin, kind, item, days)
    page = client_of("lin").get("/").text
    places = [
        page.index(f'href="{h}"')
        for h in ("/roleplays/deck-talk", "/exercises/plan", f"/quizzes/{SECOND}")
    ]
    assert places == sorted(places)
    assert page.count('<li class="item late">') == 1
    assert client_of("otto").get("/").text.count("due ") == 0


def test_somebody_new_without_class_or_team_has_a_start_too(client_of: Browser):
    page = client_of("sam").get("/")
    assert page.status_code == 200
    assert next_of(page.text) == ("Module 1 · Lesson", f"/modules/{FIRST}")
    for words in ("My classes", "My people", "Waiting for you"):
        assert words not in page.text


def test_a_trainer_sees_her_classes_and_what_waits(
    client_of: Browser, handed_in: int, does: Does, database: db.Database, cast: Cast
):
    assert handed_in
    for step in (("lesson",), ("quiz",), ("roleplay", "deck-talk")):
        does(*step)
    owe(database, cast.lin, "quiz", SECOND, -1)
    page = client_of("tara").get("/").text
    assert "一班" in page
    assert "二班" not in page
    assert "50% of the modules passed" in page
    assert "1 overdue" in page
    assert re.search(r"To review.*?\b1\b", page, re.DOTALL)
    other = client_of("oda").get("/").text
    assert "二班" in other
    assert "overdue" not in other


def test_a_manager_sees_his_own_people_in_figures(
    client_of: Browser, does: Does, database: db.Database, cast: Cast
):
    does("lesson")
    owe(database, cast.lin, "quiz", FIRST, -1)
    owe(database, cast.lin, "quiz", SECOND, 9)
    page = client_of("mei").get("/").text
    assert "My people" in page
    assert "1 active this week" in page
    assert "of 2 open tasks" in page
    top = client_of("bo").get("/").text  # mei and, below her, lin
    assert "1 active this week" in top
    other = client_of("omar").get("/").text
    assert "0 active this week" in other
    assert "of 0 open tasks" in other


def test_signed_out_there_is_the_door_and_only_get_works(client_of: Browser):
    assert client_of("nobody").get("/").status_code == 302
    assert client_of("lin").post("/").status_code == 405


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_role_has_a_start_page_in_both_languages(client_of: Browser, lang: str):
    for name in ("lin", "tara", "mei", "bo", "ada", "ann", "sam"):
        answer = client_of(name).get(f"/?lang={lang}")
        assert answer.status_code == 200, name


def test_the_queue_shows_what_one_may_review_and_nothing_else(client_of: Browser, handed_in: int):
    page = client_of("tara").get("/reviews").text
    assert "Quarterly plan" in page
    assert "林夏" in page
    assert f'href="/submissions/{handed_in}"' in page
    for name in ("oda", "mei", "bo", "omar", "ada"):
        page = client_of(name).get("/reviews")
        assert page.status_code == 200, name
        assert "林夏" not in page.text
        assert "Nothing waits for you" in page.text
    for name in ("lin", "sam", "ann"):
        assert client_of(name).get("/reviews").status_code == 404
    assert client_of("nobody").get("/reviews").location == "/login?next=/reviews"
    assert client_of("tara").post("/reviews").status_code == 405


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_whoever_watches_the_server_needs_no_account(client_of: Browser, path: str):
    answer = client_of("nobody").get(path)
    assert (answer.status_code, answer.json["status"]) == (200, "ok")


def test_that_the_process_lives_is_told_without_the_database(
    client_of: Browser, count_sql: Callable[[], int]
):
    lin = client_of("lin")
    before = count_sql()
    assert lin.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
    assert count_sql() == before


def test_ready_means_that_the_course_is_there(client_of: Browser):
    assert client_of("nobody").get("/readyz").json["modules"] == 2


@pytest.mark.usefixtures("handed_in")
def test_a_notice_names_the_form_in_the_language_of_the_page(client_of: Browser):
    tara = client_of("tara")
    assert (
        "has handed in “Quarterly plan”" in tara.get("/notices?lang=en", follow_redirects=True).text
    )
    assert "《季度计划》" in tara.get("/notices?lang=zh", follow_redirects=True).text
