"""A large class written straight into the tables, and reports read back from every form they come in."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from courseware import db
from courseware.accounts.models import Person, TeamMembership
from courseware.cohorts.models import CohortMembership
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning.models import Obligation, Progress, Step
from tests.world import START, Cast

NOW = clock.now()


@dataclass(frozen=True, slots=True)
class Crowd:
    ids: tuple[int, ...]


@pytest.fixture
def crowd_of(database: db.Database, cast: Cast, course: Course) -> Callable[[int], Crowd]:
    """So many people in mei's team and tara's class, at every stage of the course."""

    def made(count: int) -> Crowd:
        with db.transaction(database) as session:
            ids = _people(session, count)
            session.execute(
                insert(TeamMembership),
                [{"person_id": p, "team_id": cast.team, "from_on": START} for p in ids],
            )
            session.execute(
                insert(CohortMembership),
                [{"person_id": p, "cohort_id": cast.cohort, "from_on": START} for p in ids],
            )
            for kind, rows in _facts(ids, [m.slug for m in course.ready_modules]).items():
                if rows:
                    session.execute(insert(kind), rows)
        return Crowd(tuple(ids))

    return made


def _people(session: Any, count: int) -> list[int]:
    # "=" at the start of a name: it must come back from a spreadsheet as it was, and never run.
    names = [f"={n:03d} 学员" if n == 0 else f"学员{n:03d}" for n in range(count)]
    taken = len(session.scalars(select(Person.id)).all())
    rows = [{"email": f"p{taken + n}@test.example", "name": name} for n, name in enumerate(names)]
    session.execute(insert(Person), rows)
    query = select(Person.id).where(Person.email.in_([row["email"] for row in rows]))
    return list(session.scalars(query.order_by(Person.id)))


def _facts(ids: list[int], slugs: list[str]) -> dict[Any, list[dict[str, Any]]]:
    chance = random.Random(3)
    progress, steps, dues = [], [], []
    for person_id in ids:
        for slug in slugs:
            stage = chance.choice(["new", "begun", "late", "passed"])
            at = NOW - timedelta(days=chance.randint(1, 40))
            done = at if stage == "passed" else None
            if stage == "late":
                dues.append(_due(person_id, slug, at))
            if stage in ("begun", "passed"):
                score = 100 - chance.randint(0, 30) / 2
                progress.append(
                    {
                        "person_id": person_id,
                        "module": slug,
                        "opened_at": at,
                        "read_at": at,
                        "quiz_passed_at": done,
                        "best_score": score,
                        "passed_at": done,
                    }
                )
                steps.append(
                    {
                        "person_id": person_id,
                        "kind": "quiz",
                        "item": slug,
                        "module": slug,
                        "at": at,
                        "passed": bool(done),
                        "score": score,
                    }
                )
    return {Progress: progress, Step: steps, Obligation: dues}


def _due(person_id: int, slug: str, at: Any) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "kind": "module",
        "item": slug,
        "due_on": at.date(),
        "due_at": at,
        "source_kind": "schedule",
        "source_id": 1,
    }


def read_csv(content: bytes) -> list[list[str]]:
    """The cells as a spreadsheet would show them: an apostrophe before a formula is not part of the text.

    Without the last column: every row says there when it was read.
    """
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert head[-1] in ("Read at", "读取时间")
    assert len({row[-1] for row in rows if any(row)}) <= 1
    assert all(datetime.fromisoformat(row[-1]).tzinfo for row in rows if any(row))
    return [[cell.removeprefix("'") for cell in row[:-1]] for row in (head, *rows)]
