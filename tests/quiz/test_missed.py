"""What was missed in a quiz comes again after 1, 3, 7 and 21 days, until it is known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from courseware import db
from courseware.authoring.rules import digest_of
from courseware.content import current
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning.models import Step
from courseware.quiz.models import Attempt, MissedAnswer, MissedQuestion
from courseware.quiz.types import type_of
from tests import world
from tests.quiz.papers import SLUG, Taking, fields_of

Clients = Callable[[str], FlaskClient]
MONDAY = datetime(2026, 11, 2, 22, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SAID_TO_B = "No, the customer has not finished."
SAID_TO_KEY = "Right, ask first."


def morning(days: int) -> datetime:
    return MONDAY.replace(hour=8) + timedelta(days=days)


@pytest.fixture
def review(
    begin: Callable[..., Taking],
    client_of: Clients,
    course: Course,
    database: db.Database,
) -> "Review":
    """Lin has missed two questions on Monday evening: which-open and gap."""
    with clock.frozen(MONDAY):
        taking = begin()
        wrong = {taking.number_of("which-open"): ["b"], taking.number_of("gap"): "late"}
        taking.hand_in(taking.keys() | wrong)
    return Review(client_of("lin"), course, database)


class Review:
    """Somebody who reviews what they missed."""

    def __init__(self, client: FlaskClient, course: Course, database: db.Database) -> None:
        self.client, self.course, self.database = client, course, database

    def page(self, at: datetime, url: str = "/missed") -> str:
        with clock.frozen(at):
            answer = self.client.get(url)
            assert answer.status_code == 200
            return answer.text

    def answer(self, at: datetime, question_id: str, response: Any = "key", **more: Any) -> Any:
        question = self.course.quizzes[SLUG].question(question_id)
        given = type_of(question).key(question) if response == "key" else response
        data = {"asked": digest_of(question.digest)} | fields_of(question, given, 1) | more
        with clock.frozen(at):
            return self.client.post(f"/missed/{question_id}/answers", data=data)

    def rows(self) -> dict[str, tuple[int, datetime | None]]:
        with db.reading(self.database) as rows:
            found = rows.execute(select(MissedQuestion.__table__)).all()
        zone = ZoneInfo("Asia/Shanghai")
        return {r.question: (r.stage, r.due_at and r.due_at.astimezone(zone)) for r in found}

    def answers(self) -> list[Any]:
        with db.reading(self.database) as rows:
            return list(rows.execute(select(MissedAnswer.__table__).order_by(MissedAnswer.id)))


def start_of(days: int) -> datetime:
    return MONDAY.replace(hour=0) + timedelta(days=days)


def test_what_was_missed_is_due_the_next_morning(review: Review):
    assert review.rows() == {"which-open": (0, start_of(1)), "gap": (0, start_of(1))}
    page = review.page(MONDAY)
    assert "Nothing to review now" in page
    assert "2 are waiting for their day" in page
    page = review.page(start_of(1))
    assert "2 to review" in page


def test_what_was_right_or_is_not_marked_by_the_machine_does_not_come(review: Review):
    assert set(review.rows()) == {
        "which-open",
        "gap",
    }  # and not own-words, nor the six that were right


def test_after_1_3_7_and_21_days_a_question_is_known(review: Review):
    at = 1
    for stage, pause in ((1, 3), (2, 7), (3, 21)):
        assert review.answer(morning(at), "gap").status_code == 303
        assert review.rows()["gap"] == (stage, start_of(at + pause))
        evening_before = start_of(at + pause) - timedelta(seconds=1)
        assert "Speaking before the customer" not in review.page(evening_before)
        at += pause
    answer = review.answer(morning(at), "gap")
    assert review.rows()["gap"] == (4, None)
    assert "You know this one now" in review.page(morning(at), answer.location)
    assert len(review.answers()) == 4


def test_a_wrong_answer_starts_from_the_beginning(review: Review):
    review.answer(morning(1), "gap")
    review.answer(morning(4), "gap", "late")
    assert review.rows()["gap"] == (0, start_of(5))


def test_a_double_press_moves_one_stage(review: Review):
    first = review.answer(morning(1), "gap")
    second = review.answer(morning(1), "gap")
    assert first.location == second.location
    assert review.rows()["gap"] == (1, start_of(4))
    assert len(review.answers()) == 1


def test_a_question_that_is_not_due_is_not_moved(review: Review):
    answer = review.answer(MONDAY, "gap")
    assert (answer.status_code, answer.location) == (303, "/missed")
    assert review.rows()["gap"] == (0, start_of(1))
    assert review.answers() == []


def test_the_oldest_comes_first(review: Review, database: db.Database):
    with db.transaction(database) as session:
        session.execute(
            update(MissedQuestion)
            .where(MissedQuestion.question == "which-open")
            .values(due_at=start_of(0))
        )
    assert "Which questions are open?" in review.page(morning(1))
    review.answer(morning(1), "which-open")
    page = review.page(morning(1))
    assert "Speaking before the customer" in page
    assert "1 to review" in page


def test_until_the_quiz_is_passed_only_what_was_chosen_is_gone_through(
    begin: Callable[..., Taking], client_of: Clients, course: Course, database: db.Database
):
    with clock.frozen(MONDAY):
        begin().hand_in()
    review = Review(client_of("lin"), course, database)
    answer = review.answer(morning(1), "which-open", ["b"])
    page = review.page(morning(1), answer.location)
    assert SAID_TO_B in page
    assert SAID_TO_KEY not in page
    assert course.quizzes[SLUG].question("which-open").explanation.en not in page
    assert "shown once you have passed this quiz" in page
    assert "/modules/01-first-talk#ask-first" in page
    assert "Next question" in page


def test_after_passing_the_right_answer_is_shown(review: Review, database: db.Database):
    with db.transaction(database) as session:
        session.execute(update(Attempt).values(score=80, passed=True))
    answer = review.answer(morning(1), "which-open", ["b"])
    page = review.page(morning(1), answer.location)
    assert SAID_TO_B in page
    assert SAID_TO_KEY in page
    assert review.course.quizzes[SLUG].question("which-open").explanation.en in page


def test_the_answer_page_says_when_it_comes_again_and_leads_on(review: Review):
    first = review.answer(morning(1), "gap")
    page = review.page(morning(1), first.location)
    assert "comes again on" in page
    assert "Next question" in page
    last = review.answer(morning(1), "which-open")
    assert "All done for today." in review.page(morning(1), last.location)


def test_who_does_not_know_may_say_so(review: Review):
    answer = review.answer(morning(1), "gap", None, unknown="1")
    assert "not answered" in review.page(morning(1), answer.location)
    assert review.rows()["gap"] == (0, start_of(2))


def test_an_empty_form_is_refused_and_moves_nothing(review: Review):
    answer = review.answer(morning(1), "gap", None)
    assert answer.status_code == 422
    assert "Answer first, or say that you do not know." in answer.text
    assert review.rows()["gap"] == (0, start_of(1))
    assert review.answers() == []


def test_missing_it_again_in_a_quiz_starts_from_the_beginning(
    review: Review, begin: Callable[..., Taking]
):
    review.answer(morning(1), "gap")
    with clock.frozen(morning(2)):
        taking = begin()
        taking.hand_in()
        missed = {q.id for q in taking.questions if q.type != "short_text"}
    for question in missed:
        assert review.rows()[question] == (0, start_of(3))


def test_practice_counts_for_nothing(review: Review, database: db.Database):
    with db.reading(database) as rows:
        before = (
            rows.execute(select(Step.__table__)).all(),
            rows.execute(select(Attempt.__table__)).all(),
        )
    review.answer(morning(1), "gap")
    with db.reading(database) as rows:
        after = (
            rows.execute(select(Step.__table__)).all(),
            rows.execute(select(Attempt.__table__)).all(),
        )
    assert after == before


def test_what_does_not_count_teaches_no_lesson(taking: Taking, database: db.Database):
    with db.transaction(database) as session:
        session.execute(update(Attempt).values(counted=False))
    taking.hand_in()
    with db.reading(database) as rows:
        assert not rows.execute(select(MissedQuestion.question)).all()


def test_an_exam_teaches_no_lesson(
    taking: Taking, course: Course, database: db.Database, monkeypatch: pytest.MonkeyPatch
):
    quiz = replace(course.quizzes[SLUG], slug="final")
    monkeypatch.setattr(current, "course", lambda: replace(course, final=quiz))
    with db.transaction(database) as session:
        session.execute(update(Attempt).values(slug="final"))
    assert taking.hand_in().status_code == 303
    with db.reading(database) as rows:
        assert not rows.execute(select(MissedQuestion.question)).all()


@pytest.mark.parametrize("use", ["withdrawn", "final", "gone"])
def test_a_question_that_is_asked_no_more_is_passed_over(
    use: str, review: Review, monkeypatch: pytest.MonkeyPatch
):
    quiz = review.course.quizzes[SLUG]
    kept = [replace(q, use=use) if q.id == "gap" else q for q in quiz.questions]
    kept = [q for q in kept if q.use != "gone"]
    changed = replace(
        review.course,
        quizzes=dict(review.course.quizzes) | {SLUG: replace(quiz, questions=tuple(kept))},
    )
    monkeypatch.setattr(current, "course", lambda: changed)
    page = review.page(morning(1))
    assert "1 to review" in page
    assert "Which questions are open?" in page
    answer = review.answer(morning(1), "gap")
    assert (answer.status_code, answer.location) == (303, "/missed")
    assert review.answers() == []


def test_a_question_is_asked_as_it_is_now_and_shown_as_it_was_answered(
    review: Review, monkeypatch: pytest.MonkeyPatch
):
    answer = review.answer(morning(1), "gap", "late")
    quiz = review.course.quizzes[SLUG]
    old = quiz.question("gap")
    words = replace(old.text, en="A new way to ask: ____")
    new = replace(old, text=words, digest=replace(old.digest, text="0" * len(old.digest.text)))
    changed = replace(
        review.course,
        quizzes=dict(review.course.quizzes)
        | {
            SLUG: replace(
                quiz, questions=tuple(new if q.id == "gap" else q for q in quiz.questions)
            )
        },
    )
    monkeypatch.setattr(current, "course", lambda: changed)
    assert old.text.en in review.page(morning(1), answer.location)
    review.answer(morning(2), "which-open")
    assert "A new way to ask" in review.page(morning(2))
    stale = review.answer(morning(2), "gap")  # from a page with the old words
    assert stale.location == "/missed"
    assert "has just been changed" in review.page(morning(2))
    assert review.rows()["gap"] == (0, start_of(2))


def test_the_home_page_says_how_many_wait(review: Review, client_of: Clients):
    assert "2 questions to review" in review.page(morning(1), "/")
    review.answer(morning(1), "gap")
    assert "1 question to review" in review.page(morning(1), "/")
    review.answer(morning(1), "which-open")
    page = review.page(morning(1), "/")
    assert "Nothing to review now. The next questions come on" in page
    with clock.frozen(morning(1)):
        assert "comes back here until you know it" in client_of("otto").get("/").text


def test_the_home_page_asks_the_database_no_oftener_for_more_questions(
    review: Review, count_sql: Callable[[], int], database: db.Database
):
    def asked() -> int:
        before = count_sql()
        review.page(morning(1), "/")
        return count_sql() - before

    review.page(morning(1), "/")
    two = asked()
    with db.transaction(database) as session:
        session.execute(delete(MissedQuestion))
    assert asked() == two


def test_the_result_leads_to_the_review(begin: Callable[..., Taking]):
    taking = begin()
    taking.hand_in()
    assert "What you missed here comes back for review." in taking.client.get(taking.url).text


def test_nobody_else_sees_ones_practice(review: Review, client_of: Clients):
    answer = review.answer(morning(1), "gap")
    with clock.frozen(morning(1)):
        for name, status in (("tara", 404), ("mei", 404), ("otto", 404), ("nobody", 302)):
            client = client_of(name)
            assert client.get(answer.location).status_code == status, name
            posted = client.post("/missed/which-open/answers", data={"unknown": "1"})
            assert posted.status_code == (401 if status == 302 else 404), name
        assert "Nothing to review now" in client_of("otto").get("/missed").text
        assert client_of("nobody").get("/missed").status_code == 302
    assert review.rows()["which-open"] == (0, start_of(1))


def test_what_is_not_there_is_not_found(review: Review):
    client = review.client
    for url in ("/missed/answers/999999", "/missed/answers/x", "/missed/answers/99999999999999999"):
        assert client.get(url).status_code == 404
    assert client.post("/missed/no-such/answers").status_code == 404
    assert client.post("/missed/count/answers").status_code == 404  # was right
    assert client.get("/missed/gap/answers").status_code == 405
    assert client.post("/missed").status_code == 405


@pytest.mark.parametrize(
    "question", ["which-open", "listen-more", "gap", "count", "pairs", "order"]
)
def test_every_type_comes_again(
    question: str, taking: Taking, cast: world.Cast, client_of: Clients
):
    with clock.frozen(MONDAY):
        taking.hand_in()
    review = Review(client_of("lin"), taking.course, taking.database)
    with db.transaction(taking.database) as session:
        session.execute(
            update(MissedQuestion)
            .where(MissedQuestion.person_id == cast.lin, MissedQuestion.question == question)
            .values(due_at=start_of(0))
        )
    assert taking.course.quizzes[SLUG].question(question).text.en in review.page(morning(1))
    answer = review.answer(morning(1), question)
    assert "right" in review.page(morning(1), answer.location)
    assert review.rows()[question][0] == 1


def test_the_parts_stand_in_the_same_order_before_and_after_the_answer(review: Review):
    options = [o.text.en for o in review.course.quizzes[SLUG].question("which-open").options]

    def order(page: str) -> list[str]:
        return sorted(options, key=page.index)

    with db.transaction(review.database) as session:
        session.execute(
            update(MissedQuestion)
            .where(MissedQuestion.question == "which-open")
            .values(due_at=start_of(0))
        )
    before = order(review.page(morning(1)))
    assert order(review.page(morning(1))) == before
    answer = review.answer(morning(1), "which-open", ["b"])
    assert order(review.page(morning(1), answer.location)) == before


def test_both_languages(review: Review):
    page = review.page(morning(1), "/missed?lang=zh")
    assert "错题复习" in page
    assert "待复习 2 题" in page
    answer = review.answer(morning(1), "gap")
    assert "再来复习这道题" in review.page(morning(1), answer.location)
    assert "有 1 道错题要复习" in review.page(morning(1), "/")
