"""Asking one's trainer about a lesson: who reads it, who answers, and what the class may see."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.cohorts.models import CohortMembership
from courseware.feedback.models import Question
from courseware.notices.models import Notice
from tests.world import START, Cast

Browser = Callable[[str], FlaskClient]
PLACE = "/modules/01-first-talk/questions"
WORDS = "为什么先问再讲？<b>"


def ask(client: FlaskClient, text: str = WORDS, what: str = "question") -> str:
    page = client.get(f"{PLACE}?heading=scene").text
    assert '<option selected value="scene">' in page
    data = {"anchor": "scene", "text": text, "what": what}
    answer = client.post(PLACE, data=data)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def told(database: db.Database, person_id: int) -> list[str]:
    with db.reading(database) as rows:
        query = select(Notice.sentence).where(Notice.person_id == person_id).order_by(Notice.id)
        return list(rows.scalars(query))


def test_a_question_reaches_the_trainer_and_the_answer_comes_back(
    client_of: Browser, database: db.Database, cast: Cast
):
    lin, tara = client_of("lin"), client_of("tara")
    page = ask(lin)
    assert told(database, cast.tara) == ["{who} asks about a lesson."]
    assert "Questions to answer" in tara.get("/").text
    assert "为什么先问再讲？&lt;b&gt;" in tara.get("/questions").text
    assert tara.post(page, data={"text": "因为他还没说他在乎什么。"}).status_code == 303
    assert told(database, cast.lin) == ["{who} answered your question."]
    assert "因为他还没说他在乎什么" in lin.get(page).text
    assert "Questions to answer" not in tara.get("/").text
    lin.post(page, data={"text": "那他不说呢？"})
    assert "Questions to answer" in tara.get("/").text


def test_words_marked_in_the_lesson_stand_in_the_question(client_of: Browser):
    page = client_of("lin").get(f"{PLACE}?heading=scene&quote=先问+再讲")
    assert "“先问 再讲”" in page.text


@pytest.mark.parametrize("who", ["otto", "oda", "mei", "ada", "ann", "sam"])
def test_nobody_else_reads_it(client_of: Browser, who: str):
    page = ask(client_of("lin"))
    stranger = client_of(who)
    assert stranger.get(page).status_code == 404
    assert stranger.post(page, data={"text": "x"}).status_code == 404
    for deed in ("showings", "hidings"):
        assert stranger.post(f"{page}/{deed}").status_code == 404


def test_the_class_reads_it_without_the_name_once_a_trainer_shows_it(
    client_of: Browser, database: db.Database, cast: Cast
):
    with db.transaction(database) as session:
        session.add(CohortMembership(cohort_id=cast.cohort, person_id=cast.sam, from_on=START))
    page, tara, sam = ask(client_of("lin")), client_of("tara"), client_of("sam")
    assert tara.post(f"{page}/showings").status_code == 409, "nothing to show before an answer"
    tara.post(page, data={"text": "因为他还没说。"})
    assert sam.get(page).status_code == 404
    assert tara.post(f"{page}/showings").status_code == 303
    seen = sam.get(page).text
    assert "因为他还没说。" in seen
    assert "林夏" not in seen
    assert page in sam.get(PLACE).text
    assert sam.post(page, data={"text": "x"}).status_code == 403
    assert sam.post(f"{page}/hidings").status_code == 403
    assert client_of("otto").get(page).status_code == 404
    tara.post(f"{page}/hidings")
    assert sam.get(page).status_code == 404


def test_who_is_in_no_class_is_told_so(client_of: Browser, database: db.Database):
    answer = client_of("sam").post(PLACE, data={"anchor": "scene", "text": "x", "what": "question"})
    assert answer.status_code == 422
    assert "You are in no class yet" in answer.text
    with db.reading(database) as rows:
        assert rows.execute(select(Question.id)).all() == []


@pytest.mark.parametrize(
    "data", [{"anchor": "scene", "text": ""}, {"anchor": "nowhere", "text": "x"}]
)
def test_what_says_nothing_or_nowhere_is_refused(client_of: Browser, data: dict[str, str]):
    assert client_of("lin").post(PLACE, data=data).status_code == 422


def test_a_lesson_that_does_not_exist_has_no_questions(client_of: Browser):
    assert client_of("lin").get("/modules/99-none/questions").status_code == 404
