"""Reading what changed questions touch: attempts, old and new words, and earlier regrades."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from courseware import db
from courseware.accounts import queries as accounts
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.authoring.models import DefinitionText
from courseware.authoring.rules import question_from
from courseware.cohorts.queries import trained_people
from courseware.content.definitions import FINAL, Course, QuestionDefinition
from courseware.errors import NotFound
from courseware.quiz.models import AnswerStep, Attempt, QuestionMark, Regrade, RegradedAttempt
from courseware.quiz.queries.attempts import questions_of
from courseware.quiz.rules import regrading
from courseware.quiz.types import type_of
from courseware.quiz.types.regrading import (
    ChangedQuestion,
    Marked,
    PastRegrade,
    Plan,
    ResultChange,
    Taken,
    Touched,
)
from courseware.quiz.types.values import Paper, Question, Standing


def may_regrade(me: Me) -> bool:
    """Who sees what a change touches: authors, trainers and administrators."""
    return me.is_author or me.is_trainer or me.is_administrator


def sees_all(me: Me) -> bool:
    """Whether this person's regrades reach all learners, whom they do not get to see; else those of one's classes."""
    return me.is_author or me.is_administrator


def quiz_for(me: Me, course: Course, slug: str) -> str:
    """The slug of a quiz whose changes this person may see; to others there is none."""
    if not may_regrade(me) or not (slug in course.quizzes or slug == FINAL):
        raise NotFound
    return slug


def changes_of(me: Me, course: Course, slug: str) -> list[ChangedQuestion]:
    """The changed and withdrawn questions of a quiz, with the finished attempts in this person's reach."""
    present, touched = _present(course), defaultdict(list)
    versions: dict[str, Marked] = {}
    names = names_for(me)
    for row, mark in _touched(me, slug, present):
        who = Touched(row.attempt_id, row.person_id, row.number, names.get(row.person_id, ""))
        touched[row.question].append(who)
        versions[row.question] = mark  # the newest attempt comes last
    return [
        ChangedQuestion(
            id=question,
            kind=_kind(versions[question], present.get(question)),
            before=_shown(_kept(question, versions[question].version)),
            now=_shown(present.get(question)),
            touched=tuple(attempts),
        )
        for question, attempts in sorted(touched.items())
    ]


def count_changes(me: Me, course: Course, slug: str) -> int:
    """How many questions of a quiz are not what finished attempts were marked by."""
    present, withdrawn = _present(course), _withdrawn(slug)
    newest = _newest(me, slug)
    m = QuestionMark
    query = select(m.question, m.version, m.regrade_id).where(m.id.in_(newest)).distinct()
    return len(
        {
            row.question
            for row in db.read().execute(query)
            if _is_touched(row, withdrawn, present.get(row.question))
        }
    )


def plan_for(me: Me, course: Course, slug: str, questions: Collection[str]) -> Plan:
    """What a regrade of these questions would do to the attempts in this person's reach."""
    present = _present(course)
    taken = _taken(me, slug, questions)
    known = {question for attempt in taken for question in attempt.marks}
    return regrading.plan(taken, {q: present.get(q) for q in questions if q in known})


def present_words(course: Course, questions: Iterable[str]) -> list[QuestionDefinition]:
    """The questions as they are now, without those that are withdrawn."""
    present = _present(course)
    return [present[question] for question in questions if question in present]


def attempts_with(me: Me, slug: str, questions: Collection[str]) -> Select[Any]:
    """A select of the finished, counted attempts in this person's reach that hold one of these questions."""
    marked = select(QuestionMark.attempt_id).where(QuestionMark.question.in_(list(questions)))
    return _in_reach(select(Attempt), me, slug).where(Attempt.id.in_(marked))


def past_regrades(me: Me, slug: str) -> list[PastRegrade]:
    """The regrades of a quiz that reached attempts in this person's reach, the newest first."""
    query = (
        select(Regrade.at, Person.name, Regrade.questions, func.count())
        .join(Person, Person.id == Regrade.actor_id)
        .join(RegradedAttempt, RegradedAttempt.regrade_id == Regrade.id)
        .join(Attempt, Attempt.id == RegradedAttempt.attempt_id)
        .group_by(Regrade.id, Regrade.at, Person.name)
        .order_by(Regrade.id.desc())
    )
    rows = db.read().execute(_in_reach(query, me, slug).limit(20))
    return [PastRegrade(at, by, tuple(q["id"] for q in qs), n) for at, by, qs, n in rows]


def result_changes(paper: Paper) -> list[ResultChange]:
    """What regrades did to an attempt, the newest first."""
    r = RegradedAttempt
    query = (
        select(Regrade.questions, Regrade.at, r.old_score, r.new_score, r.old_passed, r.new_passed)
        .join(Regrade, Regrade.id == r.regrade_id)
        .where(r.attempt_id == paper.attempt.id)
    )
    rows: Any = db.read().execute(query.order_by(Regrade.id.desc()))
    return [ResultChange(_on_paper(paper, questions), *rest) for questions, *rest in rows]


def as_marked(
    course: Course, paper: Paper, marks: Mapping[str, Standing]
) -> list[QuestionDefinition]:
    """The questions of an attempt in the words of the marks that stand: after a regrade, the newer ones."""
    return [
        _by_version(course, q, marks[q.id].version) if q.id in marks and marks[q.id].is_anew else q
        for q in questions_of(course, paper)
    ]


def _by_version(course: Course, drawn: QuestionDefinition, version: str) -> QuestionDefinition:
    if drawn.digest.version == version:
        return drawn
    now = _present(course).get(drawn.id)
    found = now if now and now.digest.version == version else _kept(drawn.id, version)
    # An answer can be shown in the form of its own type only.
    return found if found is not None and found.type == drawn.type else drawn


def _on_paper(paper: Paper, questions: Sequence[Any]) -> tuple[tuple[int, bool], ...]:
    found = [(paper.position(q["id"]), q["version"] is None) for q in questions]
    return tuple(sorted((number, withdrawn) for number, withdrawn in found if number))


def _present(course: Course) -> dict[str, QuestionDefinition]:
    """All questions of the course that are not withdrawn; a question may have moved to another file."""
    return {
        q.id: q for quiz in course.quizzes.values() for q in quiz.questions if q.use != "withdrawn"
    }


def _in_reach(query: Select[Any], me: Me, slug: str) -> Select[Any]:
    """Only finished, counted attempts: of all people for authors and administrators, else of one's learners."""
    query = query.where(Attempt.slug == slug, Attempt.counted, Attempt.submitted_at.is_not(None))
    if sees_all(me):
        return query
    return query.where(Attempt.person_id.in_(trained_people(me.id)), Attempt.person_id != me.id)


def _newest(me: Me, slug: str) -> Select[Any]:
    """A select of the marks that stand."""
    m = QuestionMark
    query = select(func.max(m.id)).join(Attempt, Attempt.id == m.attempt_id)
    return _in_reach(query, me, slug).group_by(m.attempt_id, m.question)


def _touched(me: Me, slug: str, present: dict[str, QuestionDefinition]) -> list[tuple[Any, Marked]]:
    """The marks that stand and are not by the question as it is now, with their attempts."""
    m, withdrawn = QuestionMark, _withdrawn(slug)
    query = (
        select(*_MARK, m.question, m.attempt_id, Attempt.person_id, Attempt.number)
        .join(Attempt, Attempt.id == m.attempt_id)
        .where(m.id.in_(_newest(me, slug)))
        .order_by(m.attempt_id)
    )
    return [
        (row, _mark(row, withdrawn))
        for row in db.read().execute(query)
        if _is_touched(row, withdrawn, present.get(row.question))
    ]


def _is_touched(
    row: Any, withdrawn: set[tuple[int, str]], present: QuestionDefinition | None
) -> bool:
    mark = Marked(0, row.version, None, True, None, (row.regrade_id, row.question) in withdrawn)
    return regrading.is_touched(mark, present)


def _withdrawn(slug: str) -> set[tuple[int, str]]:
    """Which regrade took which question out of the mark."""
    query = select(Regrade.id, Regrade.questions).where(Regrade.slug == slug)
    rows = db.read().execute(query)
    return {(row.id, q["id"]) for row in rows for q in row.questions if q["version"] is None}


_MARK: Any = (
    QuestionMark.id,
    QuestionMark.version,
    QuestionMark.fraction,
    QuestionMark.counts,
    QuestionMark.marked_by_id,
    QuestionMark.regrade_id,
)


def _mark(row: Any, withdrawn: set[tuple[int, str]]) -> Marked:
    is_withdrawn = (row.regrade_id, row.question) in withdrawn
    return Marked(row.id, row.version, row.fraction, row.counts, row.marked_by_id, is_withdrawn)


def _taken(me: Me, slug: str, questions: Collection[str]) -> list[Taken]:
    attempts = attempts_with(me, slug, questions)
    ids = attempts.with_only_columns(Attempt.id)
    withdrawn, m, s = _withdrawn(slug), QuestionMark, AnswerStep
    marks: dict[int, dict[str, list[Marked]]] = defaultdict(lambda: defaultdict(list))
    query = select(*_MARK, m.question, m.attempt_id).where(m.attempt_id.in_(ids)).order_by(m.id)
    for row in db.read().execute(query):
        marks[row.attempt_id][row.question].append(_mark(row, withdrawn))
    responses: dict[int, dict[str, Any]] = defaultdict(dict)
    given = select(s.attempt_id, s.question, s.response).where(
        s.attempt_id.in_(ids), s.question.in_(list(questions)), s.outcome == "counted"
    )
    for row in db.read().execute(given.order_by(s.id)):
        responses[row.attempt_id][row.question] = row.response
    a = Attempt
    columns: Any = (a.id, a.person_id, a.number, a.pass_mark, a.score, a.passed)
    rows: Any = db.read().execute(attempts.with_only_columns(*columns))
    return [
        Taken({q: tuple(found) for q, found in marks[row.id].items()}, responses[row.id], *row)
        for row in rows
    ]


def names_for(me: Me) -> dict[int, str]:
    """The learners that this person trains, by name; of others nobody learns here who they are."""
    if not me.is_trainer:
        return {}
    ids = set(db.read().scalars(trained_people(me.id))) - {me.id}
    return dict(accounts.names(ids))


def _kind(mark: Marked, now: QuestionDefinition | None) -> str:
    if now is None:
        return "withdrawn"
    return "returned" if mark.withdrawn else "changed"


def _kept(question: str, version: str) -> QuestionDefinition | None:
    """The words that are kept of a version of a question, the newest of them."""
    d = DefinitionText
    query = select(d.content).where(
        d.kind == "question",
        d.digest.startswith(version, autoescape=True),
        d.content["id"].as_string() == question,
    )
    content = db.read().scalar(query.order_by(d.kept_at.desc()).limit(1))
    return question_from(content) if content else None


def _shown(definition: QuestionDefinition | None) -> Question | None:
    """A question with its parts in the author's order, to be read."""
    if definition is None:
        return None
    kind = type_of(definition)
    return Question(0, definition, kind.parts(definition, ()), kind.partial)
