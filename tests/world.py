"""The cast: people whose names explain the permission that a test is about."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from courseware.accounts.models import Person, Team, TeamMembership
from courseware.cohorts.models import Cohort, CohortMembership, CohortTrainer
from courseware.learning.models import Enrolment

PASSWORD = "correct horse 电池"
START = date(2026, 9, 1)


@dataclass(frozen=True, slots=True)
class Cast:
    """Ids of people, team and class.

    lin learns: tara trains her class, mei manages her team, bo manages mei's. otto learns in another class and
    team; oda trains and omar manages him. sam belongs nowhere. ada administers; ann writes courses.
    """

    lin: int
    tara: int
    mei: int
    bo: int
    otto: int
    oda: int
    omar: int
    sam: int
    ada: int
    ann: int
    cohort: int
    other_cohort: int
    team: int
    other_team: int
    top_team: int


NAMES = {
    "lin": "林夏",
    "tara": "谭老师",
    "mei": "梅经理",
    "bo": "薄总监",
    "otto": "欧阳同",
    "oda": "欧老师",
    "omar": "欧经理",
    "sam": "萨姆 Sam",
    "ada": "艾管理",
    "ann": "安作者",
}
FLAGS = {"tara": "is_trainer", "oda": "is_trainer", "ada": "is_administrator", "ann": "is_author"}


def email(name: str) -> str:
    return f"{name}@test.example"


def populate(session: Session, password_hash: str, *, edition: str = "2026-1") -> Cast:
    """Write the cast into an empty database."""
    ids = {name: _person(session, name, password_hash).id for name in NAMES}
    top, team, other = (
        Team(name=n, manager_id=ids[m])
        for n, m in (("华东", "bo"), ("一组", "mei"), ("二组", "omar"))
    )
    session.add(top)
    session.flush()
    team.parent_id = top.id
    session.add_all([team, other])
    cohorts = [
        Cohort(name=n, track="new-seller", starts_on=START, created_by_id=ids["ada"])
        for n in ("一班", "二班")
    ]
    session.add_all(cohorts)
    session.flush()
    for name, where in (("lin", team), ("mei", top), ("otto", other)):
        session.add(TeamMembership(person_id=ids[name], team_id=where.id, from_on=START))
    for learner, trainer, cohort in (("lin", "tara", cohorts[0]), ("otto", "oda", cohorts[1])):
        session.add(CohortMembership(cohort_id=cohort.id, person_id=ids[learner], from_on=START))
        session.add(CohortTrainer(cohort_id=cohort.id, person_id=ids[trainer]))
        session.add(
            Enrolment(
                person_id=ids[learner], track="new-seller", edition=edition, cohort_id=cohort.id
            )
        )
    session.flush()
    return Cast(
        **ids,
        cohort=cohorts[0].id,
        other_cohort=cohorts[1].id,
        team=team.id,
        other_team=other.id,
        top_team=top.id,
    )


def _person(session: Session, name: str, password_hash: str) -> Person:
    person = Person(email=email(name), name=NAMES[name], password_hash=password_hash)
    if name in FLAGS:
        setattr(person, FLAGS[name], True)
    session.add(person)
    session.flush()
    return person
