"""The final exam on paper: printed for a class, with its key, and typed in afterwards."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts.queries import me_by_id
from courseware.authoring.models import DefinitionText
from courseware.cohorts.models import CohortMembership
from courseware.content import current
from courseware.content.definitions import Course, QuestionDefinition
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.kit.markdown import plain
from courseware.learning.models import Step
from courseware.notices.models import Notice
from courseware.quiz.models import AnswerStep, Attempt, ExamPaper, QuestionMark
from courseware.quiz.queries.papers import get_paper_for
from courseware.quiz.types import notation, type_of
from courseware.quiz.types.exam_papers import ExamPaperRow
from tests import world
from tests.exams import BLUEPRINT, with_exams

PAPERS = "/quizzes/final/papers"
NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
Clients = Callable[[str], FlaskClient]
MARKED = {
    "single", "multiple", "true_false", "fill_in", "numeric", "matching", "ordering", "categorize"
}  # fmt: skip


@pytest.fixture
def exam(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The sample course with a final exam over every question that the machine marks."""
    made = with_exams(course, replace(BLUEPRINT, draw=200))
    modules = [m.quiz for m in course.modules if m.quiz]
    questions = [q for quiz in modules for q in quiz.questions if q.type in MARKED]
    assert made.final
    final = replace(made.final, questions=tuple(replace(q, use="final") for q in questions))
    served = replace(made, final=final)
    monkeypatch.setattr(current, "course", lambda: served)
    return served


@pytest.fixture
def number(exam: Course, client_of: Clients, cast: world.Cast) -> int:
    """A paper of lin's class."""
    assert exam.final
    answer = client_of("tara").post(PAPERS, data={"cohort": cast.cohort})
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


@pytest.fixture
def paper(database: db.Database, cast: world.Cast, number: int) -> ExamPaperRow:
    with db.reading(database):
        tara = me_by_id(cast.tara)
        assert tara
        return get_paper_for(tara, number)


def words_of(pdf: bytes) -> str:
    """Its text without any space, since lines break where they will."""
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return squeezed(run.stdout.decode())


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def parts_of(question: QuestionDefinition) -> list[Any]:
    """Every text of a question that a learner chooses from or places."""
    body = question.body
    if question.type == "true_false":
        return []
    sides = [pair[side] for pair in body.get("pairs", ()) for side in ("left", "right")]
    things = [*body.get("items", ()), *body.get("categories", ())]
    return [o.text for o in question.options] + sides + [thing["text"] for thing in things]


def codes(course: Course, paper: ExamPaperRow) -> list[str]:
    """The key in the notation of the paper."""
    assert course.final
    found = [(course.final.question(p.id), p.order) for p in paper.pinned]
    return [notation.written(q, order, type_of(q).key(q)) for q, order in found]


def boxes(answers: list[str], **more: str) -> dict[str, str]:
    """The form of a result."""
    sat = {"sat_on": clock.local_day(clock.now(), "Asia/Shanghai").isoformat()}
    return {f"q{n}": text for n, text in enumerate(answers, 1)} | sat | more


def form_of(number: int, person: int) -> str:
    return f"{PAPERS}/{number}/results/{person}"


def attempt_of(database: db.Database, person: int) -> Any:
    with db.reading(database) as rows:
        return rows.execute(select(Attempt.__table__).where(Attempt.person_id == person)).one()


def test_a_trainer_makes_a_paper_for_a_class(
    client_of: Clients, paper: ExamPaperRow, cast: world.Cast, database: db.Database
):
    page = client_of("tara").get(PAPERS).text
    assert f"{PAPERS}/{paper.id}" in page
    assert "一班" in page
    with db.reading(database) as rows:
        row = rows.execute(select(ExamPaper.__table__)).one()
        assert (row.cohort_id, row.created_by_id, row.pass_mark) == (cast.cohort, cast.tara, 80)
        kept = set(rows.scalars(select(DefinitionText.digest)))
        assert {q["version"] + q["text"] for q in row.questions} <= kept
        entry = rows.execute(select(Entry.__table__).where(Entry.object_kind == "exam_paper")).one()
        assert (entry.verb, entry.actor_id, entry.object_id) == ("made", cast.tara, str(paper.id))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_and_option_is_on_the_paper_and_no_key(
    client_of: Clients, exam: Course, paper: ExamPaperRow, language: str
):
    answer = client_of("tara").get(f"{PAPERS}/{paper.id}.pdf?words={language}")
    assert answer.content_type == "application/pdf"
    text = words_of(answer.data)
    assert exam.final
    assert {exam.final.question(p.id).type for p in paper.pinned} == MARKED
    for pinned in paper.pinned:
        question = exam.final.question(pinned.id)
        assert squeezed(plain(question.text[language])) in text
        for part in parts_of(question):
            assert squeezed(plain(part[language])) in text
        assert squeezed(plain(question.explanation[language])) not in text
        for option in question.options:
            assert squeezed(plain(option.feedback[language])) not in text
        if question.type == "fill_in":
            assert "/".join(question.body["answers"]["zh"]) not in text
    assert text.count(paper.code) >= 2
    assert "一班" in text
    assert "80%" in text
    assert ("60分钟" if language == "zh" else "60min") in text
    assert ("姓名" if language == "zh" else "Staffnumber") in text


def test_each_page_names_the_paper_and_its_place(client_of: Clients, paper: ExamPaperRow):
    pdf = client_of("tara").get(f"{PAPERS}/{paper.id}.pdf?words=en").data
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = run.stdout.decode().split("\f")[:-1]
    assert len(pages) > 1
    for place, page in enumerate(pages, 1):
        assert paper.code in page
        assert f"{place}/{len(pages)}" in squeezed(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_key_holds_every_answer_and_why(
    client_of: Clients, exam: Course, paper: ExamPaperRow, language: str
):
    answer = client_of("tara").get(f"{PAPERS}/{paper.id}/key.pdf?words={language}")
    text = words_of(answer.data)
    assert paper.code in text
    assert exam.final
    for code, pinned in zip(codes(exam, paper), paper.pinned, strict=True):
        assert squeezed(code) in text
        assert squeezed(plain(exam.final.question(pinned.id).explanation[language])) in text


def test_printing_in_the_other_language_does_not_turn_the_site_to_it(
    client_of: Clients, paper: ExamPaperRow
):
    tara = client_of("tara")
    tara.get(f"{PAPERS}/{paper.id}.pdf?words=zh")
    assert "Answer key" in tara.get(f"{PAPERS}/{paper.id}").text
    assert "结业考试" in words_of(tara.get(f"{PAPERS}/{paper.id}.pdf?lang=zh").data)


def test_answers_typed_in_make_an_attempt_like_any_other(
    client_of: Clients,
    exam: Course,
    paper: ExamPaperRow,
    cast: world.Cast,
    database: db.Database,
):
    tara = client_of("tara")
    assert "林夏" in tara.get(f"{PAPERS}/{paper.id}").text
    page = tara.get(form_of(paper.id, cast.lin))
    assert page.status_code == 200
    assert len(re.findall(r'name="q\d', page.text)) == len(paper.pinned)
    answer = tara.post(form_of(paper.id, cast.lin), data=boxes(codes(exam, paper)))
    assert answer.status_code == 303, answer.text
    row = attempt_of(database, cast.lin)
    assert (row.slug, row.number, row.score, row.passed) == ("final", 1, 100, True)
    assert (row.exam_paper_id, row.entered_by_id, row.counted) == (paper.id, cast.tara, True)
    assert [q["id"] for q in row.questions] == [p.id for p in paper.pinned]
    assert [tuple(q["order"]) for q in row.questions] == [p.order for p in paper.pinned]
    assert (row.ended_by, row.deadline_at) == ("person", None)
    with db.reading(database) as rows:
        assert len(rows.execute(select(AnswerStep.id)).all()) == len(paper.pinned)
        assert set(rows.scalars(select(QuestionMark.fraction))) == {1.0}
        step = rows.execute(select(Step.__table__).where(Step.person_id == cast.lin)).one()
        assert (step.item, step.passed, step.source_id) == ("final", True, row.id)
        told = rows.execute(select(Notice.__table__).where(Notice.person_id == cast.lin)).one()
        assert told.href == f"/attempts/{row.id}"
        entered = select(Entry.__table__).where(Entry.verb == "entered")
        entry = rows.execute(entered).one()
        assert (entry.actor_id, entry.about_id) == (cast.tara, cast.lin)
    page = tara.get(f"{PAPERS}/{paper.id}").text
    assert "passed, 100%" in page
    assert f"/attempts/{row.id}" in page
    assert form_of(paper.id, cast.lin) not in page


@pytest.mark.usefixtures("exam")
def test_the_exam_is_dated_by_the_day_it_was_sat(
    client_of: Clients, cast: world.Cast, database: db.Database
):
    tara = client_of("tara")
    with clock.frozen(NOON):
        made = tara.post(PAPERS, data={"cohort": cast.cohort}).location
        number = int(made.rpartition("/")[2])
    with clock.frozen(NOON + timedelta(days=3)):
        form = form_of(number, cast.lin)
        for day, said in (("2026-11-06", "yet to come"), ("2026-11-01", "made after this day")):
            refused = tara.post(form, data={"sat_on": day, "blank": "y"})
            assert refused.status_code == 422
            assert said in refused.text
        assert tara.post(form, data={"sat_on": "2026-11-03", "blank": "y"}).status_code == 303
    row = attempt_of(database, cast.lin)
    assert row.started_at == datetime(2026, 11, 3, 1, 0, tzinfo=UTC)  # nine in Shanghai
    assert row.submitted_at == NOON + timedelta(days=3)
    assert (row.score, row.passed) == (0, False)
    assert "0%, not passed yet" in tara.get(f"{PAPERS}/{number}").text


def test_what_cannot_be_read_is_refused_beside_its_box(
    client_of: Clients,
    exam: Course,
    paper: ExamPaperRow,
    cast: world.Cast,
    database: db.Database,
):
    typed = codes(exam, paper)
    assert exam.final
    types = [exam.final.question(p.id).type for p in paper.pinned]
    place = types.index("single")
    typed[place] = "<Z>"
    answer = client_of("tara").post(form_of(paper.id, cast.lin), data=boxes(typed))
    assert answer.status_code == 422
    assert f'id="q{place + 1}-error">Write one letter from A to D.' in answer.text
    assert 'value="&lt;Z&gt;"' in answer.text
    for code in typed[:place] + typed[place + 1 :]:
        assert f'value="{code}"' in answer.text
    with db.reading(database) as rows:
        assert rows.execute(select(Attempt.id)).all() == []


def test_an_empty_box_is_taken_for_a_slip_until_somebody_says_that_it_is_none(
    client_of: Clients,
    exam: Course,
    paper: ExamPaperRow,
    cast: world.Cast,
    database: db.Database,
):
    typed, tara = codes(exam, paper), client_of("tara")
    typed[1] = ""
    answer = tara.post(form_of(paper.id, cast.lin), data=boxes(typed))
    assert answer.status_code == 422
    assert "Without an answer: 2." in answer.text
    again = tara.post(form_of(paper.id, cast.lin), data=boxes(typed, blank="y"))
    assert again.status_code == 303
    assert 80 < attempt_of(database, cast.lin).score < 100


def test_a_paper_is_entered_once(
    client_of: Clients,
    exam: Course,
    paper: ExamPaperRow,
    cast: world.Cast,
    database: db.Database,
):
    tara, form = client_of("tara"), boxes(codes(exam, paper))
    tara.post(form_of(paper.id, cast.lin), data=form)
    again = tara.post(form_of(paper.id, cast.lin), data=form)
    assert again.status_code == 409
    assert "entered already" in again.text
    assert "entered already" in tara.get(form_of(paper.id, cast.lin)).text
    attempt_of(database, cast.lin)  # one


def test_whoever_has_the_exam_open_on_screen_cannot_have_it_on_paper_too(
    client_of: Clients,
    exam: Course,
    paper: ExamPaperRow,
    cast: world.Cast,
    database: db.Database,
):
    begun = clock.now()
    with db.transaction(database) as session:
        session.add(screen_attempt(exam, cast.lin, begun, begun + timedelta(minutes=60)))
    tara, form = client_of("tara"), boxes(codes(exam, paper))
    assert "林夏 has begun the final exam on screen" in tara.get(form_of(paper.id, cast.lin)).text
    refused = tara.post(form_of(paper.id, cast.lin), data=form)
    assert refused.status_code == 409
    assert "has begun the final exam on screen" in refused.text
    assert attempt_of(database, cast.lin).exam_paper_id is None


def test_the_limit_of_attempts_does_not_stop_what_was_sat_and_it_counts_as_one(
    client_of: Clients,
    exam: Course,
    paper: ExamPaperRow,
    cast: world.Cast,
    database: db.Database,
):
    begun = clock.now() - timedelta(days=9)
    with db.transaction(database) as session:
        for number in (1, 2):
            past = screen_attempt(exam, cast.lin, begun, None, number=number)
            past.submitted_at, past.score, past.passed = begun, 10, False
            past.ended_by = "person"
            session.add(past)
        # and a third whose time ran out while nobody looked: it is handed in first
        over = begun + timedelta(minutes=60)
        session.add(screen_attempt(exam, cast.lin, begun, over, number=3))
    answer = client_of("tara").post(form_of(paper.id, cast.lin), data=boxes(codes(exam, paper)))
    assert answer.status_code == 303
    with db.reading(database) as rows:
        query = select(Attempt.number, Attempt.submitted_at, Attempt.ended_by, Attempt.score)
        found = rows.execute(query.order_by(Attempt.number)).all()
    assert [row.number for row in found] == [1, 2, 3, 4]
    assert found[2].ended_by == "time"
    assert found[3].score == 100


def screen_attempt(course: Course, person: int, begun: datetime, deadline: Any, **more: Any) -> Any:
    assert course.final
    return Attempt(
        person_id=person,
        slug="final",
        number=more.get("number", 1),
        seed=1,
        questions=[],
        version=course.final.digest.version,
        pass_mark=80,
        started_at=begun,
        deadline_at=deadline,
    )


def test_words_that_changed_since_are_printed_and_marked_as_they_were(
    client_of: Clients,
    exam: Course,
    paper: ExamPaperRow,
    cast: world.Cast,
    database: db.Database,
    monkeypatch: pytest.MonkeyPatch,
):
    typed = codes(exam, paper)
    gone = replace(exam, final=None)
    monkeypatch.setattr(current, "course", lambda: gone)
    tara = client_of("tara")
    assert exam.final
    text = words_of(tara.get(f"{PAPERS}/{paper.id}.pdf?words=en").data)
    for pinned in paper.pinned:
        assert squeezed(plain(exam.final.question(pinned.id).text.en)) in text
    key = words_of(tara.get(f"{PAPERS}/{paper.id}/key.pdf?words=en").data)
    assert all(squeezed(code) in key for code in typed)
    assert "no final exam yet" in tara.get(PAPERS).text
    assert tara.post(PAPERS, data={"cohort": cast.cohort}).status_code == 422
    assert tara.post(form_of(paper.id, cast.lin), data=boxes(typed)).status_code == 303
    assert attempt_of(database, cast.lin).score == 100


def test_only_trainers_of_the_class_and_administrators_see_a_paper(
    client_of: Clients, paper: ExamPaperRow, cast: world.Cast
):
    here = f"{PAPERS}/{paper.id}"
    pages = [here, f"{here}.pdf", f"{here}/key.pdf", form_of(paper.id, cast.lin)]
    for page in pages:
        assert client_of("ada").get(page).status_code == 200
        for stranger in ("lin", "mei", "bo", "oda", "otto", "sam", "ann"):
            assert client_of(stranger).get(page).status_code == 404, (stranger, page)
        assert "/login" in client_of("nobody").get(page).location
    assert client_of("oda").post(form_of(paper.id, cast.lin)).status_code == 404
    assert client_of("lin").post(form_of(paper.id, cast.lin)).status_code == 404
    assert here not in client_of("oda").get(PAPERS).text
    assert client_of("lin").get(PAPERS).status_code == 404
    assert client_of("lin").post(PAPERS, data={"cohort": cast.cohort}).status_code == 404
    assert "/login" in client_of("nobody").get(PAPERS).location


@pytest.mark.usefixtures("exam")
def test_a_paper_is_made_for_ones_own_classes_only(
    client_of: Clients, cast: world.Cast, database: db.Database
):
    for cohort in (cast.other_cohort, 999, "x", ""):
        answer = client_of("tara").post(PAPERS, data={"cohort": cohort})
        assert answer.status_code == 422
    with db.reading(database) as rows:
        assert rows.execute(select(ExamPaper.id)).all() == []


def test_only_members_of_the_class_have_a_result(
    client_of: Clients, paper: ExamPaperRow, cast: world.Cast, database: db.Database
):
    with db.transaction(database) as session:
        session.add(
            CohortMembership(cohort_id=cast.cohort, person_id=cast.tara, from_on=world.START)
        )
    tara = client_of("tara")
    for person in (cast.otto, cast.sam, cast.tara, 999):
        assert tara.get(form_of(paper.id, person)).status_code == 404
        assert tara.post(form_of(paper.id, person)).status_code == 404
    assert form_of(paper.id, cast.tara) not in tara.get(f"{PAPERS}/{paper.id}").text
    assert client_of("ada").get(form_of(paper.id, cast.tara)).status_code == 200


def test_bad_ids_and_wrong_methods(client_of: Clients, paper: ExamPaperRow, cast: world.Cast):
    tara = client_of("tara")
    for page in ("999", "x", "999.pdf", "999/key.pdf", f"999/results/{cast.lin}", "9" * 30):
        assert tara.get(f"{PAPERS}/{page}").status_code == 404
    here = f"{PAPERS}/{paper.id}"
    for page in (here, f"{here}.pdf", f"{here}/key.pdf"):
        assert tara.post(page).status_code == 405
    assert tara.put(PAPERS).status_code == 405
    assert tara.delete(form_of(paper.id, cast.lin)).status_code == 405


def test_a_page_costs_a_few_statements(
    client_of: Clients, paper: ExamPaperRow, count_sql: Callable[[], int]
):
    tara = client_of("tara")
    before = count_sql()
    tara.get(PAPERS)
    assert count_sql() - before <= 5
    middle = count_sql()
    tara.get(f"{PAPERS}/{paper.id}")
    assert count_sql() - middle <= 8


def test_a_paper_asks_only_what_the_track_of_the_class_teaches(
    client_of: Clients,
    cast: world.Cast,
    database: db.Database,
    exam: Course,
    monkeypatch: pytest.MonkeyPatch,
):
    short = replace(exam.tracks[0], modules=exam.tracks[0].modules[:1])
    served = replace(exam, tracks=(short, *exam.tracks[1:]))
    monkeypatch.setattr(current, "course", lambda: served)
    assert client_of("tara").post(PAPERS, data={"cohort": cast.cohort}).status_code == 303
    with db.reading(database) as rows:
        kept = rows.scalars(select(ExamPaper.questions)).one()
    assert {question["module"] for question in kept} == set(short.modules)
