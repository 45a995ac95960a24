"""How far somebody is: parts, week, scores, skills, the certificate that comes next."""

from datetime import UTC, date, datetime, timedelta

import pytest

from courseware.certificates.types.goals import Goal
from courseware.content.definitions import Course
from courseware.home.rules.path import (
    next_certificate,
    path_of,
    quizzes_by_part,
    skills_from,
    week_of,
)
from courseware.home.types import PathPart
from courseware.learning.types import Standing, Tick
from courseware.roleplay.types.skills import Played

NOW = datetime(2026, 9, 7, tzinfo=UTC)


def walked(course: Course, standings: dict[str, Standing], here: str | None) -> list[PathPart]:
    slugs = [module.slug for module in course.modules]
    return path_of(course, slugs, standings, here=here, closed={slugs[-1]}, lang="en")


def test_the_path_goes_through_the_parts_and_says_where_one_is(course: Course):
    first, second = course.ready_modules
    passed = Standing(first.slug, True, True, True, True, 90.0)
    parts = walked(course, {first.slug: passed}, second.slug)
    assert [part.id for part in parts] == [
        p.id for p in course.parts if p.id in {m.part for m in course.modules}
    ]
    [here] = [part for part in parts if part.state == "here"]
    assert second.slug in {module.slug for module in here.modules}
    states = {module.slug: module.state for part in parts for module in part.modules}
    assert states[first.slug] == "passed"
    assert sum(part.passed for part in parts) == 1
    assert sum(part.count for part in parts) == len(course.ready_modules)
    assert all(states[m.slug] == "preparing" for m in course.modules if not m.is_ready)


def test_at_the_end_every_part_is_done(course: Course):
    standings = {m.slug: Standing(m.slug, True, True, True, True) for m in course.ready_modules}
    ready = {m.part for m in course.ready_modules}
    states = {part.id: part.state for part in walked(course, standings, None)}
    assert {states[part] for part in ready} == {"done"}


@pytest.mark.parametrize(("start", "first"), [(0, date(2026, 9, 7)), (6, date(2026, 9, 6))])
def test_the_week_begins_where_the_organisation_begins_it(start: int, first: date):
    today = date(2026, 9, 9)
    days = week_of(today, start, {today, first - timedelta(days=1)})
    assert [day.on for day in days] == [first + timedelta(days=n) for n in range(7)]
    assert [day.on for day in days if day.learned] == [today]
    assert [day.on for day in days if day.is_today] == [today]


def test_scores_are_the_mean_of_the_best_by_part(course: Course):
    first, second = course.ready_modules
    standings = {
        first.slug: Standing(first.slug, True, True, True, True, 90.0),
        second.slug: Standing(second.slug, True, True, False, False, None),
    }
    [(name, percent)] = quizzes_by_part(course, standings, "en")
    assert (name, percent) == (next(p.title["en"] for p in course.parts if p.id == first.part), 90)
    assert quizzes_by_part(course, {}, "en") == []


def test_of_a_skill_the_newest_talk_counts_most(course: Course):
    talk = course.roleplays["deck-talk"]
    criterion = course.rubrics[talk.rubric].criteria[0]
    sessions = [
        Played(n, talk.id, NOW + timedelta(days=n), 50.0, True, {criterion.id: mark}, {})
        for n, mark in ((1, 0.0), (2, 3.0))
    ]
    found = {skill.name: skill for skill in skills_from(course, sessions, "en")}
    assert found[criterion.name["en"]].rests_on == 2
    assert found[criterion.name["en"]].value > 1.5
    assert skills_from(course, [], "en") == []


def _goal(kind: str, *done: bool) -> Goal:
    return Goal(kind, kind, 1, "2026-1", tuple(Tick(f"t{n}", each) for n, each in enumerate(done)))


def test_the_next_certificate_is_the_one_that_is_nearest():
    near, far = _goal("part", True, True, False), _goal("course", True, False, False, False)
    held, untouched = _goal("portfolio", True, True), _goal("part", False)
    assert next_certificate([far, held, near, untouched]) is near
    assert next_certificate([held, untouched, _goal("practice", True, False)]) is None
