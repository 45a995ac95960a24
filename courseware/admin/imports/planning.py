"""What an import would do: who is new, who changes and how, and what stands against it. Nothing is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.admin.imports.reading import Line, Problem, read_lines
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.kit.addresses import has_mail
from courseware.web.zone import today

FIELDS = ("name", "email", "employee_number", "mobile", "lang", "joined_on")
ROLE_FLAGS = ("administrator", "trainer", "author")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of a person that the file says otherwise; text or none on both sides."""

    field: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What happens to one line's person."""

    line: Line
    person_id: int | None
    name: str  # as it is now; the file's, of somebody new
    changes: tuple[Change, ...]

    @property
    def deed(self) -> str:
        """new, change or same."""
        if self.person_id is None:
            return "new"
        return "change" if self.changes else "same"


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a file would do."""

    people: tuple[Planned, ...]
    problems: tuple[Problem, ...]
    teams: Mapping[str, int] = field(default_factory=dict)
    cohorts: Mapping[str, int] = field(default_factory=dict)

    def count(self, deed: str) -> int:
        return sum(person.deed == deed for person in self.people)


@dataclass(slots=True)
class _Known:
    """Everybody and every place there is, by what a file calls them."""

    people: dict[int, Any]
    by_key: dict[tuple[str, str], int]
    teams: dict[str, int]
    cohorts: dict[str, int]
    team_of: dict[int, str]
    classes_of: dict[int, set[str]]
    over: frozenset[str]  # classes that nobody joins any more


def plan_import(data: bytes) -> Plan:
    """What the file would do, were it carried out now."""
    lines, problems = read_lines(data)
    known = _known()
    problems += [problem for line in lines for problem in _against(line, known)]
    planned = [] if problems else [_planned(line, known) for line in lines]
    found = sorted(problems, key=lambda problem: problem.line or 0)
    return Plan(tuple(planned), tuple(found), known.teams, known.cohorts)


def _known() -> _Known:
    people = {row.id: row for row in db.read().execute(select(Person.__table__))}
    by_key = {
        (name, value): person.id
        for person in people.values()
        for name in ("email", "employee_number", "mobile")
        if (value := getattr(person, name))
    }
    teams = {name: key for key, name in db.read().execute(select(Team.id, Team.name))}
    classes = db.read().execute(select(Cohort.id, Cohort.name, Cohort.ends_on)).all()
    over = frozenset(row.name for row in classes if row.ends_on and row.ends_on < today())
    in_team = select(TeamMembership.person_id, Team.name).join(Team)
    in_class = select(CohortMembership.person_id, Cohort.name).join(Cohort)
    classes_of: dict[int, set[str]] = {}
    for person_id, name in db.read().execute(in_class.where(CohortMembership.to_on.is_(None))):
        classes_of.setdefault(person_id, set()).add(name)
    members = db.read().execute(in_team.where(TeamMembership.to_on.is_(None)))
    team_of = {row.person_id: row.name for row in members}
    cohorts = {row.name: row.id for row in classes}
    return _Known(people, by_key, teams, cohorts, team_of, classes_of, over)


def _against(line: Line, known: _Known) -> Iterator[Problem]:
    """What of the database stands against a line."""
    owners = {known.by_key[key] for key in line.keys if key in known.by_key}
    if len(owners) > 1:
        names = ", ".join(sorted(known.people[owner].name for owner in owners))
        values = {"names": names}
        yield Problem(
            line.number, "What identifies this person belongs to several: {names}.", values
        )
    if line.team and line.team not in known.teams:
        yield Problem(line.number, "There is no team {name}. Make it first.", {"name": line.team})
    if line.cohort and line.cohort not in known.cohorts:
        yield Problem(
            line.number, "There is no class {name}. Make it first.", {"name": line.cohort}
        )
    is_in = any(line.cohort in known.classes_of.get(owner, ()) for owner in owners)
    if line.cohort in known.over and not is_in:
        sentence = "The class {name} is over: nobody can join it any more."
        yield Problem(line.number, sentence, {"name": line.cohort})


def _planned(line: Line, known: _Known) -> Planned:
    owner = next((known.by_key[key] for key in line.keys if key in known.by_key), None)
    if owner is None:
        return Planned(line, None, line.name, tuple(_changes(line, None, known)))
    person = known.people[owner]
    return Planned(line, owner, person.name, tuple(_changes(line, person, known)))


def _changes(line: Line, person: Any, known: _Known) -> Iterator[Change]:
    for name in FIELDS:
        before, after = _text(name, getattr(person, name, None)), _text(name, getattr(line, name))
        if after and after != before:
            yield Change(name, before, after)
    if line.roles is not None:
        before = _roles_of(person)
        after = ", ".join(role for role in ROLE_FLAGS if role in line.roles)
        if after != before:
            yield Change("roles", before, after)
    person_id = person.id if person is not None else None
    team = known.team_of.get(person_id) if person_id is not None else None
    if line.team and line.team != team:
        yield Change("team", team, line.team)
    if line.cohort and line.cohort not in known.classes_of.get(person_id or 0, ()):
        yield Change("cohort", None, line.cohort)


def _text(name: str, value: Any) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    if name == "email" and value and not has_mail(value):
        return None
    return value or None


def _roles_of(person: Any) -> str:
    held: Sequence[str] = [
        role for role in ROLE_FLAGS if person is not None and getattr(person, f"is_{role}")
    ]
    return ", ".join(held)
