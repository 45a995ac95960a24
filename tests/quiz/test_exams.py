"""The final exam and the starting test: their pages, what they count for, what they keep to themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from courseware import db
from courseware.cohorts.models import CohortMembership
from courseware.content import current
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning.models import Progress, Step
from courseware.quiz.models import MissedQuestion, QuestionMark
from tests.exams import with_exams
from tests.quiz.exams import Browser, begin, drawn, row, sit
from tests.world import START, Cast

MORNING = datetime(2026, 11, 2, 1, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("exam_course")


def test_the_rules_and_what_counts_are_shown_before_one_starts(client_of: Browser):
    page = client_of("lin").get("/quizzes/final").text
    for words in ("Final exam", "60 min", "2 left", "80%", "Pass the 2 modules", "Start the exam"):
        assert words in page


@pytest.mark.parametrize("page", ["/quizzes/final", "/quizzes/starting-test"])
def test_who_is_signed_out_signs_in_first(client_of: Browser, page: str):
    assert client_of("nobody").get(page).status_code == 302
    assert client_of("nobody").post(f"{page}/attempts").status_code == 401
    assert client_of("lin").get(f"{page}/attempts").status_code == 405


def test_the_pages_speak_chinese(client_of: Browser):
    lin = client_of("lin")
    assert "结业考试" in lin.get("/quizzes/final?lang=zh").text
    assert "入学测试" in lin.get("/quizzes/starting-test?lang=zh").text


def test_an_exam_holds_kept_questions_of_every_part_and_ends_by_the_servers_clock(
    client_of: Browser, database: db.Database, exam_course: Course
):
    with clock.frozen(MORNING):
        number = begin(client_of("lin"))
    asked = drawn(database, number)
    assert {q.use for q in asked} == {"final"}
    assert {exam_course.question_parts[q.id] for q in asked} == {"a", "b"}
    assert row(database, number).deadline_at == MORNING + timedelta(minutes=60)
    with clock.frozen(MORNING + timedelta(minutes=62)):
        assert "time is up" in client_of("lin").get(f"/attempts/{number}").text
    assert "Final exam" in client_of("lin").get("/modules").text


def test_an_exam_asks_only_what_the_track_teaches(
    client_of: Browser,
    database: db.Database,
    exam_course: Course,
    monkeypatch: pytest.MonkeyPatch,
):
    short = replace(exam_course.tracks[0], modules=exam_course.tracks[0].modules[:1])
    served = replace(exam_course, tracks=(short, *exam_course.tracks[1:]))
    monkeypatch.setattr(current, "course", lambda: served)
    lin = client_of("lin")
    asked = drawn(database, begin(lin))
    assert {question.module for question in asked} == set(short.modules)
    assert f'<p class="stat-value num">{len(asked)}</p>' in lin.get("/quizzes/final").text


def test_a_pass_is_a_step_towards_the_course(client_of: Browser, database: db.Database):
    attempt = sit(client_of("lin"), database)
    assert (attempt.score, attempt.passed, attempt.counted) == (100, True, True)
    with db.reading(database) as rows:
        step = rows.execute(select(Step.__table__).where(Step.kind == "final")).one()
        assert rows.execute(select(Progress.module)).all() == []
    assert (step.item, step.module, step.passed, step.score) == ("final", "", True, 100)
    assert "You have passed the final exam" in client_of("lin").get("/quizzes/final").text


def test_the_result_tells_parts_and_objectives_but_no_question_and_no_key(
    client_of: Browser, database: db.Database
):
    for rightly in (False, True):
        attempt = sit(client_of("lin"), database, rightly=rightly)
        page = client_of("lin").get(f"/attempts/{attempt.id}").text
        assert "By part of the course" in page
        assert "By objective" in page
        assert "The first talk" in page
        for question in drawn(database, attempt.id):
            assert question.text.en not in page
            assert question.explanation.en not in page


def test_the_trainer_sees_the_attempt_and_strangers_do_not(
    client_of: Browser, database: db.Database
):
    number = sit(client_of("lin"), database).id
    assert client_of("tara").get(f"/attempts/{number}").status_code == 200
    for stranger in ("otto", "oda", "sam", "mei"):
        assert client_of(stranger).get(f"/attempts/{number}").status_code == 404


def test_two_attempts_and_no_more(client_of: Browser, database: db.Database):
    for _ in range(2):
        sit(client_of("lin"), database, rightly=False)
    refused = client_of("lin").post("/quizzes/final/attempts")
    assert refused.status_code in (409, 422)
    assert "used all 2 attempts" in client_of("lin").get("/quizzes/final").text


def test_the_starting_test_never_counts(client_of: Browser, database: db.Database, cast: Cast):
    attempt = sit(client_of("lin"), database, "starting-test", rightly=False)
    assert (attempt.counted, attempt.cohort_id, attempt.score) == (False, cast.cohort, 0)
    assert {q.use for q in drawn(database, attempt.id)} == {"quiz"}
    with db.reading(database) as rows:
        for nothing in (Step.id, Progress.module, MissedQuestion.question):
            assert rows.execute(select(nothing)).all() == []
    page = client_of("lin").get(f"/attempts/{attempt.id}").text
    assert "This never counts" in page
    assert "By part of the course" in page
    for question in drawn(database, attempt.id):
        assert question.explanation.en not in page
    assert "Attempts" in client_of("lin").get("/quizzes/01-first-talk").text


def test_the_starting_test_is_taken_once_a_class(
    client_of: Browser, database: db.Database, cast: Cast
):
    sit(client_of("lin"), database, "starting-test")
    assert client_of("lin").post("/quizzes/starting-test/attempts").status_code in (409, 422)
    with db.transaction(database) as session:
        session.add(
            CohortMembership(cohort_id=cast.other_cohort, person_id=cast.lin, from_on=START)
        )
    assert sit(client_of("lin"), database, "starting-test").cohort_id == cast.other_cohort


def test_only_members_of_a_class_take_the_starting_test(client_of: Browser):
    assert client_of("sam").post("/quizzes/starting-test/attempts").status_code in (409, 422)
    page = client_of("sam").get("/quizzes/starting-test").text
    assert "for the members of a class" in page


def test_two_presses_begin_one_exam(client_of: Browser):
    assert begin(client_of("lin")) == begin(client_of("lin"))


def test_a_course_without_exams_has_no_such_pages(
    client_of: Browser, course: Course, monkeypatch: Any
):
    monkeypatch.setattr("courseware.content.current.course", lambda: course)
    for slug in ("final", "starting-test", "no-such"):
        assert client_of("lin").get(f"/quizzes/{slug}").status_code == 404
        assert client_of("lin").post(f"/quizzes/{slug}/attempts").status_code == 404
    assert "/quizzes/final" not in client_of("lin").get("/modules").text


def test_the_exam_page_needs_few_queries(client_of: Browser, count_sql: Callable[[], int]):
    client_of("lin").get("/quizzes/final")
    before = count_sql()
    client_of("lin").get("/quizzes/final")
    assert count_sql() - before <= 8


def test_a_final_exam_is_marked_anew_like_any_other(
    exam_course: Course,
    client_of: Browser,
    database: db.Database,
    monkeypatch: pytest.MonkeyPatch,
):
    taken = sit(client_of("lin"), database, rightly=False)
    assert (taken.score, taken.passed) == (0, False)
    assert exam_course.final
    gone = {q["id"] for q in taken.questions[1:]}
    monkeypatch.setattr(current, "course", lambda: _without(exam_course, gone))
    tara = client_of("tara")
    assert "Changed questions" in tara.get("/quizzes/final/changes").text
    page = tara.get("/quizzes/final/regrades/new", query_string={"question": sorted(gone)}).text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    done = tara.post("/quizzes/final/regrades", data={"question": sorted(gone), "seen": seen})
    assert done.status_code == 303
    with db.reading(database) as rows:
        marks = rows.execute(
            select(QuestionMark.question, QuestionMark.counts)
            .where(QuestionMark.attempt_id == taken.id)
            .order_by(QuestionMark.id)
        ).all()
    assert {m.question for m in marks if not m.counts} == gone
    assert row(database, taken.id).score == 0
    assert "Marked anew on" in client_of("lin").get(f"/attempts/{taken.id}").text


def _without(course: Course, gone: set[str]) -> Course:
    """The course whose files have withdrawn these questions."""
    quizzes = {
        slug: replace(
            quiz,
            questions=tuple(
                replace(q, use="withdrawn") if q.id in gone else q for q in quiz.questions
            ),
        )
        for slug, quiz in course.quizzes.items()
    }
    modules = tuple(replace(m, quiz=quizzes.get(m.slug)) for m in course.modules)
    return with_exams(replace(course, modules=modules, quizzes=quizzes))
