"""People by the hundred, at every stage of every module, written straight into the tables."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from courseware.accounts.models import Person, TeamMembership
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.content.definitions import Course, ModuleDefinition
from courseware.exercise.models import Draft, Submission
from courseware.kit import clock
from courseware.learning.models import Enrolment, Obligation, Progress, Step
from courseware.review.models import Waiting
from tests.world import START

FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎单欧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文斌宇浩晨欣怡子涵雨泽"
#: how far somebody has come in a module, and how often that is so
STAGES = {"new": 4, "open": 2, "failed": 1, "waiting": 1, "passed": 7}
Rows = dict[Any, list[dict[str, Any]]]


def fill(
    session: Session, course: Course, places: tuple[int, int], count: int, *, seed: int = 7
) -> list[int]:
    """So many people in a class of the longest track and in a team; their ids."""
    chance = random.Random(seed)
    cohort_id, team_id = places
    ids = _people(session, count, chance)
    track = max(course.tracks, key=lambda found: len(found.modules))
    session.execute(update(Cohort).where(Cohort.id == cohort_id).values(track=track.id))
    modules = [course.by_slug[slug] for slug in track.modules]
    rows: Rows = {kind: [] for kind in (Progress, Step, Obligation)}
    rows[TeamMembership] = [{"person_id": p, "team_id": team_id, "from_on": START} for p in ids]
    rows[CohortMembership] = [
        {"person_id": p, "cohort_id": cohort_id, "from_on": START} for p in ids
    ]
    rows[Enrolment] = [_enrolment(p, cohort_id, track.id, chance) for p in ids]
    for person_id in ids:
        diligence = chance.random()
        for module in modules:
            if module.is_ready:
                _module(rows, person_id, module, chance, diligence)
    for kind, found in rows.items():
        for keys in {tuple(row) for row in found}:  # a statement holds rows of one shape
            session.execute(insert(kind), [row for row in found if tuple(row) == keys])
    _forms(session, course, ids, chance)
    return ids


def _people(session: Session, count: int, chance: random.Random) -> list[int]:
    taken = len(session.scalars(select(Person.id)).all())
    rows = [
        {
            "email": f"crowd{taken + n}@test.example",
            "name": chance.choice(FAMILIES) + "".join(chance.choices(GIVEN, k=1 + n % 2)),
            "employee_number": f"E{taken + n:05d}",
        }
        for n in range(count)
    ]
    session.execute(insert(Person), rows)
    query = select(Person.id).where(Person.email.in_([row["email"] for row in rows]))
    return list(session.scalars(query.order_by(Person.id)))


def _enrolment(person_id: int, cohort_id: int, track: str, chance: random.Random) -> dict[str, Any]:
    """One in ten takes a refresher: what they did long ago does not count."""
    since = clock.now() - timedelta(days=20) if chance.random() < 0.1 else None
    return {
        "person_id": person_id,
        "cohort_id": cohort_id,
        "track": track,
        "edition": "2026-1",
        "counts_from": since,
    }


def _module(
    rows: Rows, who: int, module: ModuleDefinition, chance: random.Random, diligence: float
) -> None:
    stage = chance.choices(list(STAGES), list(STAGES.values()))[0]
    if stage == "passed" and chance.random() > diligence:
        stage = "new"
    at = clock.now() - timedelta(days=chance.randint(1, 40), hours=chance.randint(0, 23))
    if chance.random() < 0.15:
        due = clock.now() + timedelta(days=chance.randint(-20, 20))
        done = at if stage == "passed" else None
        rows[Obligation].append(_due(who, "module", module.slug, due, done))
    if stage == "new":
        return
    done = at if stage == "passed" else None
    rows[Progress].append(
        {
            "person_id": who,
            "module": module.slug,
            "opened_at": at,
            "read_at": done,
            "quiz_passed_at": done,
            "passed_at": done,
        }
    )
    tries = [False] * chance.randint(0, 3 if stage == "failed" else 1) + [True] * bool(done)
    steps = [("lesson", True)] * bool(done) + [("quiz", passed) for passed in tries]
    for kind, passed in steps:
        withdrawn = clock.now() if chance.random() < 0.02 else None
        rows[Step].append(
            {
                "person_id": who,
                "kind": kind,
                "item": module.slug,
                "module": module.slug,
                "at": at,
                "passed": passed,
                "score": 90.0 if passed else 40.0,
                "withdrawn_at": withdrawn,
            }
        )


def _due(who: int, kind: str, item: str, at: datetime, done: datetime | None) -> dict[str, Any]:
    return {
        "person_id": who,
        "kind": kind,
        "item": item,
        "due_at": at,
        "due_on": at.date(),
        "fulfilled_at": done,
        "source_kind": "schedule",
        "source_id": 1,
    }


def _forms(session: Session, course: Course, ids: Sequence[int], chance: random.Random) -> None:
    """Every fourth person handed a form in: it waits, or came back some days ago."""
    exercises = list(course.exercises.values())
    drafts, waiting, dues = [], [], []
    for person_id in ids[::4]:
        exercise = chance.choice(exercises)
        ago = clock.now() - timedelta(days=chance.randint(1, 12))
        came_back = chance.random() < 0.5
        form = Submission(
            exercise=exercise.id,
            module=exercise.module,
            owner_id=person_id,
            version="v",
            wording="w",
            round=1,
            submitted_at=ago,
            done_at=ago,
            returned_at=ago if came_back else None,
        )
        session.add(form)
        session.flush()
        if came_back:
            drafts.append({"submission_id": form.id, "answers": {}, "changed_at": ago})
        else:
            one = {"object_kind": "submission", "object_id": form.id, "owner_id": person_id}
            waiting.append(one | {"item": exercise.id})
        at = clock.now() + timedelta(days=chance.randint(-5, 5))
        dues.append(_due(person_id, "exercise", exercise.id, at, None))
    for kind, rows in {Draft: drafts, Waiting: waiting, Obligation: dues}.items():
        if rows:
            session.execute(insert(kind), rows)
