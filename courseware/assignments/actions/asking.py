"""Asking, moving the date, cancelling, reminding."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from courseware import db
from courseware.accounts.types import Me
from courseware.assignments import queries
from courseware.assignments.actions.owing import (
    KIND,
    day_in_words,
    end_of,
    oblige,
    open_obligations,
    tell,
    today,
)
from courseware.assignments.models import Assignment, AssignmentTarget
from courseware.assignments.types import Asked, Target
from courseware.content.definitions import Course
from courseware.errors import Conflict, Forbidden, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.learning import actions as learning
from courseware.settings import queries as organisation

#: what was overdue longer than this before the first look is left alone
LOOK_BACK = timedelta(days=30)


def ask_for(me: Me, course: Course, asked: Asked, targets: Sequence[Target]) -> int:
    """Ask people, teams or classes for something; everybody in them owes it. The assignment's id."""
    people = _people_meant(me, targets)
    if asked.due_on is not None and asked.due_on < today():
        raise Refused("The due date lies in the past.")
    session = db.write()
    assignment = Assignment(
        asked_by_id=me.id,
        kind=asked.kind,
        item=asked.item,
        quantity=asked.quantity,
        pass_line=asked.pass_line,
        due_on=asked.due_on,
        due_at=end_of(asked.due_on),
        reviewer_id=asked.reviewer_id or me.id,
        needs_acceptance=asked.needs_acceptance and asked.kind == "exercise",
        earlier_work_counts=asked.earlier_work_counts,
        joiners_receive=asked.joiners_receive,
        words=asked.words,
    )
    session.add(assignment)
    session.flush()
    for target in targets:
        session.add(
            AssignmentTarget(assignment_id=assignment.id, **{f"{target.kind}_id": target.id})
        )
    for person_id in people:
        oblige(course, assignment, person_id)
    thing = (KIND, assignment.id)
    journal.record(me.id, "asked", thing, item=asked.item, people=len(people))
    return assignment.id


def how_many(me: Me, targets: Iterable[Target]) -> int:
    """How many people would be asked and told."""
    return len(_people_meant(me, targets))


def how_many_owe(assignment_id: int) -> int:
    """How many people still owe it, and would be told of a change."""
    return len(open_obligations(assignment_id))


def extend(me: Me, course: Course, assignment_id: int, due_on: date) -> None:
    """Move the due date of everybody who has not done it yet; they are told."""
    assignment = _to_change(me, assignment_id)
    if due_on < today():
        raise Refused("The due date lies in the past.")
    assignment.due_on, assignment.due_at = due_on, end_of(due_on)
    for obligation in open_obligations(assignment_id):
        obligation.due_on, obligation.due_at = due_on, assignment.due_at
        tell(
            course,
            obligation,
            "{who} has moved the due date: {title}, now due {day}.",
            key=f"moved:{obligation.id}:{due_on}",
            who=me.name,
            day=day_in_words(due_on),
        )
    journal.record(me.id, "extended", (KIND, assignment_id), due_on=str(due_on))


def cancel(me: Me, course: Course, assignment_id: int) -> None:
    """Take back what was asked: nobody owes it any more; what was done stays done."""
    assignment = _to_change(me, assignment_id)
    for obligation in open_obligations(assignment_id):
        tell(
            course,
            obligation,
            "{who} has cancelled: {title}. You need not do it.",
            key=f"cancelled:{obligation.id}",
            who=me.name,
        )
    learning.close_obligations((KIND, assignment_id), "cancelled")
    assignment.cancelled_at, assignment.cancelled_by_id = clock.now(), me.id
    journal.record(me.id, "cancelled", (KIND, assignment_id))


def remind(me: Me, course: Course, assignment_id: int) -> int:
    """Remind everybody who still owes it, at most once a day; how many still do."""
    _to_change(me, assignment_id)
    obligations = open_obligations(assignment_id)
    for obligation in obligations:
        tell(
            course,
            obligation,
            "{who} reminds you: {title}, due {day}."
            if obligation.due_on
            else "{who} reminds you: {title}.",
            key=f"reminded:{obligation.id}:{today()}",
            who=me.name,
            day=day_in_words(obligation.due_on),
        )
    journal.record(me.id, "reminded", (KIND, assignment_id), people=len(obligations))
    return len(obligations)


def remind_of_dates(course: Course) -> int:
    """Tell everybody, once for each date, what is due soon and what is overdue; how many were told."""
    now, soon = clock.now(), timedelta(days=organisation.current().reminder_days)
    near = queries.due_between(now, now + soon)
    late = queries.due_between(now - LOOK_BACK, now)
    wanted = {f"due:{row.id}:{row.due_on}": (row, "Due soon: {title}, by {day}.") for row in near}
    wanted |= {
        f"overdue:{row.id}:{row.due_on}": (row, "Overdue: {title} was due {day}.") for row in late
    }
    known = queries.known_keys(wanted)
    new = [key for key in wanted if key not in known]
    for key in new:
        row, sentence = wanted[key]
        tell(course, row, sentence, key=key, day=day_in_words(row.due_on))
    return len(new)


def _people_meant(me: Me, targets: Iterable[Target]) -> list[int]:
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


def _to_change(me: Me, assignment_id: int) -> Assignment:
    queries.get_assignment_for(me, assignment_id)
    if not queries.may_change(me, assignment_id):
        raise Forbidden("Only whoever asked can change this: some of the people are not yours.")
    assignment = db.load(Assignment, assignment_id)
    if assignment.cancelled_at is not None:
        raise Conflict("This has been cancelled already.")
    return assignment
