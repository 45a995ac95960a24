"""From the rules of a quiz to its result."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from courseware import db
from courseware.authoring.models import DefinitionText
from courseware.cohorts.models import CohortTrainer
from courseware.content.definitions import Course
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.kit.jobs import Job
from courseware.learning.models import Progress, Step
from courseware.notices.models import Notice
from courseware.quiz import jobs, rules
from courseware.quiz.models import Attempt, QuestionMark
from tests import world
from tests.quiz.papers import SLUG, Taking

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
Clients = Callable[[str], FlaskClient]


def test_the_rules_are_shown_before_one_starts(client_of: Clients):
    page = client_of("lin").get(f"/quizzes/{SLUG}")
    assert page.status_code == 200
    for said in ("80%", "20 min", "3 left", "pause of 10 minutes", "Start the quiz"):
        assert said in page.text


def test_a_paper_has_as_many_questions_as_the_file_says(taking: Taking):
    page = taking.client.get(taking.url)
    assert page.status_code == 200
    assert len(taking.questions) == 8
    assert page.text.count("data-question=") == 8


def test_the_paper_gives_no_key_away(taking: Taking):
    page = taking.client.get(taking.url).text
    for question in taking.questions:
        assert question.explanation.en not in page
        for option in question.options:
            assert option.feedback.en not in page


def test_all_right_is_a_pass_that_counts(taking: Taking, cast: world.Cast, database: db.Database):
    assert taking.hand_in(taking.keys()).status_code == 303
    row = taking.row()
    assert (row.score, row.passed, row.ended_by) == (100, True, "person")
    with db.reading(database) as rows:
        step = rows.execute(select(Step.__table__).where(Step.person_id == cast.lin)).one()
        assert (step.kind, step.item, step.passed, step.score) == ("quiz", SLUG, True, 100)
        assert (step.source_kind, step.source_id) == ("attempt", taking.id)
        assert rows.scalar(select(Progress.quiz_passed_at).where(Progress.person_id == cast.lin))
        marks = rows.execute(select(QuestionMark.question, QuestionMark.fraction)).all()
        assert {m.question: m.fraction for m in marks} == {
            q.id: None if q.type == "short_text" else 1.0 for q in taking.questions
        }
        verbs = rows.scalars(select(Entry.verb).where(Entry.object_kind == "attempt")).all()
        assert verbs == ["began", "handed in"]


def test_after_passing_everything_is_shown(taking: Taking):
    taking.hand_in(taking.keys())
    page = taking.client.get(taking.url).text
    assert "Passed with 100%" in page
    for question in taking.questions:
        assert question.link in page
    assert "No, the customer has not finished." in page  # why the other options are wrong


def test_until_then_only_the_chosen_option_speaks(taking: Taking):
    number = taking.number_of("which-open")
    taking.hand_in({number: ["b"]})
    page = taking.client.get(taking.url).text
    assert "0% – not passed yet" in page
    assert "No, the customer has not finished." in page  # said to b
    assert "Right, ask first." not in page  # said to a and c
    assert "option missed" not in page
    for question in taking.questions:
        assert question.explanation.en not in page
    assert "/modules/01-first-talk#ask-first" in page


def test_a_listed_wrong_answer_gets_its_own_feedback(taking: Taking):
    taking.hand_in({taking.number_of("gap"): "Late."})
    assert "Think again." in taking.client.get(taking.url).text


def test_partial_credit_enters_the_score(taking: Taking):
    number = taking.number_of("order")
    taking.hand_in({number: ["ask", "listen", "confirm"]})
    assert taking.row().score == 7.1  # one of two shares of one of seven questions, rounded down
    assert "partly right: 50% of the mark" in taking.client.get(taking.url).text


def test_a_text_that_nobody_asked_to_count_stays_outside_the_mark(begin: Callable[..., Taking]):
    taking = begin()
    number = taking.number_of("own-words")
    everything = taking.keys() | {number: "先问，再答。"}
    taking.hand_in(everything)
    assert (taking.row().score, taking.row().passed) == (100, True)
    page = taking.client.get(taking.url).text
    assert "outside the mark" in page
    assert "先问，再答。" in page
    assert "A good answer" in page


def test_an_open_attempt_is_gone_on_with(taking: Taking, begin: Callable[..., Taking]):
    assert begin().id == taking.id
    page = taking.client.get(f"/quizzes/{SLUG}").text
    assert "Go on with the quiz" in page
    assert taking.url in page


def test_handing_in_twice_is_handing_in_once(taking: Taking, database: db.Database):
    taking.hand_in(taking.keys())
    first = taking.row()
    assert taking.hand_in(taking.keys()).status_code == 303
    assert taking.row() == first
    with db.reading(database) as rows:
        assert len(rows.execute(select(Step.id)).all()) == 1


def test_a_worse_attempt_takes_no_pass_away(
    taking: Taking, begin: Callable[..., Taking], database: db.Database
):
    taking.hand_in(taking.keys())
    second = begin()
    second.hand_in()
    assert second.row().score == 0
    with db.reading(database) as rows:
        progress = rows.execute(select(Progress.__table__)).one()
        assert progress.best_score == 100
        assert progress.quiz_passed_at
    page = second.client.get(second.url).text  # keys stay open to those who have passed
    assert "option missed" in page


def test_a_retake_asks_what_was_not_asked_before(taking: Taking, begin: Callable[..., Taking]):
    first = {q.id for q in taking.questions}
    taking.hand_in()
    pool = {q.id for q in taking.course.quizzes[SLUG].questions if q.use == "quiz"}
    assert pool - first <= {q.id for q in begin().questions}


def test_the_third_attempt_waits_ten_minutes(begin: Callable[..., Taking], client_of: Clients):
    with clock.frozen(NOON):
        for _ in range(2):
            begin().hand_in()
    client = client_of("lin")
    with clock.frozen(NOON + timedelta(minutes=9)):
        refused = client.post(f"/quizzes/{SLUG}/attempts")
        assert refused.status_code == 422
        assert "opens in 1 min" in refused.text
        assert "opens in 1 min" in client.get(f"/quizzes/{SLUG}").text
    with clock.frozen(NOON + timedelta(minutes=10)):
        assert begin().row().number == 3


def test_no_more_attempts_than_the_file_allows(begin: Callable[..., Taking], client_of: Clients):
    for hour in range(3):
        with clock.frozen(NOON + timedelta(hours=hour)):
            begin().hand_in()
    with clock.frozen(NOON + timedelta(days=1)):
        refused = client_of("lin").post(f"/quizzes/{SLUG}/attempts")
    assert refused.status_code == 422
    assert "used all 3 attempts" in refused.text


def test_when_the_time_is_up_what_was_saved_is_handed_in(
    begin: Callable[..., Taking], database: db.Database
):
    with clock.frozen(NOON):
        taking = begin()
        taking.put(1, taking.key(1))
    with db.reading(database) as rows:
        job = rows.execute(select(Job.__table__).where(Job.name == "submit_overdue_attempt")).one()
    assert job.arguments == [taking.id]
    assert job.run_at == NOON + timedelta(minutes=20) + rules.GRACE
    with clock.frozen(job.run_at + timedelta(seconds=1)):
        assert "The time is up" in taking.client.get(taking.url).text
        with db.transaction(database):
            jobs.submit_overdue_attempt(taking.id)
    row = taking.row()
    assert (row.ended_by, row.score) == ("time", 14.2)
    assert "The time was up" in taking.client.get(taking.url).text


def test_without_a_worker_the_learner_hands_in_an_overdue_attempt(begin: Callable[..., Taking]):
    with clock.frozen(NOON):
        taking = begin()
        taking.put(1, taking.key(1))
    with clock.frozen(NOON + timedelta(hours=1)):
        assert taking.hand_in(taking.keys()).status_code == 303  # the page's answers came too late
    assert (taking.row().ended_by, taking.row().score) == ("time", 14.2)
    assert {s.outcome for s in taking.steps()} == {"counted", "late"}


def test_starting_again_after_the_time_closes_the_old_attempt(begin: Callable[..., Taking]):
    with clock.frozen(NOON):
        first = begin()
    with clock.frozen(NOON + timedelta(hours=1)):
        second = begin()
    assert second.id != first.id
    assert first.row().ended_by == "time"


def test_an_old_attempt_shows_the_words_it_was_given_in(taking: Taking, database: db.Database):
    """The file has changed meanwhile: the attempt still shows, and marks, what its learner saw."""
    with db.transaction(database) as session:
        drawn = next(iter(session.scalars(select(Attempt.questions))))
        kept = session.get(DefinitionText, drawn[0]["version"] + drawn[0]["text"])
        words = {"zh": "旧的问法", "en": "The old wording"}
        session.add(
            DefinitionText(digest="old", kind="question", content=kept.content | {"text": words})
        )
        drawn[0] |= {"version": "o", "text": "ld"}
        session.execute(update(Attempt).values(questions=drawn))
    assert "The old wording" in taking.client.get(taking.url).text
    taking.hand_in()
    assert "The old wording" in taking.client.get(taking.url).text


def test_both_languages_show_the_same_paper(taking: Taking):
    page = taking.client.get(f"{taking.url}?lang=zh").text
    for question in taking.questions:
        assert question.text.zh in page
    assert "交卷" in page
    taking.hand_in()
    assert "还没有通过" in taking.client.get(f"{taking.url}?lang=zh").text


# ---- who may


def test_the_trainer_of_the_class_reads_what_was_handed_in(taking: Taking, client_of: Clients):
    tara = client_of("tara")
    assert tara.get(taking.url).status_code == 403
    taking.hand_in(taking.keys())
    page = tara.get(taking.url)
    assert page.status_code == 200
    assert world.NAMES["lin"] in page.text
    assert "Try again" not in page.text


@pytest.mark.parametrize("name", ["mei", "bo", "oda", "otto", "sam", "ada", "ann"])
def test_to_others_there_is_no_such_attempt(taking: Taking, client_of: Clients, name: str):
    client = client_of(name)
    assert client.get(taking.url).status_code == 404
    assert client.post(f"{taking.url}/submission", data={"step": "x" * 16}).status_code == 404
    taking.hand_in()
    assert client.get(taking.url).status_code == 404


def test_only_its_learner_answers(taking: Taking, client_of: Clients):
    tara = client_of("tara")
    question = taking.questions[0].id
    sent = {"step": "x" * 16, "fields": {"q1": ["a"]}}
    assert tara.put(f"{taking.url}/answers/{question}", json=sent).status_code == 403
    assert tara.post(f"{taking.url}/submission", data={"step": "x" * 16}).status_code == 403
    assert taking.row().submitted_at is None


def test_signed_out_leads_to_the_sign_in(taking: Taking, client_of: Clients):
    nobody = client_of("nobody")
    for path in (f"/quizzes/{SLUG}", taking.url):
        assert nobody.get(path, headers={"Accept": "text/html"}).status_code == 302
    assert nobody.post(f"/quizzes/{SLUG}/attempts").status_code == 401
    assert nobody.put(f"{taking.url}/answers/gap", json={}).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/quizzes/99-nowhere",
        "/quizzes/03-later",
        "/attempts/999999",
        f"/attempts/{10**30}",
        "/attempts/x",
    ],
)
def test_an_unknown_quiz_or_attempt_is_not_found(client_of: Clients, path: str):
    assert client_of("lin").get(path).status_code == 404


def test_a_wrong_method_is_refused(taking: Taking):
    assert taking.client.post(f"/quizzes/{SLUG}").status_code == 405
    assert taking.client.get(f"/quizzes/{SLUG}/attempts").status_code == 405
    assert taking.client.get(f"{taking.url}/submission").status_code == 405
    assert taking.client.delete(taking.url).status_code == 405


def test_pages_need_few_queries(taking: Taking, count_sql: Callable[[], int]):
    before = count_sql()
    taking.client.get(taking.url)
    assert count_sql() - before <= 5
    taking.hand_in(taking.keys())
    before = count_sql()
    taking.client.get(taking.url)
    assert count_sql() - before <= 9


def test_the_course_stays_as_it_was(course: Course):
    assert course.quizzes[SLUG].draw == 8


# ---- texts that a trainer marks


@pytest.fixture
def counting(begin: Callable[..., Taking], database: db.Database) -> Taking:
    """An attempt in which the learner's own words count."""
    taking = begin()
    with db.transaction(database) as session:
        drawn = session.scalars(select(Attempt.questions)).one()
        own = next(q for q in drawn if q["id"] == "own-words")
        kept = session.get(DefinitionText, own["version"] + own["text"])
        assert kept
        body = kept.content["body"] | {"counts": True}
        content = kept.content | {"body": body, "digest": {"version": "c", "text": "counts"}}
        session.add(DefinitionText(digest="ccounts", kind="question", content=content))
        own |= {"version": "c", "text": "counts"}
        session.execute(update(Attempt).values(questions=drawn))
    return taking


def test_a_text_that_counts_waits_for_a_trainer_and_never_fails(
    counting: Taking, client_of: Clients, cast: world.Cast, database: db.Database
):
    number = counting.number_of("own-words")
    counting.hand_in(counting.keys() | {number: "先问，再答。"})
    assert counting.row().score is None
    assert "Awaiting marking" in counting.client.get(counting.url).text
    with db.reading(database) as rows:
        assert not rows.execute(select(Step.id)).all()
    tara, rubric = client_of("tara"), counting.course.rubrics["talk"]
    assert "Mark the texts" in tara.get(counting.url).text
    half = {f"q{number}-{rubric.criteria[0].id}": "3"}
    assert tara.post(f"{counting.url}/marks", data=half).status_code == 422
    every = {f"q{number}-{c.id}": "3" for c in rubric.criteria}
    assert client_of("mei").post(f"{counting.url}/marks", data=every).status_code == 404
    assert counting.client.post(f"{counting.url}/marks", data=every).status_code == 404
    assert tara.post(f"{counting.url}/marks", data=every).status_code == 303
    assert (counting.row().score, counting.row().passed) == (100, True)
    assert tara.post(f"{counting.url}/marks", data=every).status_code == 409
    with db.reading(database) as rows:
        assert len(rows.execute(select(Step.id)).all()) == 1
        told = rows.scalars(select(Notice.href).where(Notice.person_id == cast.lin)).all()
    assert counting.url in told


def test_without_a_trainer_the_manager_marks_the_texts_and_sees_nothing_else(
    counting: Taking, client_of: Clients, cast: world.Cast, database: db.Database
):
    mei, number = client_of("mei"), counting.number_of("own-words")
    assert mei.get(counting.url).status_code == 404  # still open
    counting.hand_in(counting.keys() | {number: "先问，再答。"})
    assert mei.get(counting.url).status_code == 404  # a trainer marks it
    with db.transaction(database) as session:
        session.execute(delete(CohortTrainer).where(CohortTrainer.cohort_id == cast.cohort))
    page = mei.get(f"{counting.url}?lang=en")
    assert page.status_code == 200
    assert "先问，再答。" in page.text
    other = next(q for q in counting.questions if q.type == "multiple")
    assert other.text.en not in page.text
    assert client_of("omar").get(counting.url).status_code == 404
    rubric = counting.course.rubrics["talk"]
    every = {f"q{number}-{c.id}": "3" for c in rubric.criteria}
    assert client_of("omar").post(f"{counting.url}/marks", data=every).status_code == 404
    assert mei.post(f"{counting.url}/marks", data=every).location.endswith("/reviews")
    assert counting.row().score == 100
    assert mei.get(counting.url).status_code == 404


def test_an_empty_text_waits_for_nobody(counting: Taking):
    counting.hand_in(counting.keys() | {counting.number_of("own-words"): None})
    assert counting.row().score == 87.5
