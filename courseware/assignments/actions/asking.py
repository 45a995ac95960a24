"""Asking people, teams or classes for something."""

from collections.abc import Iterable, Sequence

from courseware import db
from courseware.accounts.types import Me
from courseware.assignments import queries
from courseware.assignments.actions.owing import KIND, end_of, oblige, today
from courseware.assignments.models import Assignment, AssignmentTarget, Series
from courseware.assignments.rules import ANEW
from courseware.assignments.types import Asked, Repeat, Round, Target
from courseware.content.definitions import Course
from courseware.errors import Refused
from courseware.journal import actions as journal


def ask_for(me: Me, course: Course, asked: Asked, targets: Sequence[Target]) -> int:
    """Ask people, teams or classes for something; everybody in them owes it. The assignment's id."""
    return ask_for_all(me, course, [asked], targets)[0]


def ask_for_all(
    me: Me,
    course: Course,
    asks: Sequence[Asked],
    targets: Sequence[Target],
    *,
    repeat: Repeat | None = None,
) -> list[int]:
    """Ask the same people for several things at once, all or none; the assignments' ids."""
    people = people_meant(me, targets)
    for asked in asks:
        if asked.due_on is not None and asked.due_on < today():
            raise Refused("The due date lies in the past.")
        if repeat and (asked.due_on is None or repeat.until_on < asked.due_on):
            raise Refused("What repeats ends on or after its first due date.")
        if queries.outside_of(asked, people):
            raise Refused("Some of these people are in no class that may use it: {title}.",
                          title=queries.called(course, asked.kind, asked.item).en)  # fmt: skip
    made = []
    for asked in asks:
        series_id = _begin(repeat) if repeat else None
        assignment = make(me.id, asked, targets, series_id=series_id)
        hand_out(course, assignment, people)
        made.append(assignment.id)
    return made


def make(
    asker_id: int, asked: Asked, targets: Iterable[Target], *, series_id: int | None = None
) -> Assignment:
    """Write down what is asked and of whom; nobody owes it yet."""
    session = db.write()
    anew = asked.kind in ANEW or series_id is not None
    assignment = Assignment(
        asked_by_id=asker_id,
        kind=asked.kind,
        item=asked.item,
        quantity=asked.quantity if asked.kind != "task" else 1,
        pass_line=asked.pass_line if asked.kind not in ANEW else None,
        due_on=asked.due_on,
        due_at=end_of(asked.due_on),
        reviewer_id=asked.reviewer_id or asker_id,
        needs_acceptance=asked.needs_acceptance and asked.kind == "exercise",
        earlier_work_counts=asked.earlier_work_counts and not anew,
        joiners_receive=asked.joiners_receive,
        words=asked.words,
        series_id=series_id,
    )
    session.add(assignment)
    session.flush()
    for target in targets:
        session.add(
            AssignmentTarget(assignment_id=assignment.id, **{f"{target.kind}_id": target.id})
        )
    return assignment


def hand_out(
    course: Course, assignment: Assignment, people: Sequence[int], period: Round | None = None
) -> None:
    """Everybody owes it now, and is told."""
    for person_id in people:
        oblige(course, assignment, person_id, period)
    thing, asker = (KIND, assignment.id), assignment.asked_by_id
    journal.record(asker, "asked", thing, item=assignment.item, people=len(people))


def how_many(me: Me, targets: Iterable[Target]) -> int:
    """How many people would be asked and told."""
    return len(people_meant(me, targets))


def people_meant(me: Me, targets: Iterable[Target]) -> list[int]:
    """Everybody the targets mean; a target with somebody outside one's own people is refused as a whole."""
    scope = queries.scope_for(me)
    places = {(place.kind, place.id) for place in scope.places}
    mine = set(db.read().scalars(queries.people_of(me)))
    found: set[int] = set()
    for target in targets:
        if target.kind == "person":
            if target.id not in mine:
                raise Refused("You can ask only your own people.")
            found.add(target.id)
        elif (target.kind, target.id) in places:
            found |= set(db.read().scalars(queries.people_in(target))) & mine
        else:
            raise Refused("You can ask only your own people.")
    if not found:
        raise Refused("Choose at least one person.")
    return sorted(found)


def _begin(repeat: Repeat) -> int:
    series = Series(every=repeat.every, until_on=repeat.until_on)
    db.write().add(series)
    db.write().flush()
    return series.id
