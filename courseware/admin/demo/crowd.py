"""A company round the demo people: teams in a tree, classes past, present and to come, work at every stage.

Everything is done by the rooms' own actions, each at the moment at which it would have been done.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TypeVar

from courseware.accounts import actions as accounts
from courseware.accounts.types import Me
from courseware.admin.demo import study
from courseware.admin.demo.names import names
from courseware.admin.demo.people import World, make_person
from courseware.assignments import actions as assignments
from courseware.assignments.types import Asked, Target
from courseware.cohorts import actions as cohorts
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning import actions as learning
from courseware.web import zone

Item = TypeVar("Item")
PEOPLE_A_CLASS = 16
CLASSES_A_TRAINER = 5
PEOPLE_A_TEAM = 11
TEAMS_A_REGION = 8
#: classes begin from so long ago to so far ahead
FIRST, LAST = timedelta(days=420), timedelta(days=75)
LENGTH = timedelta(days=150)
#: modules of a class that have dates
SCHEDULED = 8
PLACES = ("华东", "华南", "华北", "西南", "华中", "东北", "西北", "海外")
#: how many things somebody has done whose class has just ended, by turns
DEPTHS = (6, 3, 8, 4, 1, 7, 5, 10, 2, 9)
#: of every so many classes that are over, one member has finished everything
GRADUATES = 4


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """One class: when, by whom, with whom."""

    number: int
    name: str
    first: date
    last: date
    trainer: int
    members: tuple[int, ...]


def build_crowd(course: Course, password_hash: str, world: World, size: int) -> None:
    """Add so many people to the demo world, with teams, classes and work."""
    classes = max(3, -(-size * 60 // 1000) - 1)
    trainers, managers = -(-classes // CLASSES_A_TRAINER), -(-size // PEOPLE_A_TEAM)
    regions = -(-managers // TEAMS_A_REGION)
    people = [
        make_person(f"person{n}", name, password_hash, *(("trainer",) if n < trainers else ()))
        for n, name in enumerate(names(size))
    ]
    taught, rest = people[:trainers], people[trainers:]
    heads, leads, learners = (
        rest[:regions], rest[regions : regions + managers], rest[regions + managers :],
    )  # fmt: skip
    teams = _make_teams(world, heads, leads)
    began = zone.today() - FIRST - timedelta(days=30)
    for number, person in enumerate(learners):
        accounts.join_team(world.admin, person, teams[number % len(teams)], began)
    plans = list(_plans(learners, taught, classes))
    for plan in plans:
        _hold(course, world.admin, plan)
    _ask(course, leads, teams)


def _make_teams(world: World, heads: Sequence[int], leads: Sequence[int]) -> list[int]:
    """Regions below the company, teams below the regions, some with a deputy; ids of the teams."""
    company = accounts.create_team(world.admin, "全国销售", manager_id=world.manager)
    today, teams = zone.today(), []
    regions = [
        accounts.create_team(
            world.admin, f"{PLACES[n % len(PLACES)]}大区", manager_id=head, parent_id=company.id
        ).id
        for n, head in enumerate(heads)
    ]
    for number, lead in enumerate(leads):
        region = regions[number % len(regions)]
        name = f"{PLACES[number % len(regions) % len(PLACES)]}销售{number + 1}组"
        team = accounts.create_team(world.admin, name, manager_id=lead, parent_id=region)
        accounts.join_team(world.admin, lead, region, today - FIRST)
        if number % 4 == 0:
            days = (today - timedelta(days=3), today + timedelta(days=11))
            deputy = leads[(number + 1) % len(leads)]
            accounts.add_deputy(world.admin, team.id, deputy, days)
        teams.append(team.id)
    for head in heads:
        accounts.join_team(world.admin, head, company.id, today - FIRST)
    return teams


def _plans(learners: Sequence[int], trainers: Sequence[int], count: int) -> Iterator[ClassPlan]:
    """Classes evenly between the first day and the last."""
    today, queue = zone.today(), iter(learners)
    share = -(-len(learners) // count)
    for number in range(count):
        first = today - FIRST + (FIRST + LAST) * number // max(count - 1, 1)
        members = tuple(islice(queue, share))
        trainer = trainers[number % len(trainers)]
        name = f"{first.year} 年第 {number + 1} 期新人营"
        yield ClassPlan(number, name, first, first + LENGTH, trainer, members)


def _hold(course: Course, admin: int, plan: ClassPlan) -> None:
    """A class with its dates and schedule, and what its members have done until today."""
    before = _at(min(plan.first, zone.today()) - timedelta(days=14))
    modules = course.ready_modules[:SCHEDULED]
    with clock.frozen(before):
        cohort = cohorts.create_cohort(
            admin, plan.name, course.tracks[0].id, starts_on=plan.first
        ).id
        cohorts.add_trainer(admin, cohort, plan.trainer)
        step = LENGTH // (len(modules) + 1)
        for number, module in enumerate(modules, start=1):
            opens, due = plan.first + step * (number - 1), plan.first + step * number
            learning.schedule_module(admin, cohort, module.slug, due, opens_on=opens)
        for person in plan.members:
            assignments.join_class(admin, course, cohort, person)
        cohorts.change_cohort(admin, cohort, name=plan.name, ends_on=plan.last)
    trainer = study.me(plan.trainer)
    for number, person in enumerate(plan.members):
        _work(course, study.me(person), trainer, (plan, number))


def _work(course: Course, learner: Me, trainer: Me, place: tuple[ClassPlan, int]) -> None:
    """What somebody has done in a class: the more of its time is over, the more."""
    plan, number = place
    today = zone.today()
    passed = (min(today, plan.last) - plan.first) / LENGTH
    if passed <= 0:
        return
    lot = zlib.crc32(f"{plan.number}:{number}".encode())
    if plan.last < today and number == 1 and plan.number % GRADUATES == 0:
        study.whole_course(course, learner, trainer, _at(plan.first))
        return
    deeds = round(DEPTHS[(number + lot) % len(DEPTHS)] * passed)
    # One in three waits for a review that nobody has made yet.
    reviewer = trainer if lot % 3 else None
    last = _at(min(today, plan.last)) - timedelta(days=lot % 12, hours=lot % 9)
    study.some_of(course, learner, reviewer, (deeds, last - study.PAUSE * deeds))
    if lot % 4 == 0:
        study.drill(course, learner, last, (3 + lot % 5, lot))
    if number == 0:
        study.send_back(course, learner, trainer, last)


def _ask(course: Course, leads: Sequence[int], teams: Sequence[int]) -> None:
    """Every second manager asks the team for a form; half of these are late by now."""
    if "swot" not in course.exercises:
        return
    for number, (lead, team) in enumerate(zip(leads, teams, strict=True)):
        if number % 2:
            continue
        with clock.frozen(clock.now() - timedelta(days=20)):
            due_on = zone.today() + timedelta(days=15 if number % 4 else 28)
            asked = Asked("exercise", "swot", due_on, needs_acceptance=True, joiners_receive=True)
            assignments.ask_for(study.me(lead), course, asked, [Target("team", team)])


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), zone.zone())
