"""Moving the date, cancelling and reminding: for everybody or some, of one assignment or several."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from courseware import db
from courseware.accounts.types import Me
from courseware.assignments import queries
from courseware.assignments.actions.owing import (
    KIND,
    day_in_words,
    end_of,
    open_obligations,
    tell,
    today,
)
from courseware.assignments.models import Assignment
from courseware.assignments.types import Changed
from courseware.content.definitions import Course
from courseware.errors import AppError, Conflict, Forbidden, NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.learning import actions as learning
from courseware.web.locale import lang, t

#: of an assignment; none = everybody who owes it
Some = Collection[int] | None


def how_many_owe(assignment_id: int, people: Some = None) -> int:
    """How many people still owe it, and would be told of a change."""
    return len(open_obligations(assignment_id, people))


def extend(
    me: Me,
    course: Course,
    assignment_id: int,
    due_on: date,
    *,
    people: Some = None,
    words: str = "",
) -> int:
    """Move the due date of those who have not done it yet; they are told. How many there were.

    Where everybody's moves, who has a later one of their own keeps it. A round of a series keeps the date
    that it was planned for.
    """
    if due_on < today():
        raise Refused("The due date lies in the past.")
    assignment = _to_change(me, assignment_id, people)
    usual = assignment.due_on
    if people is None and assignment.series_id is None:
        assignment.due_on, assignment.due_at = due_on, end_of(due_on)
    moved = [
        owed
        for owed in open_obligations(assignment_id, people)
        if people is not None or owed.due_on in (None, usual) or owed.due_on < due_on
    ]
    for obligation in moved:
        obligation.due_on, obligation.due_at = due_on, end_of(due_on)
        sentence = "{who} has moved the due date: {title}, now due {day}."
        if words:
            sentence = "{who} has moved the due date: {title}, now due {day}. {words}"
        key = f"moved:{obligation.id}:{due_on}"
        day = day_in_words(due_on)
        tell(course, obligation, sentence, key=key, who=me.name, day=day, words=words)
        if people is not None:
            thing, about = (KIND, assignment_id), obligation.person_id
            journal.record(me.id, "extended", thing, about=about, due_on=str(due_on), words=words)
    if people is None:
        journal.record(me.id, "extended", (KIND, assignment_id), due_on=str(due_on), words=words)
    return len(moved)


def cancel(me: Me, course: Course, assignment_id: int, people: Some = None) -> int:
    """Take back what was asked, of everybody or some: they owe it no more; what was done stays done."""
    assignment = _to_change(me, assignment_id, people)
    found = open_obligations(assignment_id, people)
    for obligation in found:
        tell(
            course,
            obligation,
            "{who} has cancelled: {title}. You need not do it.",
            key=f"cancelled:{obligation.id}",
            who=me.name,
        )
        person_id = obligation.person_id
        learning.close_obligations((KIND, assignment_id), "cancelled", person_id=person_id)
        if people is not None:
            journal.record(me.id, "cancelled", (KIND, assignment_id), about=person_id)
    if people is None:
        assignment.cancelled_at, assignment.cancelled_by_id = clock.now(), me.id
        journal.record(me.id, "cancelled", (KIND, assignment_id))
    return len(found)


def remind(me: Me, course: Course, assignment_id: int, people: Some = None) -> int:
    """Remind those who still owe it, at most once a day; how many still do."""
    _to_change(me, assignment_id, people)
    obligations = open_obligations(assignment_id, people)
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


def change_several(
    me: Me, course: Course, ids: Sequence[int], deed: Callable[[int], int]
) -> Changed:
    """Do the same to several assignments; what may not be changed is left as it is and named."""
    done, people, left_out = 0, 0, []
    for assignment_id in dict.fromkeys(ids):
        row = queries.find_assignment_for(me, assignment_id)
        if row is None:
            continue  # to this person there is none
        try:
            people += deed(assignment_id)
            done += 1
        except AppError as refused:  # each deed checks before it changes anything
            title = queries.called(course, row.kind, row.item)[lang()]
            left_out.append((title, t(refused.sentence, **refused.values)))
    return Changed(done, people, tuple(left_out))


def _to_change(me: Me, assignment_id: int, people: Some = None) -> Assignment:
    """An assignment that one may change: whole only where all its people are one's own, else for those who are."""
    queries.get_assignment_for(me, assignment_id)
    if people is None and not queries.may_change(me, assignment_id):
        raise Forbidden("Only whoever asked can change this: some of the people are not yours.")
    if people is not None and not set(people) <= queries.seen_in(me, assignment_id):
        raise NotFound
    assignment = db.load(Assignment, assignment_id)
    if assignment.cancelled_at is not None:
        raise Conflict("This has been cancelled already.")
    if people is not None and not open_obligations(assignment_id, people):
        raise Conflict("Nobody ticked owes this any more.")
    return assignment
