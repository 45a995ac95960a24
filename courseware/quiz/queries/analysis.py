"""Reading everybody's answers to a quiz, in a fixed number of statements and without names."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Integer, String, Subquery, cast, extract, func, select

from courseware import db
from courseware.accounts.types import Me
from courseware.authoring import queries as authoring
from courseware.authoring.rules import digest_of, question_from
from courseware.content.definitions import (
    STARTING_TEST,
    Course,
    Digest,
    QuestionDefinition,
    QuizDefinition,
)
from courseware.errors import NotFound
from courseware.quiz.models import AnswerStep, Attempt, QuestionMark
from courseware.quiz.types.analysis import Answers, Total
from courseware.quiz.types.base import Response

#: seconds; answers that come closer together came on one page, and nobody knows how long each took
TOGETHER = 1
#: attempts whose answers are timed, the newest: times are the dearest to read, and a median needs no more
TIMED = 5000

_FINISHED: Any = (Attempt.submitted_at.is_not(None), Attempt.score.is_not(None), Attempt.counted)


def quiz_for(me: Me, course: Course, slug: str) -> QuizDefinition:
    """A quiz whose figures `me` may see: trainers, authors and administrators may; to others there is no page."""
    quiz = course.quiz(slug)
    if quiz is None or slug == STARTING_TEST or not may_analyse(me):
        raise NotFound
    return quiz


def may_analyse(me: Me) -> bool:
    return me.is_trainer or me.is_author or me.is_administrator


def answers_to(slug: str) -> Answers:
    """Finished attempts that count; of each person each question only where they met it first."""
    totals, people = _totals(slug)
    return Answers(
        attempts=len(totals),
        people=people,
        totals=totals,
        met=_met(slug),
        given=_given(slug),
        seconds=_seconds(slug),
    )


def wordings(
    quiz: QuizDefinition, answers: Answers, series: Iterable[tuple[str, str]] = ()
) -> dict[tuple[str, str], QuestionDefinition]:
    """The questions asked now, those of old papers that are asked no more, and the named series, as kept."""
    known = {(q.id, q.digest.version): q for q in quiz.drawable}
    ids = {id_ for id_, _ in known}
    gone = {id_ for id_, _ in answers.met} - ids
    wanted = {(id_, answers.series_of(id_)[0]) for id_ in gone} | set(series)
    papers = {pair: min(answers.met[pair]) for pair in wanted - set(known) if pair in answers.met}
    return known | _kept(papers)


def _totals(slug: str) -> tuple[dict[int, Total], int]:
    query = (
        select(
            Attempt.id,
            Attempt.person_id,
            Attempt.passed,
            func.sum(QuestionMark.fraction),
            func.count(QuestionMark.fraction),
        )
        .join(QuestionMark, QuestionMark.attempt_id == Attempt.id)
        .where(Attempt.slug == slug, *_FINISHED)
        .where(QuestionMark.regrade_id.is_(None), QuestionMark.counts)
        .group_by(Attempt.id, Attempt.person_id, Attempt.passed)
        .order_by(Attempt.person_id, Attempt.number)
    )
    totals: dict[int, Total] = {}
    people: set[int] = set()
    for attempt, person, passed, earned, questions in db.read().execute(query):
        totals[attempt] = Total(earned or 0.0, questions, person not in people, bool(passed))
        people.add(person)
    return totals, len(people)


def _met(slug: str) -> dict[tuple[str, str], dict[int, float | None]]:
    # A trainer's mark is a later row of the same attempt; a later attempt is another meeting.
    place = func.row_number().over(
        partition_by=(Attempt.person_id, QuestionMark.question),
        order_by=(Attempt.number, QuestionMark.id.desc()),
    )
    marks = (
        select(
            QuestionMark.attempt_id,
            QuestionMark.question,
            QuestionMark.version,
            QuestionMark.fraction,
            place.label("place"),
        )
        .join(Attempt, Attempt.id == QuestionMark.attempt_id)
        .where(Attempt.slug == slug, *_FINISHED, QuestionMark.regrade_id.is_(None))
        .subquery()
    )
    columns = (marks.c.question, marks.c.version, marks.c.fraction)
    query = select(*columns, _papers(marks)).where(marks.c.place == 1).group_by(*columns)
    found: dict[tuple[str, str], dict[int, float | None]] = {}
    for question, version, fraction, papers in db.read().execute(query):
        met = found.setdefault((question, version), {})
        met.update(dict.fromkeys(map(int, papers.split(",")), fraction))
    return found


def _given(slug: str) -> dict[str, list[tuple[Response, list[int]]]]:
    """The answers that stand, equal ones together."""
    place = func.row_number().over(
        partition_by=(AnswerStep.attempt_id, AnswerStep.question), order_by=AnswerStep.id.desc()
    )
    steps = (
        select(
            AnswerStep.attempt_id, AnswerStep.question, AnswerStep.response, place.label("place")
        )
        .join(Attempt, Attempt.id == AnswerStep.attempt_id)
        .where(Attempt.slug == slug, *_FINISHED, AnswerStep.outcome == "counted")
        .subquery()
    )
    columns = (steps.c.question, steps.c.response)
    query = select(*columns, _papers(steps)).where(steps.c.place == 1).group_by(*columns)
    found: dict[str, list[tuple[Response, list[int]]]] = {}
    for question, response, papers in db.read().execute(query):
        found.setdefault(question, []).append((response, [int(p) for p in papers.split(",")]))
    return found


def _seconds(slug: str) -> dict[str, dict[int, float]]:
    """From the step before, or the start, to the first answer; never of a paper that somebody typed in."""
    newest = (
        select(Attempt.id)
        .where(Attempt.slug == slug, *_FINISHED, Attempt.entered_by_id.is_(None))
        .order_by(Attempt.id.desc())
        .limit(TIMED)
    )
    at: Any = cast(extract("epoch", AnswerStep.at), Integer)
    begun: Any = cast(extract("epoch", Attempt.started_at), Integer)
    line: dict[str, Any] = {"partition_by": AnswerStep.attempt_id, "order_by": AnswerStep.id}
    place = func.row_number().over(
        partition_by=(AnswerStep.attempt_id, AnswerStep.question, AnswerStep.outcome),
        order_by=AnswerStep.id,
    )
    steps = (
        select(
            AnswerStep.attempt_id,
            AnswerStep.question,
            AnswerStep.outcome,
            place.label("place"),
            (at - func.coalesce(func.lag(at).over(**line), begun)).label("gap"),
            func.coalesce(func.lead(at).over(**line) - at, TOGETHER + 1).label("next"),
        )
        .join(Attempt, Attempt.id == AnswerStep.attempt_id)
        .where(Attempt.id.in_(newest))
        .subquery()
    )
    columns = (steps.c.question, steps.c.gap)
    query = select(*columns, _papers(steps)).where(
        steps.c.place == 1,
        steps.c.outcome == "counted",
        steps.c.gap > TOGETHER,
        steps.c.next > TOGETHER,
    )
    found: dict[str, dict[int, float]] = {}
    for question, gap, papers in db.read().execute(query.group_by(*columns)):
        found.setdefault(question, {}).update(dict.fromkeys(map(int, papers.split(",")), gap))
    return found


def _papers(rows: Subquery) -> Any:
    """The attempts of a group as one text: a row for each would cost ten times as much to read."""
    return func.aggregate_strings(cast(rows.c.attempt_id, String), ",")


def _kept(papers: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], QuestionDefinition]:
    """The wording of a series as one of its papers showed it."""
    if not papers:
        return {}
    query = select(Attempt.questions).where(Attempt.id.in_(set(papers.values())))
    shown = {
        (q["id"], q["version"]): digest_of(Digest(q["version"], q["text"]))
        for questions in db.read().scalars(query)
        for q in questions
        if (q["id"], q["version"]) in papers
    }
    kept = authoring.contents(shown.values())
    return {pair: question_from(kept[d]) for pair, d in shown.items() if d in kept}
