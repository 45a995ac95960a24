"""Accepted forms written straight into the tables, and worlds of them drawn by lot."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courseware.accounts.models import Person, TeamMembership
from courseware.authoring.actions import keep
from courseware.cohorts.models import CohortMembership
from courseware.content.definitions import ExerciseDefinition
from courseware.exercise.models import Author, Revision, Submission
from tests.exercise import shipped
from tests.world import START, Cast

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
REVIEW, GOALS, PLAN, SWOT = "quarterly-review", "smart-goals", "action-plan", "swot"
UNITS = ("家", "万元", "百万元", "CNY million", "%", "天", "次/周", "orders")
CELLS = ("strengths", "weaknesses", "opportunities", "threats")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A form to be put down: whose, what it says, and when it was accepted; none = it waits."""

    exercise: str
    owner: int
    answers: Mapping[str, Any]
    at: datetime | None = NOW
    carried: Mapping[str, Any] | None = None
    group: tuple[int, Sequence[int]] | None = None
    form: ExerciseDefinition | None = None


def put(session: Session, one: Spoken) -> int:
    """The form as its tables have it after a verdict, or before one."""
    form = one.form or shipped.shipped().exercises[one.exercise]
    keep("exercise", [form])
    handed_in = (one.at or NOW) - timedelta(hours=1)
    row = Submission(
        exercise=one.exercise, module=form.module, owner_id=one.owner, version=form.digest.version, wording=form.digest.text,
        round=1, submitted_at=handed_in, done_at=handed_in if one.at else None, accepted_at=one.at,
        accepted_by_id=one.owner if one.at else None, accepted_role="manager" if one.at else None,
        closed_at=one.at, carried=dict(one.carried or {}), group_id=one.group[0] if one.group else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    said = {"submission_id": row.id, "round": 1, "by_id": one.owner, "at": handed_in}
    session.add(Revision(reason="submitted", answers=dict(one.answers), **said))
    for person in one.group[1] if one.group else ():
        session.add(Author(submission_id=row.id, person_id=person, seen_at=handed_in))
    session.flush()
    return row.id


def goal(words: str, unit: str, target: float, due: str = "2026-12-31") -> dict[str, Any]:
    return {
        "goal": words, "kind": "customer", "measure": f"怎么量 {words}", "unit_text": unit, "baseline": 0,
        "target": target, "due": due, "owner": "", "weight": 50,
    }  # fmt: skip


def goals(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"start_on": "2026-07-01", "end_on": "2026-12-31", "goals": list(rows)}


def result(
    of: Mapping[str, Any], planned: float, actual: float, verdict: str = ""
) -> dict[str, Any]:
    kept = {key: of[key] for key in ("goal", "kind", "measure", "unit_text")}
    return {**kept, "plan": planned, "actual": actual, "verdict": verdict}


def review(*rows: dict[str, Any], on: str = "2026-09-30", **more: Any) -> dict[str, Any]:
    return {"as_of": on, "results": list(rows), **more}


def crowd(session: Session, cast: Cast, count: int) -> list[int]:
    """So many people in mei's team and tara's class."""
    people = [Person(email=f"said{n}@test.example", name=f"队员{n:02d}") for n in range(count)]
    session.add_all(people)
    session.flush()
    for person in people:
        session.add(TeamMembership(person_id=person.id, team_id=cast.team, from_on=START))
        session.add(CohortMembership(person_id=person.id, cohort_id=cast.cohort, from_on=START))
    session.flush()
    return [person.id for person in people]


def fill(session: Session, people: Sequence[int], seed: int) -> None:
    """Goals, reviews, plans and SWOT of these people, drawn by lot; some are not accepted, some are missing."""
    luck = random.Random(seed)
    for person in people:
        for say in (_goals, _swot, _plan):
            if luck.random() < 0.8:
                say(session, person, luck)


def _at(luck: random.Random) -> datetime | None:
    return NOW - timedelta(days=luck.randint(1, 70)) if luck.random() < 0.8 else None


def _goals(session: Session, person: int, luck: random.Random) -> None:
    rows = [
        goal(f"目标 {luck.choice('甲乙丙丁')}{n}", luck.choice(UNITS), luck.choice([0.1, 3, 12.5, 900]), _day(luck))
        for n in range(luck.randint(1, 4))
    ]  # fmt: skip
    number = put(session, Spoken(GOALS, person, goals(*rows), _at(luck)))
    source = {"exercise": GOALS, "submission_id": number, "field": "goals"}
    for count in range(luck.randint(0, 2)):
        results = [
            result(row, luck.randint(1, 9), luck.choice([0, 0.2, 4, 77.7]), luck.choice(["met", "near", "missed", ""]))
            for row in rows
            if luck.random() < 0.8
        ]  # fmt: skip
        carried = {"results": source} if luck.random() < 0.5 else {}
        said, at = review(*results, on=_day(luck)), _at(luck)
        # One alone may wait at a time.
        put(session, Spoken(REVIEW, person, said, at if count else at or NOW, carried))


def _swot(session: Session, person: int, luck: random.Random) -> None:
    answers = {
        cell: [{"point": f"要点{luck.randint(1, 4)}", "evidence": "依据", "impact": 3}]
        for cell in CELLS
        if luck.random() < 0.8
    }
    put(session, Spoken(SWOT, person, answers, _at(luck)))


def _plan(session: Session, person: int, luck: random.Random) -> None:
    rows = [
        {"action": f"做第{n}件事", "goal": "目标", "owner": luck.choice(["", "江楠"]), "due": _day(luck), "done": luck.choice([0, 40, 100])}
        for n in range(luck.randint(0, 3))
    ]  # fmt: skip
    put(session, Spoken(PLAN, person, {"actions": rows}, _at(luck)))


def _day(luck: random.Random) -> str:
    return (date(2026, 10, 1) + timedelta(days=luck.randint(0, 90))).isoformat()
