"""A demo world to try the platform with: people at every stage of the course, made by the rooms' own actions."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.admin.demo import study
from courseware.admin.demo.crowd import build_crowd
from courseware.admin.demo.people import World, make_people
from courseware.assignments.actions import ask_for
from courseware.assignments.types import Asked, Target
from courseware.content.definitions import Course
from courseware.errors import Refused
from courseware.kit import clock
from courseware.settings.models import Setting
from courseware.web import zone

PASSWORD = "demo-courseware"  # noqa: S105 - printed for everybody; the server then answers only this machine
ACCOUNTS = (
    "learner@demo.example   learner",
    "graduate@demo.example  learner who has finished",
    "trainer@demo.example   trainer",
    "manager@demo.example   manager",
    "admin@demo.example     administrator",
    f"password of all: {PASSWORD}",
)
#: people of the small world
SMALL = 15
#: how many steps each of the others has done, of module after module; repeated for larger worlds
DEPTHS = (9, 6, 11, 3, 0, 8, 5, 12, 2, 7)


def exists() -> bool:
    """Whether demo people are in the database; then the server answers only on this machine."""
    return db.read().scalar(select(Person.id).where(Person.is_demo).limit(1)) is not None


def build(course: Course, password_hash: str, *, size: int = 0) -> World | None:
    """Make the demo world, of about `size` people; none when it is there already. Refused beside real people."""
    session = db.write()
    if session.scalar(select(Person.id).where(Person.is_demo).limit(1)) is not None:
        return None
    if session.scalar(select(func.count()).select_from(Person)):
        raise Refused("There are people in this database. Start the demo in a new one.")
    world = make_people(course, password_hash)
    _assign(course, world)
    now, trainer = clock.now(), study.me(world.trainer)
    for person_id in (world.graduate, world.learner, *world.others[:6]):
        study.starting_test(course, study.me(person_id), now - timedelta(days=58))
    study.whole_course(course, study.me(world.graduate), trainer, now - timedelta(days=45))
    _study(course, world.learner, None, (4, now - timedelta(hours=20)))
    for number, person_id in enumerate(world.others):
        quiet = timedelta(days=number % 4 * 4, hours=number)
        reviewed = trainer if number % 3 else None
        _study(course, person_id, reviewed, (DEPTHS[number % len(DEPTHS)], now - quiet))
    for person_id in world.others[:3]:  # so that the class report shows what the course gave
        study.final_exam(course, study.me(person_id), now - timedelta(days=1))
    if size > SMALL:
        build_crowd(course, password_hash, world, size - SMALL)
    return world


def remove() -> None:
    """Empty the database of the demo world and all that was done in it. Refused beside real people."""
    session = db.write()
    real = session.scalar(select(func.count()).select_from(Person).where(~Person.is_demo)) or 0
    if real:
        raise Refused(
            "There are {n} people beside the demo people. Nothing is removed: their work and that of the demo people hang together.",
            n=real,
        )
    tables = db.Base.metadata.sorted_tables
    for table in tables:  # of two tables, or rows, that name each other, one lets go first
        loose = [c.name for c in table.columns if c.nullable and c.foreign_keys]
        if any(fk.column.table is table for c in table.columns for fk in c.foreign_keys):
            session.execute(table.update().values(dict.fromkeys(loose)))
    for table in reversed(tables):
        if table.name != Setting.__tablename__:
            session.execute(table.delete())


def _study(course: Course, person_id: int, trainer: Me | None, plan: tuple[int, datetime]) -> None:
    """Somebody has done the first so many things, the newest at a time."""
    deeds, last = plan
    start = last - study.PAUSE * deeds
    study.some_of(course, study.me(person_id), trainer, (deeds, start))


def _assign(course: Course, world: World) -> None:
    """The manager has asked the team for a SWOT form: due soon, some are late with it."""
    if "swot" not in course.exercises:
        return
    manager: Me = study.me(world.manager)
    with clock.frozen(clock.now() - timedelta(days=55)):
        due_on = zone.today() + timedelta(days=50)
        asked = Asked("exercise", "swot", due_on, needs_acceptance=True, joiners_receive=True)
        ask_for(manager, course, asked, [Target("team", world.team)])
