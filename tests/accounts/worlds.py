"""Random worlds of teams, and who is below whom in them by a reckoning that knows nothing of the program's own."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courseware.accounts.models import Person, Team, TeamDeputy, TeamMembership
from courseware.learning.models import Obligation, Step
from courseware.review.models import Waiting

#: Monday, nine o'clock in Shanghai: the hour of the weekly notice
NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)
PEOPLE, TEAMS, DEEPEST = (12, 40), (3, 12), 5
#: first and last day of a deputy, from today; the first four stand in today
DAYS = ((0, 0), (-3, 0), (0, None), (-9, 9), (-9, -1), (1, 9), (1, None))


@dataclass(slots=True)
class World:
    """What was written, as plain values."""

    mark: str  #: how every name begins
    names: dict[int, str] = field(default_factory=dict)
    active: set[int] = field(default_factory=set)
    manager: dict[int, int | None] = field(default_factory=dict)  #: of a team
    parent: dict[int, int | None] = field(default_factory=dict)  #: of a team
    member: dict[int, int] = field(default_factory=dict)  #: person: team, now
    deputies: list[tuple[int, int]] = field(default_factory=list)  #: team, person; today
    owed: list[tuple[int, bool]] = field(default_factory=list)  #: person, is late; the open ones
    busy: set[int] = field(default_factory=set)  #: did something this week
    waiting: list[tuple[int, int | None]] = field(default_factory=list)  #: owner, named reviewer

    def teams(self, me: int) -> set[int]:
        """The teams of which somebody or one of those they stand in for is manager, on the way up to the top."""
        mine = {team for team, manager in self.manager.items() if manager == me}
        mine |= {team for team, deputy in self.deputies if deputy == me}
        return {team for team in self.manager if self.line(team) & mine}

    def under(self, me: int) -> set[int]:
        teams = self.teams(me)
        return {who for who, team in self.member.items() if team in teams and who != me}

    def now(self, me: int) -> set[int]:
        return self.under(me) & self.active

    def manages_something(self, me: int) -> bool:
        return bool(self.teams(me))

    def reviews(self, me: int) -> list[int]:
        """Whose work waits for somebody: by name, for whom they stand in for, or because nobody is named."""
        below = self.under(me)
        stood_in = {self.manager[team] for team, deputy in self.deputies if deputy == me}
        found = []
        for owner, named in self.waiting:
            if named is None or named not in self.active or named == owner:
                mine = owner in below
            else:
                mine = named == me or (named in stood_in and owner in below)
            if mine and owner != me:
                found.append(owner)
        return sorted(found)

    def line(self, team: int | None) -> set[int]:
        found: set[int] = set()
        while team is not None:
            found.add(team)
            team = self.parent[team]
        return found


def make_world(session: Session, chance: random.Random, number: int) -> World:
    """A tree of teams with managers who are members elsewhere, deputies of all times, movers and leavers."""
    world = World(f"W{number}P")
    for n in range(chance.randint(*PEOPLE)):
        person = Person(name=f"{world.mark}{n:03d}", email=f"w{number}p{n}@test.example")
        gone = chance.random() < 0.12
        person.deactivated_at = NOW - DAY if gone else None
        _add(session, person)
        world.names[person.id] = person.name
        if not gone:
            world.active.add(person.id)
    _teams(session, chance, world)
    _members(session, chance, world)
    _deputies(session, chance, world)
    _work(session, chance, world, number)
    return world


def _teams(session: Session, chance: random.Random, world: World) -> None:
    people, depth = list(world.names), dict[int, int]()
    for n in range(chance.randint(*TEAMS)):
        above = [team for team, deep in depth.items() if deep < DEEPEST]
        parent = chance.choice(above) if above and chance.random() < 0.8 else None
        manager = chance.choice(people) if chance.random() < 0.85 else None
        team = Team(name=f"T{world.mark}{n}", parent_id=parent, manager_id=manager)
        _add(session, team)
        depth[team.id] = depth[parent] + 1 if parent else 1
        world.manager[team.id], world.parent[team.id] = manager, parent


def _members(session: Session, chance: random.Random, world: World) -> None:
    teams = list(world.manager)
    for person in world.names:
        start = TODAY - 90 * DAY
        for _ in range(chance.choice((0, 0, 0, 1, 2))):  # moved before
            end = start + 20 * DAY
            _add(session, _membership(person, chance.choice(teams), start, end))
            start = end
        if chance.random() < 0.85:
            world.member[person] = chance.choice(teams)
            begun = chance.choice((start, TODAY))
            _add(session, _membership(person, world.member[person], begun, None))


def _membership(person: int, team: int, first: date, end: date | None) -> TeamMembership:
    return TeamMembership(person_id=person, team_id=team, from_on=first, to_on=end)


def _deputies(session: Session, chance: random.Random, world: World) -> None:
    people, teams = list(world.names), list(world.manager)
    for _ in range(chance.randint(0, 6)):
        first, last = chance.choice(DAYS)
        team, person = chance.choice(teams), chance.choice(people)
        days = TODAY + first * DAY, None if last is None else TODAY + last * DAY
        row = TeamDeputy(team_id=team, person_id=person, from_on=days[0], to_on=days[1])
        _add(session, row)
        if days[0] <= TODAY and (days[1] is None or days[1] >= TODAY):
            world.deputies.append((team, person))


def _work(session: Session, chance: random.Random, world: World, number: int) -> None:
    managers = [manager for manager in world.manager.values() if manager]
    for n, person in enumerate(world.names):
        for state in chance.choices(("late", "open", "done", "closed"), k=chance.randint(0, 2)):
            _add(session, _owed(person, state))
            if state in ("late", "open"):
                world.owed.append((person, state == "late"))
        if chance.random() < 0.3:
            days = chance.choice((1, 30))
            step = Step(person_id=person, kind="lesson", item="x", module="x", passed=True)
            step.at = NOW - days * DAY
            _add(session, step)
            if days == 1:
                world.busy.add(person)
        if chance.random() < 0.3:
            named = chance.choice(managers) if managers and chance.random() < 0.5 else None
            thing = 10_000 * (number + 1) + n
            _add(
                session,
                Waiting(
                    object_kind="submission",
                    object_id=thing,
                    owner_id=person,
                    item="plan",
                    reviewer_id=named,
                    since=NOW - DAY,
                ),
            )
            world.waiting.append((person, named))


def _owed(person: int, state: str) -> Obligation:
    due = NOW - 2 * DAY if state == "late" else NOW + 5 * DAY
    owed = Obligation(person_id=person, kind="exercise", item="plan", due_at=due, due_on=due.date())
    owed.source_kind, owed.source_id = "schedule", 1
    if state == "done":
        owed.fulfilled_at = NOW - DAY
    if state == "closed":
        owed.closed_at, owed.closed_reason = NOW - DAY, "left"
    return owed


def _add(session: Session, row: Any) -> None:
    session.add(row)
    session.flush()
