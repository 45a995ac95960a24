"""A demo world to try the platform with: four roles, a class, a team, people at every stage of the course."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from courseware import db
from courseware.accounts import actions as accounts
from courseware.accounts.models import Person
from courseware.cohorts import actions as cohorts
from courseware.content.definitions import Course
from courseware.errors import Refused
from courseware.kit import clock
from courseware.learning import actions as learning

PASSWORD = "demo-courseware"  # noqa: S105 - printed for everybody to see; see `guard` in the factory
ACCOUNTS = (
    "learner@demo.example  (learner)",
    "graduate@demo.example (learner who has finished)",
    "trainer@demo.example  (trainer)",
    "manager@demo.example  (manager)",
    "admin@demo.example    (administrator)",
    f"Password of all five: {PASSWORD}",
)
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


def exists() -> bool:
    """Whether demo people are in the database; then the server answers only on this machine."""
    return db.read().scalar(select(Person.id).where(Person.is_demo).limit(1)) is not None


def build(course: Course, password_hash: str, *, size: int = 0) -> World | None:
    """Make the demo people; none when they are there already. Refused beside real people."""
    session = db.write()
    if session.scalar(select(Person.id).where(Person.is_demo).limit(1)) is not None:
        return None
    if session.scalar(select(func.count()).select_from(Person)):
        raise Refused("There are people in this database. Start the demo in a new one.")
    return _people(course, password_hash, size)


def _people(course: Course, password_hash: str, size: int) -> World:
    admin = _person("admin", "江楠", password_hash, "administrator")
    trainer = _person("trainer", "周启航", password_hash, "trainer")
    manager = _person("manager", "孙伯远", password_hash)
    learner = _person("learner", "叶小满", password_hash)
    graduate = _person("graduate", "梁思宇", password_hash)
    others = [_person(f"learner{n}", _name(n), password_hash) for n in range(2, 12 + size)]
    today = clock.now().date()
    start = today - timedelta(days=60)
    team = accounts.create_team(admin, "华东销售一组", manager_id=manager)
    cohort = cohorts.create_cohort(admin, "新人训练营", "new-seller", starts_on=start)
    cohorts.add_trainer(admin, cohort.id, trainer)
    for person in (learner, graduate, *others):
        accounts.join_team(admin, person, team.id, start)
        learning.join_cohort(admin, cohort, person, course.edition)
    _schedule(course, trainer, cohort.id, start)
    return World(learner, graduate, trainer, manager, admin, cohort.id, team.id, tuple(others))


def _person(account: str, name: str, password_hash: str, *roles: str) -> int:
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
