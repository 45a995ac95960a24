"""Reading exams on paper: whose class they are for, what is on them, which results are in."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.authoring import queries as authoring
from courseware.authoring.rules import digest_of, question_from
from courseware.cohorts.queries import cohorts_for, members_in
from courseware.cohorts.types import Member
from courseware.content.definitions import FINAL, Course, QuestionDefinition
from courseware.errors import NotFound
from courseware.quiz.models import Attempt, ExamPaper
from courseware.quiz.types.exam_papers import ExamPaperRow, PaperResult, pinned_from


def papers_for(me: Me) -> list[ExamPaperRow]:
    """The papers of the classes somebody trains or administers, the newest first."""
    return _papers({row.id: row.name for row in cohorts_for(me)})


def get_paper_for(me: Me, number: int) -> ExamPaperRow:
    """A paper of a class that this person trains or administers; to others there is none."""
    cohort_id = db.read().scalar(select(ExamPaper.cohort_id).where(ExamPaper.id == number))
    names = {row.id: row.name for row in cohorts_for(me) if row.id == cohort_id}
    found = [row for row in _papers(names) if row.id == number]
    if not found:
        raise NotFound
    return found[0]


def questions_on(course: Course, paper: ExamPaperRow) -> list[QuestionDefinition]:
    """The questions in the very words they were printed in, in the paper's order."""
    current = {q.digest: q for q in course.final.questions} if course.final else {}
    kept = authoring.contents(digest_of(p.digest) for p in paper.pinned if p.digest not in current)
    return [current.get(p.digest) or question_from(kept[digest_of(p.digest)]) for p in paper.pinned]


def results_on(paper_id: int) -> list[PaperResult]:
    """The results typed in from a paper, by name."""
    writer = aliased(Person)
    query = (
        select(
            Attempt.id,
            Attempt.person_id,
            Person.name,
            Attempt.started_at,
            Attempt.score,
            Attempt.passed,
            func.coalesce(writer.name, ""),
        )
        .join(Person, Person.id == Attempt.person_id)
        .outerjoin(writer, writer.id == Attempt.entered_by_id)
        .where(Attempt.exam_paper_id == paper_id)
        .order_by(Person.name, Person.id)
    )
    return [PaperResult(*row) for row in db.read().execute(query)]


def without_result(me: Me, paper: ExamPaperRow) -> list[Member]:
    """The members of the class whose result is not in; nobody types in their own."""
    entered = {result.person_id for result in results_on(paper.id)}
    return [m for m in members_in(paper.cohort_id) if m.id not in entered and m.id != me.id]


def get_sitter(me: Me, paper: ExamPaperRow, person_id: int) -> Member:
    """A member of the paper's class, now, other than oneself."""
    for member in members_in(paper.cohort_id):
        if member.id == person_id != me.id:
            return member
    raise NotFound


def result_of(paper_id: int, person_id: int) -> int | None:
    """The attempt that holds somebody's result on a paper."""
    query = select(Attempt.id).where(
        Attempt.exam_paper_id == paper_id, Attempt.person_id == person_id
    )
    return db.read().scalar(query)


def last_number(person_id: int) -> int:
    """How many attempts at the final exam somebody has begun, on screen and on paper."""
    query = select(func.max(Attempt.number)).where(
        Attempt.person_id == person_id, Attempt.slug == FINAL
    )
    return db.read().scalar(query) or 0


def _papers(cohorts: dict[int, str]) -> list[ExamPaperRow]:
    results = select(func.count()).where(Attempt.exam_paper_id == ExamPaper.id).scalar_subquery()
    query = (
        select(
            ExamPaper.id,
            ExamPaper.cohort_id,
            ExamPaper.created_at,
            Person.name,
            ExamPaper.pass_mark,
            ExamPaper.version,
            ExamPaper.questions,
            results.label("results"),
        )
        .join(Person, Person.id == ExamPaper.created_by_id)
        .where(ExamPaper.cohort_id.in_(cohorts))
        .order_by(ExamPaper.id.desc())
    )
    return [
        ExamPaperRow(
            id=row.id,
            cohort_id=row.cohort_id,
            cohort=cohorts[row.cohort_id],
            created_at=row.created_at,
            created_by=row.name,
            pass_mark=row.pass_mark,
            version=row.version,
            pinned=tuple(pinned_from(q) for q in row.questions),
            results=row.results,
        )
        for row in db.read().execute(query)
    ]
