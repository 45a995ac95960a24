"""A changed or withdrawn question: what it touches, a dry run, and results that follow without losing old marks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from courseware import db
from courseware.content import current
from courseware.content.definitions import Course, Digest, QuestionDefinition
from courseware.content.problems import Problem
from courseware.journal.models import Entry
from courseware.learning.models import Progress, Step
from courseware.notices.models import Notice
from courseware.quiz.models import Attempt, QuestionMark, Regrade, RegradedAttempt
from courseware.quiz.rules import regrading
from courseware.quiz.rules.drawing import score
from courseware.quiz.types import counts, type_of
from courseware.quiz.types.regrading import Marked, Plan, Regraded, Taken
from tests import world
from tests.quiz.papers import SLUG, Taking
from tests.quiz.samples import SAMPLES

Clients = Callable[[str], FlaskClient]
Serve = Callable[[Course], None]
CHANGES, NEW, POST = (f"/quizzes/{SLUG}/{page}" for page in ("changes", "regrades/new", "regrades"))


class Shelf:
    """Stands in for the library of files."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.problems: tuple[Problem, ...] = ()

    def refresh(self) -> None:
        """Nothing changes on a disk that is not there."""


@pytest.fixture
def serve(one_app: Flask) -> Iterator[Serve]:
    """Serve another course until the end of the test."""
    assert one_app.testing  # the app has set the course before us
    library = current.library()
    yield lambda course: current.serve(Shelf(course))  # type: ignore[arg-type]  # stands in for a library
    current.serve(library)


def with_question(course: Course, question: QuestionDefinition | None, *, gone: str = "") -> Course:
    """The course with one question put in place of its old self, or gone."""
    quiz = course.quizzes[SLUG]
    kept = tuple(q for q in quiz.questions if q.id != gone)
    if question is not None:
        kept = tuple(question if q.id == question.id else q for q in kept)
    return replace(course, quizzes={**course.quizzes, SLUG: replace(quiz, questions=kept)})


def listen_more(course: Course, answer: bool, version: str = "other") -> Course:
    """The author finds that the key of a statement was wrong."""
    question = course.quizzes[SLUG].question("listen-more")
    body = {**question.body, "answer": answer}
    digest = Digest(version, question.digest.text)
    return with_question(course, replace(question, body=body, digest=digest))


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]


def regrade(client: FlaskClient, question: str = "listen-more", **more: Any) -> Any:
    seen = seen_in(client.get(NEW, query_string={"question": question}).text)
    return client.post(POST, data={"question": question, "seen": seen, **more})


def rows(database: db.Database, query: Any) -> list[Any]:
    with db.reading(database) as reader:
        return list(reader.execute(query))


def almost(taking: Taking, *wrong: str) -> dict[int, Any]:
    """All right but some: those are answered wrongly, or not at all."""
    page = taking.keys()
    for name in wrong:
        page.pop(taking.number_of(name))
    if "listen-more" in wrong:
        page[taking.number_of("listen-more")] = "false"
    return page


# ---- what was changed


def test_nothing_is_changed_by_a_comma(taking: Taking, client_of: Clients, serve: Serve):
    taking.hand_in(taking.keys())
    question = taking.course.quizzes[SLUG].question("listen-more")
    comma = replace(question, digest=Digest(question.digest.version, "another"))
    serve(with_question(taking.course, comma))
    assert "Nothing has changed" in client_of("tara").get(CHANGES).text
    assert "to look at" not in client_of("tara").get(f"/quizzes/{SLUG}").text


def test_a_changed_question_is_shown_with_both_keys_and_whom_it_touches(
    taking: Taking, client_of: Clients, serve: Serve
):
    taking.hand_in(taking.keys())
    serve(listen_more(taking.course, answer=False))
    page = client_of("tara").get(CHANGES).text
    for said in ("listen-more", "As it was marked", "As it is now", "changed meanwhile", "林夏"):
        assert said in page
    assert taking.url in page
    assert "1 to look at" in client_of("tara").get(f"/quizzes/{SLUG}").text
    assert "Changed questions" not in client_of("lin").get(f"/quizzes/{SLUG}").text


@pytest.mark.parametrize("name", ["ann", "ada"])
def test_authors_and_administrators_see_counts_without_names(
    name: str, taking: Taking, client_of: Clients, serve: Serve
):
    taking.hand_in(taking.keys())
    serve(listen_more(taking.course, answer=False))
    client = client_of(name)
    page, dry = client.get(CHANGES).text, client.get(NEW, query_string={"question": "listen-more"})
    assert "Touches 1 finished attempts of 1 learners." in page
    assert "A learner, attempt 1" in dry.text
    for text in (page, dry.text):
        assert "林夏" not in text
        assert taking.url not in text


def test_a_trainer_reaches_only_the_learners_of_their_own_classes(
    begin: Callable[..., Taking], client_of: Clients, serve: Serve
):
    mine, other = begin("lin"), begin("otto")
    mine.hand_in(mine.keys())
    other.hand_in(other.keys())
    serve(listen_more(mine.course, answer=False))
    page = client_of("oda").get(CHANGES).text
    assert "欧阳同" in page
    assert "林夏" not in page
    assert regrade(client_of("oda")).status_code == 303
    assert (mine.row().score, other.row().score) == (100, 85.7)
    assert regrade(client_of("ann")).status_code == 303
    assert mine.row().score == 85.7


# ---- the dry run and what it does


def test_a_dry_run_writes_nothing_and_shows_old_and_new(
    taking: Taking, client_of: Clients, serve: Serve, database: db.Database
):
    taking.hand_in(almost(taking, "listen-more", "gap"))  # 5 of 7
    serve(listen_more(taking.course, answer=False))
    page = client_of("tara").get(NEW, query_string={"question": "listen-more"}).text
    for said in ("71.4%", "85.7%", "newly passed", "Mark 1 attempts anew"):
        assert said in page
    assert not rows(database, select(Regrade.id))
    assert taking.row().score == 71.4


def test_a_key_that_was_wrong_is_made_good_and_the_learner_is_told(
    taking: Taking, client_of: Clients, serve: Serve, database: db.Database, cast: world.Cast
):
    taking.hand_in(almost(taking, "listen-more", "gap"))
    serve(listen_more(taking.course, answer=False))
    assert regrade(client_of("tara")).status_code == 303
    assert (taking.row().score, taking.row().passed) == (85.7, True)
    steps = rows(database, select(Step.passed, Step.score, Step.source_id).order_by(Step.id))
    assert [tuple(s) for s in steps] == [(False, 71.4, taking.id), (True, 85.7, taking.id)]
    [progress] = rows(database, select(Progress.quiz_passed_at, Progress.best_score))
    assert progress.quiz_passed_at is not None
    [notice] = rows(database, select(Notice.person_id, Notice.sentence, Notice.href))
    assert (notice.person_id, notice.href) == (cast.lin, taking.url)
    assert "now passed" in notice.sentence
    m = QuestionMark
    marks = select(m.fraction, m.version, m.regrade_id).where(m.question == "listen-more")
    old, new = rows(database, marks.order_by(m.id))
    assert (old.fraction, old.regrade_id, new.fraction, new.version) == (0, None, 1, "other")
    verbs = [row.verb for row in rows(database, select(Entry.verb))]
    assert "regraded" in verbs
    page = taking.client.get(taking.url).text
    number = taking.number_of("listen-more")
    for said in ("Marked anew on", f"Question {number} was changed", "71.4%, now: 85.7%"):
        assert said in page
    assert "chosen, not right" not in page  # the words are those of the mark


def test_a_withdrawn_question_leaves_the_score(
    taking: Taking, client_of: Clients, serve: Serve, database: db.Database
):
    taking.hand_in(almost(taking, "gap", "listen-more"))
    serve(with_question(taking.course, None, gone="gap"))
    assert "withdrawn" in client_of("tara").get(CHANGES).text
    assert regrade(client_of("tara"), "gap").status_code == 303
    assert taking.row().score == 83.3  # 5 of 6
    [row] = rows(database, select(Regrade.questions))
    assert row.questions == [{"id": "gap", "version": None}]
    page = taking.client.get(taking.url).text
    assert "was withdrawn: it counts no more" in page
    assert "outside the mark" in page
    assert "Nothing has changed" in client_of("tara").get(CHANGES).text


def test_a_question_marked_as_withdrawn_may_come_back(
    taking: Taking, client_of: Clients, serve: Serve
):
    taking.hand_in(almost(taking, "gap", "listen-more"))
    gap = taking.course.quizzes[SLUG].question("gap")
    serve(with_question(taking.course, replace(gap, use="withdrawn")))
    regrade(client_of("tara"), "gap")
    serve(taking.course)
    assert "asked again" in client_of("tara").get(CHANGES).text
    regrade(client_of("tara"), "gap")
    assert (taking.row().score, taking.row().passed) == (71.4, True)  # and the pass stays


def test_a_pass_stays_unless_somebody_ticks_it(
    taking: Taking, client_of: Clients, serve: Serve, database: db.Database
):
    taking.hand_in(almost(taking, "gap"))  # 6 of 7
    serve(listen_more(taking.course, answer=False))
    client = client_of("tara")
    assert "Passes stay" in client.get(NEW, query_string={"question": "listen-more"}).text
    regrade(client)
    assert (taking.row().score, taking.row().passed) == (71.4, True)
    assert "The pass stays." in taking.client.get(taking.url).text
    assert all(s.withdrawn_at is None for s in rows(database, select(Step.withdrawn_at)))
    [progress] = rows(database, select(Progress.quiz_passed_at))
    assert progress.quiz_passed_at is not None


def test_a_pass_that_is_ticked_is_taken_back(
    taking: Taking, client_of: Clients, serve: Serve, database: db.Database, cast: world.Cast
):
    taking.hand_in(almost(taking, "gap"))
    serve(listen_more(taking.course, answer=False))
    regrade(client_of("tara"), undo=str(taking.id))
    assert (taking.row().score, taking.row().passed) == (71.4, False)
    old, new = rows(database, select(Step.withdrawn_by_id, Step.passed).order_by(Step.id))
    assert (old.withdrawn_by_id, new.withdrawn_by_id, new.passed) == (cast.tara, None, False)
    [progress] = rows(database, select(Progress.quiz_passed_at, Progress.best_score))
    assert (progress.quiz_passed_at, progress.best_score) == (None, 71.4)
    [done] = rows(database, select(RegradedAttempt.old_passed, RegradedAttempt.new_passed))
    assert (done.old_passed, done.new_passed) == (True, False)
    assert "The pass was taken back." in taking.client.get(taking.url).text
    [notice] = rows(database, select(Notice.sentence))
    assert "no longer passed" in notice.sentence


def test_nobody_is_told_when_the_result_is_the_same(
    taking: Taking, client_of: Clients, serve: Serve, database: db.Database
):
    taking.hand_in(taking.keys())
    serve(listen_more(taking.course, answer=True))
    assert regrade(client_of("tara")).status_code == 303
    assert not rows(database, select(Notice.id))
    assert len(rows(database, select(Step.id))) == 1
    assert "The score is the same." in taking.client.get(taking.url).text


def test_what_was_not_shown_is_not_done(
    begin: Callable[..., Taking], client_of: Clients, serve: Serve, database: db.Database
):
    taking, other = begin(), begin("otto")
    taking.hand_in(taking.keys())
    serve(listen_more(taking.course, answer=False))
    client = client_of("ann")
    seen = seen_in(client.get(NEW, query_string={"question": "listen-more"}).text)
    serve(taking.course)
    other.hand_in(other.keys())
    serve(listen_more(taking.course, answer=False))
    late = client.post(POST, data={"question": "listen-more", "seen": seen})
    assert late.status_code == 409
    assert "please look again" in late.text
    assert not rows(database, select(Regrade.id))
    assert regrade(client).status_code == 303
    again = client.post(POST, data={"question": "listen-more", "seen": seen})
    assert again.status_code == 409  # twice is once
    assert client.post(POST, data={"seen": seen}).status_code == 422


def test_a_starting_test_and_an_open_attempt_are_left_alone(
    taking: Taking, client_of: Clients, serve: Serve, database: db.Database
):
    serve(listen_more(taking.course, answer=False))
    assert "Nothing has changed" in client_of("ann").get(CHANGES).text
    serve(taking.course)
    taking.hand_in(taking.keys())
    with db.transaction(database) as session:
        session.execute(update(Attempt).values(counted=False))
    serve(listen_more(taking.course, answer=False))
    assert "Nothing has changed" in client_of("ann").get(CHANGES).text


# ---- who may


@pytest.mark.parametrize("page", [CHANGES, NEW])
def test_the_pages_are_for_authors_trainers_and_administrators(page: str, client_of: Clients):
    for name in ("tara", "ann", "ada"):
        assert client_of(name).get(page).status_code == 200
    for name in ("lin", "mei", "sam"):
        assert client_of(name).get(page).status_code == 404
    assert client_of("nobody").get(page).status_code == 302
    assert client_of("ann").get(page.replace(SLUG, "99-none")).status_code == 404
    assert client_of("ann").get(page.replace(SLUG, "final")).status_code == 200
    assert client_of("ann").put(page).status_code == 405


def test_marking_anew_is_for_the_same_people(client_of: Clients):
    sent = {"question": "gap", "seen": "x"}
    for name, status in (("lin", 404), ("mei", 404), ("nobody", 401), ("tara", 409), ("ann", 409)):
        assert client_of(name).post(POST, data=sent).status_code == status
    assert client_of("ann").get(POST).status_code == 405


# ---- the rules, for all papers

NAMES = sorted(SAMPLES)
ANSWERS: dict[str, list[Any]] = {
    name: [None, type_of(q).key(q), "b", ["a", "b"], {"a": "x"}] for name, q in SAMPLES.items()
}


@st.composite
def papers(draw: st.DrawFn) -> list[Taken]:
    """Finished attempts at all types of questions, each answered rightly, wrongly, strangely or not."""
    taken = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        asked = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
        responses = {name: draw(st.sampled_from(ANSWERS[name])) for name in asked}
        marks = {n: (first_mark(SAMPLES[n], r, number),) for n, r in responses.items()}
        result = score(m[-1].fraction for m in marks.values() if m[-1].counts)
        shown = result.shown if result else None
        passed = result.exact >= 80 if result else None
        taken.append(Taken(marks, responses, number, number, 1, 80, shown, passed))
    return taken


def first_mark(question: QuestionDefinition, response: Any, number: int) -> Marked:
    kind = type_of(question)
    fraction = 0.0 if response is None else kind.mark(question, response).fraction
    if response is not None and not kind.marked_here:
        fraction = None if number % 2 else 1.0
    marked_by = 7 if fraction is not None and not kind.marked_here and response else None
    return Marked(number, question.digest.version, fraction, counts(question), marked_by)


@st.composite
def presents(draw: st.DrawFn) -> dict[str, QuestionDefinition | None]:
    """Questions now: the same, withdrawn, with another key, or of another type."""
    now: dict[str, QuestionDefinition | None] = {}
    for name in NAMES:
        how = draw(st.sampled_from(["same", "withdrawn", "version", "type"]))
        question = SAMPLES[draw(st.sampled_from(NAMES))] if how == "type" else SAMPLES[name]
        digest = question.digest if how == "same" else Digest(f"new-{name}", "t")
        now[name] = None if how == "withdrawn" else replace(question, id=name, digest=digest)
    return now


def after(taken: Taken, line: Regraded | None) -> Taken:
    """The attempt once the regrade is done: new marks beside the old ones."""
    if line is None:
        return taken
    marks = dict(taken.marks)
    for new in line.marks:
        mark = Marked(99, new.version, new.fraction, new.counts, new.marked_by)
        mark = replace(mark, withdrawn=new.version == taken.marks[new.question][-1].version)
        marks[new.question] = (*marks[new.question], mark)
    return replace(taken, marks=marks, score=line.new_score, passed=line.passed(()))


def all_after(taken: list[Taken], plan: Plan) -> list[Taken]:
    lines = {line.attempt_id: line for line in plan.attempts}
    return [after(t, lines.get(t.id)) for t in taken]


@given(papers(), presents())
def test_regrading_twice_changes_nothing_the_second_time(taken: list[Taken], now: dict[str, Any]):
    assert not regrading.plan(all_after(taken, regrading.plan(taken, now)), now).attempts


@given(papers())
def test_unchanged_questions_touch_nothing(taken: list[Taken]):
    assert not regrading.plan(taken, dict(SAMPLES)).attempts


@given(papers(), presents())
def test_a_score_is_that_of_the_marks_that_count_without_withdrawn_questions(
    taken: list[Taken], now: dict[str, Any]
):
    plan = regrading.plan(taken, now)
    lines = {line.attempt_id: line for line in plan.attempts}
    for attempt in all_after(taken, plan):
        standing = {name: marks[-1] for name, marks in attempt.marks.items()}
        assert not any(mark.counts and now[name] is None for name, mark in standing.items())
        fractions = [mark.fraction for mark in standing.values() if mark.counts]
        if attempt.id in lines and fractions:
            result = score(fractions)
            assert lines[attempt.id].new_score == (result.shown if result else None)


@given(papers(), presents())
def test_old_marks_stay_and_a_trainers_mark_is_kept(taken: list[Taken], now: dict[str, Any]):
    for before, then in zip(taken, all_after(taken, regrading.plan(taken, now)), strict=True):
        for name, marks in before.marks.items():
            assert then.marks[name][: len(marks)] == marks
            if marks[-1].marked_by is not None:
                assert then.marks[name][-1].fraction == marks[-1].fraction


@given(papers(), presents(), st.randoms())
def test_the_order_of_attempts_does_not_matter(
    taken: list[Taken], now: dict[str, Any], random: Any
):
    mixed = random.sample(taken, len(taken))
    assert regrading.plan(mixed, now) == regrading.plan(taken, now)


@given(papers(), presents())
def test_no_attempt_loses_the_score_that_it_had(taken: list[Taken], now: dict[str, Any]):
    for line in regrading.plan(taken, now).attempts:
        assert line.old_score is None or line.new_score is not None
