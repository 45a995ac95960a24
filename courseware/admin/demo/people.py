"""The people of the demo world: four roles, a class with dates, a team."""

from dataclasses import dataclass
from datetime import date, timedelta

from courseware.accounts import actions as accounts
from courseware.assignments import actions as assignments
from courseware.cohorts import actions as cohorts
from courseware.content.definitions import Course
from courseware.learning import actions as learning
from courseware.web import zone

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗"
GIVEN = (
    "晓彤",
    "子涵",
    "雨桐",
    "浩然",
    "思远",
    "佳怡",
    "文博",
    "若曦",
    "俊杰",
    "梦琪",
    "一鸣",
    "书瑶",
)


@dataclass(frozen=True, slots=True)
class World:
    """Ids of the demo world's people, class and team."""

    learner: int
    graduate: int
    trainer: int
    manager: int
    admin: int
    cohort: int
    team: int
    others: tuple[int, ...]


def make_people(course: Course, password_hash: str) -> World:
    """Accounts, team, class and its schedule."""
    admin = make_person("admin", "江楠", password_hash, "administrator")
    trainer = make_person("trainer", "周启航", password_hash, "trainer")
    manager = make_person("manager", "孙伯远", password_hash)
    learner = make_person("learner", "叶小满", password_hash)
    graduate = make_person("graduate", "梁思宇", password_hash)
    others = [make_person(f"learner{n}", _name(n), password_hash) for n in range(2, 12)]
    today = zone.today()
    start = today - timedelta(days=60)
    team = accounts.create_team(admin, "华东销售一组", manager_id=manager)
    cohort = cohorts.create_cohort(admin, "新人训练营", "new-seller", starts_on=start)
    cohorts.add_trainer(admin, cohort.id, trainer)
    for person in (learner, graduate, *others):
        accounts.join_team(admin, person, team.id, start)
        assignments.join_class(admin, course, cohort.id, person)
    _schedule(course, trainer, cohort.id, start)
    return World(learner, graduate, trainer, manager, admin, cohort.id, team.id, tuple(others))


def make_person(account: str, name: str, password_hash: str, *roles: str) -> int:
    """Somebody with the password that all of them share; their number."""
    new = accounts.NewPerson(
        email=f"{account}@demo.example",
        name=name,
        roles=frozenset(roles),
        joined_on=date(2026, 3, 2),
    )
    person = accounts.create_person(None, new)
    person.password_hash, person.is_demo = password_hash, True
    return person.id


def _name(number: int) -> str:
    return SURNAMES[number % len(SURNAMES)] + GIVEN[(number * 7) % len(GIVEN)]


def _schedule(course: Course, trainer: int, cohort_id: int, start: date) -> None:
    """One module a week for those that are ready."""
    for week, module in enumerate(course.ready_modules, start=8):
        learning.schedule_module(trainer, cohort_id, module.slug, start + timedelta(weeks=week))
