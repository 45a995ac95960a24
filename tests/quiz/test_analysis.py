"""What everybody's answers say about the questions: who may see it, what it counts, and what it calls bad."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import insert

from courseware import db
from courseware.accounts.models import Person
from courseware.authoring.models import DefinitionText
from courseware.authoring.rules import digest_of, to_json
from courseware.content.definitions import Course, Digest, QuestionDefinition
from courseware.quiz.models import AnswerStep, Attempt, QuestionMark, Regrade
from courseware.quiz.queries import analysis as queries
from courseware.quiz.rules import analysis as rules
from courseware.quiz.rules.analysis import analyse
from courseware.quiz.rules.chosen import ACCEPTED
from courseware.quiz.types import type_of
from courseware.quiz.types.analysis import Analysis, Choice, ItemFigures
from tests import world

SLUG = "02-team-plan"
URL = f"/quizzes/{SLUG}/analysis"
NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
Clients = Callable[[str], FlaskClient]


@dataclass
class School:
    """People who take a quiz, written straight into the tables."""

    database: db.Database
    course: Course
    people: list[int] = field(default_factory=list)

    @property
    def questions(self) -> list[QuestionDefinition]:
        return list(self.course.quizzes[SLUG].drawable)

    def enter(self, count: int) -> None:
        start = len(self.people)
        with db.transaction(self.database) as session:
            rows = [
                Person(email=f"p{start + n}@test.example", name=f"学员{start + n}")
                for n in range(count)
            ]
            session.add_all(rows)
            session.flush()
            self.people += [row.id for row in rows]

    def take(
        self,
        person: int,
        answers: Sequence[tuple[QuestionDefinition, Any, float | None]],
        *,
        number: int = 1,
        seconds: Sequence[int] = (),
        **attempt: Any,
    ) -> int:
        """An attempt that is handed in, each answer so many seconds after the one before; none = never given."""
        marks = [fraction for _, _, fraction in answers if fraction is not None]
        score = int(1000 * sum(marks) / max(len(marks), 1)) / 10
        values = {
            "person_id": self.people[person],
            "slug": SLUG,
            "number": number,
            "seed": 1,
            "questions": [
                {
                    "id": q.id,
                    "module": SLUG,
                    "version": q.digest.version,
                    "text": q.digest.text,
                    "order": [],
                }
                for q, _, _ in answers
            ],
            "version": "v",
            "pass_mark": 80,
            "started_at": NOON,
            "submitted_at": NOON + timedelta(hours=1),
            "ended_by": "person",
            "score": score,
            "passed": score >= 80,
        } | attempt
        with db.transaction(self.database) as session:
            id_ = session.execute(insert(Attempt).values(values).returning(Attempt.id)).scalar_one()
            at = NOON
            for place, (question, response, fraction) in enumerate(answers):
                at += timedelta(seconds=seconds[place] if seconds else 30)
                if response is not None:
                    session.add(
                        AnswerStep(
                            attempt_id=id_,
                            question=question.id,
                            response=response,
                            client_id=f"step-{place:08}",
                            at=at,
                        )
                    )
                    session.flush()
                session.add(
                    QuestionMark(
                        attempt_id=id_,
                        question=question.id,
                        version=question.digest.version,
                        fraction=fraction,
                    )
                )
        return id_

    def answered(self, question: QuestionDefinition, response: Any) -> tuple[Any, Any, float]:
        return question, response, type_of(question).mark(question, response).fraction

    def analysis(self) -> Analysis:
        with db.reading(self.database):
            answers = queries.answers_to(SLUG)
            return analyse(answers, queries.wordings(self.course.quizzes[SLUG], answers))

    def item(self, question_id: str) -> ItemFigures:
        return next(item for item in self.analysis().items if item.id == question_id)

    def class_of(self, count: int, bend: Callable[..., Any] | None = None) -> None:
        """Everybody takes all questions; `bend(question, able, random)` answers instead where it says something."""
        random, start = Random(5), len(self.people)
        self.enter(count)
        for person in range(start, start + count):
            able = random.gauss(0.5, 1.2)
            paper = []
            for place, question in enumerate(self.questions):
                response = bend(question, able, random) if bend else ...
                if response is ...:
                    chance = 1 / (1 + 2.718 ** -(able - (place % 5 - 2) * 0.6))
                    good = random.random() < chance
                    response = (
                        type_of(question).key(question) if good else self.wrong(question, random)
                    )
                paper.append(self.answered(question, response))
            self.take(person, paper)

    def wrong(self, question: QuestionDefinition, random: Random) -> Any:
        if question.options:
            return random.choice([o.id for o in question.options if not o.correct])
        if question.type == "true_false":
            return "false" if type_of(question).key(question) == "true" else "true"
        if question.type == "numeric":
            return random.choice(["30", "1", "7"])
        return None


@pytest.fixture
def school(database: db.Database, course: Course) -> School:
    return School(database, course)


def of_type(school: School, kind: str) -> QuestionDefinition:
    return next(q for q in school.questions if q.type == kind)


# --- who may see it ---


@pytest.mark.parametrize("name", ["tara", "ann", "ada"])
def test_trainers_authors_and_administrators_see_figures_without_names(
    client_of: Clients, school: School, name: str
):
    school.class_of(24)
    page = client_of(name).get(URL)
    assert page.status_code == 200
    assert "24" in page.text
    assert "学员" not in page.text
    question = school.questions[0].id
    detail = client_of(name).get(f"{URL}/{question}")
    assert detail.status_code == 200
    assert "From the weakest to the strongest quarter" in detail.text
    assert "学员" not in detail.text


@pytest.mark.parametrize("page", [URL, f"{URL}/s1", f"{URL}.xlsx", f"{URL}.csv"])
def test_to_others_there_is_no_such_page(client_of: Clients, page: str):
    for name in ("lin", "mei", "sam"):
        assert client_of(name).get(page).status_code == 404
    assert client_of("nobody").get(page).status_code == 302
    assert client_of("tara").post(page).status_code == 405


def test_what_does_not_exist_is_not_found(client_of: Clients):
    tara = client_of("tara")
    for page in (
        "/quizzes/99-none/analysis",
        "/quizzes/starting-test/analysis",
        f"{URL}/none",
        f"{URL}/s1?series=none",
        "/quizzes/99-none/analysis.xlsx",
        f"{URL}.pdf",
    ):
        assert tara.get(page).status_code == 404, page


def test_a_quiz_that_nobody_took_says_so(client_of: Clients):
    page = client_of("tara").get(URL)
    assert page.status_code == 200
    assert "Too few yet" in page.text


@pytest.mark.usefixtures("exam_course")
def test_the_final_exam_has_its_analysis(client_of: Clients):
    for name in ("ann", "tara", "ada"):
        page = client_of(name).get("/quizzes/final/analysis")
        assert page.status_code == 200
        assert "Too few yet" in page.text


def test_the_quiz_leads_trainers_there_and_nobody_else(client_of: Clients):
    assert URL in client_of("tara").get(f"/quizzes/{SLUG}").text
    assert URL not in client_of("lin").get(f"/quizzes/{SLUG}").text


def test_the_number_of_statements_does_not_grow(
    client_of: Clients, school: School, count_sql: Callable[[], int]
):
    tara = client_of("tara")
    school.class_of(6)
    tara.get(URL)  # what the process keeps for a while is read here
    before = count_sql()
    assert tara.get(URL).status_code == 200
    few = count_sql() - before
    school.class_of(40)
    tara.get(URL)
    before = count_sql()
    assert tara.get(URL).status_code == 200
    assert count_sql() - before == few <= 8


# --- what it counts ---


def test_answers_of_fewer_than_five_people_are_not_shown(client_of: Clients, school: School):
    school.class_of(4)
    assert school.item("s1").choices == ()
    assert school.item("s1").facility is school.analysis().quiz.mean is None
    page = client_of("tara").get(f"{URL}/s1").text
    assert "Too few yet" in page
    assert "What was chosen" not in page


def test_of_each_person_only_the_first_meeting_counts(school: School):
    school.enter(6)
    s1, s2 = school.questions[:2]
    for person in range(6):
        school.take(person, [(s1, "a", 0.0), (s2, "a", 0.0)])
        school.take(person, [(s1, "b", 1.0), (s2, "d", 1.0)], number=2)
    found = school.analysis()
    assert (found.quiz.attempts, found.quiz.people) == (12, 6)
    assert found.quiz.mean == 0
    item = school.item(s1.id)
    assert (item.n, item.facility) == (6, 0)
    assert {c.key: c.count for c in item.choices}["a"] == 6


def test_open_uncounted_and_unmarked_attempts_are_left_out(school: School):
    school.enter(6)
    s1 = school.questions[0]
    for person in range(3):
        school.take(person, [(s1, "b", 1.0)], counted=False)
    school.take(3, [(s1, "b", 1.0)], submitted_at=None, score=None, passed=None, ended_by=None)
    school.take(4, [(s1, "b", 1.0)], score=None, passed=None)
    assert school.analysis().quiz.attempts == 0


def test_a_regrade_changes_no_figure(school: School, cast: world.Cast):
    school.enter(6)
    s1 = school.questions[0]
    attempts = [school.take(person, [(s1, "a", 0.0)]) for person in range(6)]
    with db.transaction(school.database) as session:
        regrade = Regrade(slug=SLUG, questions=[], actor_id=cast.ada)
        session.add(regrade)
        session.flush()
        for attempt in attempts:
            mark = QuestionMark(attempt_id=attempt, question=s1.id, version="new", fraction=1.0)
            mark.regrade_id = regrade.id
            session.add(mark)
    assert school.item(s1.id).facility == 0


def test_an_edit_that_matters_starts_a_new_series_and_a_comma_does_not(
    client_of: Clients, school: School
):
    school.enter(12)
    s1 = school.questions[0]
    comma = replace(s1, digest=Digest(s1.digest.version, "other-comma"))
    older = replace(s1, digest=Digest("0123456789abcdef", "fedcba9876543210"))
    with db.transaction(school.database) as session:
        kept = {"digest": digest_of(older.digest), "kind": "question", "content": to_json(older)}
        session.execute(insert(DefinitionText).values(kept))
    for person in range(3):
        school.take(person, [(s1, "b", 1.0)])
    for person in range(3, 6):
        school.take(person, [(comma, "a", 0.0)])
    for person in range(6, 12):
        school.take(person, [(older, "c", 0.0)])
    item = school.item(s1.id)
    assert (item.n, item.facility) == (6, 0.5)
    assert item.older == ((older.digest.version, 6),)
    tara = client_of("tara")
    assert f"series={older.digest.version}" in tara.get(f"{URL}/s1").text
    page = tara.get(f"{URL}/s1?series={older.digest.version}").text
    assert "An older series" in page
    assert "6 people" in page


def test_a_question_that_is_asked_no_more_keeps_its_figures(client_of: Clients, school: School):
    school.enter(6)
    gone = replace(school.questions[0], id="gone", digest=Digest("a" * 16, "b" * 16))
    with db.transaction(school.database) as session:
        kept = {"digest": digest_of(gone.digest), "kind": "question", "content": to_json(gone)}
        session.execute(insert(DefinitionText).values(kept))
    for person in range(6):
        school.take(person, [(gone, "b", 1.0)])
    assert school.item("gone").n == 6
    assert client_of("ann").get(f"{URL}/gone").status_code == 200


def test_time_runs_from_the_step_before(school: School):
    school.enter(5)
    first, second, third = school.questions[:3]
    for person in range(5):
        paper = [(first, "a", 0.0), (second, "d", 1.0), (third, "a", 1.0)]
        school.take(person, paper, seconds=[20, 45 + person, 10])
    assert [school.item(q.id).seconds for q in (first, second, third)] == [20, 47, 10]


def test_answers_that_come_on_one_page_have_no_time(school: School):
    school.enter(5)
    first, second, third = school.questions[:3]
    for person in range(5):
        paper = [(first, "a", 0.0), (second, "d", 1.0), (third, "a", 1.0)]
        school.take(person, paper, seconds=[300, 0, 0])
    assert [school.item(q.id).seconds for q in (first, second, third)] == [None, None, None]


def test_empty_answers_are_counted(school: School):
    school.enter(8)
    s1 = school.questions[0]
    for person in range(8):
        school.take(person, [(s1, None if person < 3 else "b", 0.0 if person < 3 else 1.0)])
    assert school.item(s1.id).empty == 3


def test_discrimination_leaves_the_question_itself_out(school: School):
    school.enter(8)
    s1, s2, s3 = school.questions[:3]
    pattern = [(1, 1, 1), (1, 1, 0), (0, 0, 1), (0, 0, 0)] * 2
    for person, marks in enumerate(pattern):
        school.take(person, [(q, "a", float(m)) for q, m in zip((s1, s2, s3), marks, strict=True)])
    assert school.item(s3.id).discrimination == pytest.approx(0)
    # s1 with s2 + s3: (1, 1) → 2, (1, 0) → 1, (0, 1) → 1, (0, 0) → 0
    assert school.item(s1.id).discrimination == pytest.approx(2**-0.5)


# --- what it calls bad ---


def kinds(item: ItemFigures) -> set[str]:
    return {flag.kind for flag in item.flags}


def test_reliability_waits_for_enough_people(school: School, client_of: Clients):
    school.class_of(19)
    assert school.analysis().quiz.alpha is None
    assert school.analysis().quiz.error is None
    assert "from 20 people on" in client_of("tara").get(f"{URL}?lang=en").text
    school.class_of(1)
    assert school.analysis().quiz.alpha is not None


def test_a_sound_quiz_has_no_bad_question(school: School):
    school.class_of(200)
    found = school.analysis()
    assert not [f for item in found.items for f in item.flags if f.tone == "bad"]
    assert found.quiz.alpha is not None
    assert 0.4 < found.quiz.alpha < 0.95
    assert found.quiz.error is not None
    assert found.quiz.deviation is not None
    assert 0 < found.quiz.error < found.quiz.deviation


def test_a_wrong_key_comes_first_and_is_named(client_of: Clients, school: School):
    bad = school.questions[1]
    real = next(o.id for o in bad.options if not o.correct)

    def bend(question: QuestionDefinition, able: float, random: Random) -> Any:
        if question is not bad:
            return ...
        return real if able > 0.3 else type_of(bad).key(bad) if random.random() < 0.5 else "c"

    school.class_of(120, bend)
    first = school.analysis().items[0]
    assert first.id == bad.id
    assert {"key", "negative"} <= kinds(first)
    page = client_of("tara").get(URL).text
    option = next(o.text.en for o in bad.options if o.id == real)
    assert "Probably a wrong key" in page
    assert option in page
    assert page.index(bad.text.en) < page.index("All questions")


def test_too_hard_too_easy_and_unused_are_said(school: School):
    hard, easy, unused = school.questions[:3]

    def bend(question: QuestionDefinition, able: float, random: Random) -> Any:
        key = type_of(question).key(question)
        wrong = [o.id for o in question.options if not o.correct]
        if question is hard:
            return key if able > 1.8 else random.choice(wrong)
        if question is easy:
            return key
        if question is unused:
            return key if able > 0.2 else random.choice(wrong[:2])
        return ...

    school.class_of(150, bend)
    assert "hard" in kinds(school.item(hard.id))
    assert kinds(school.item(easy.id)) == {"easy"}
    assert kinds(school.item(unused.id)) == {"unused"}


def test_guessing_does_not_discriminate(school: School):
    dull = school.questions[0]

    def bend(question: QuestionDefinition, _able: float, random: Random) -> Any:
        return random.choice("abcd") if question is dull else ...

    school.class_of(300, bend)
    assert kinds(school.item(dull.id)) & {"weak", "negative", "hard"}


def test_a_missing_spelling_is_named():
    choices = (
        Choice(ACCEPTED, "抢答", right=True, count=10, share=0.4),
        Choice("=抢白", "抢白", right=False, count=9, share=0.36),
    )
    question = QuestionDefinition(
        *("gap", "fill_in", "quiz", False, "o1", 1), *(None,) * 2, "", (), (), {}, Digest("v", "t")
    )
    item = ItemFigures("gap", "v", question, n=25, empty=1, choices=choices)
    flag = next(f for f in rules.flags(item, None) if f.kind == "variant")
    assert flag.values == {"answer": "抢白", "n": 9, "m": 14}


def test_a_slow_question_is_said():
    item = ItemFigures("s", "v", None, n=25, seconds=100)
    assert [f.kind for f in rules.flags(item, 30)] == ["slow"]
    assert not list(rules.flags(item, 40))


def test_fewer_than_twenty_people_are_no_verdict(client_of: Clients, school: School):
    school.class_of(19, lambda q, _able, _random: type_of(q).key(q))
    assert not any(item.flags or item.is_judged for item in school.analysis().items)
    page = client_of("tara").get(URL).text
    assert "Look at these first" not in page
    assert "looks good" not in page


# --- files ---


def test_the_workbook_holds_the_same_figures(client_of: Clients, school: School):
    school.class_of(30)
    file = client_of("tara").get(f"{URL}.xlsx")
    assert file.status_code == 200
    book = load_workbook(BytesIO(file.data))
    assert book.sheetnames == ["All questions", "Answers", "Quiz"]
    rows = {row[0]: row for row in book["All questions"].iter_rows(min_row=2, values_only=True)}
    item = school.item("s1")
    assert rows["s1"][3] == 30
    assert rows["s1"][4] == pytest.approx(item.facility, abs=5e-4)
    assert rows["s1"][5] == pytest.approx(item.discrimination, abs=5e-4)
    csv = client_of("ann").get(f"{URL}.csv")
    assert csv.status_code == 200
    assert "Discrimination" in csv.data.decode("utf-8-sig")


@pytest.mark.parametrize("kind", ["true_false", "numeric", "ordering"])
def test_every_type_shows_what_was_chosen(client_of: Clients, school: School, kind: str):
    school.class_of(30)
    question = of_type(school, kind)
    item = school.item(question.id)
    assert item.choices
    right = [c.share for c in item.choices if c.right]
    assert all(0 <= share <= 1 for share in right)
    if kind != "ordering":
        assert right[0] == pytest.approx(item.facility)
    assert client_of("tara").get(f"{URL}/{question.id}").status_code == 200
