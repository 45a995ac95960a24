"""What is done about a person: write, share, reply; and rounds in which several answer without names."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import Course, ExerciseDefinition
from courseware.errors import Conflict, NotFound, Refused
from courseware.exercise.actions.base import record, title_of
from courseware.exercise.actions.starting import start
from courseware.exercise.models import FeedbackAsked, FeedbackRound, Submission
from courseware.exercise.queries import about as reading
from courseware.exercise.rules import about as rules
from courseware.exercise.types.about import RoundRow
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices.actions import tell
from courseware.web.zone import today

LONGEST = 4_000
MOST = 30


def open_about(me: Me, definition: ExerciseDefinition, period: str, *, person_id: int) -> int:
    """Begin a form about somebody, or go on with the open one."""
    if person_id not in {p.id for p in reading.people_for(me, definition)}:
        raise Refused("Choose one of the people offered.")
    known = _open_one(me.id, person_id, definition.id, period)
    if known is not None:
        return known
    begun = start(me, definition, period, about_id=person_id)
    if begun is None:
        return _open_one(me.id, person_id, definition.id, period) or 0
    journal.record(me.id, "began", ("submission", begun), about=person_id, item=definition.id)
    return begun


def hand_over(me: Me, course: Course, submission: Submission) -> None:
    """A form about a person is finished: the person sees it, or it is one of the answers of its round."""
    now = clock.now()
    submission.done_at, submission.closed_at = now, now
    db.write().flush()
    if submission.round360_id is not None:
        return  # no step, no journal, no notice: nobody learns who has answered
    submission.shared_at = now
    thing = ("submission", submission.id)
    journal.record(me.id, "shared", thing, about=submission.about_id, item=submission.exercise)
    record(course, submission, "submitted")
    tell(
        submission.about_id or 0, "{name} has written about you: “{title}”.", f"/submissions/{submission.id}",
        key=f"shared:{submission.id}", name=me.name, title=title_of(course, submission),
    )  # fmt: skip


def take_back(submission: Submission) -> None:
    """An answer may be changed while its round is open; what was shared with a person stays."""
    if submission.round360_id is None:
        raise Conflict("It has been shared and stays as it is. You can write another one.")
    refuse_closed(submission)
    submission.submitted_at = submission.closed_at = None


def refuse_closed(submission: Submission) -> None:
    """No answers after the end of a round."""
    if submission.round360_id is None:
        return
    one = db.load(FeedbackRound, submission.round360_id)  # a closing waits for us, or we for it
    if one.closed_at is not None or (one.due_on is not None and one.due_on < today()):
        raise Conflict("This round is closed; no more answers are taken.")


def reply(me: Me, course: Course, submission_id: int, words: str) -> None:
    """What the person answers to a form about them: once, and it may be changed for a day."""
    submission = db.load(Submission, submission_id)
    if submission.about_id != me.id or submission.shared_at is None or submission.round360_id:
        raise NotFound
    if not words.strip():
        raise Refused("Write your answer first.")
    if not rules.may_reply(submission.replied_at, clock.now()):
        raise Conflict("Your answer was sent more than a day ago and stays as it is.")
    submission.reply = words.strip()[:LONGEST]
    if submission.replied_at is None:
        submission.replied_at = clock.now()
        journal.record(me.id, "answered", ("submission", submission_id), item=submission.exercise)
    tell(
        submission.owner_id, "{name} has answered what you wrote: “{title}”.", f"/submissions/{submission_id}",
        key=f"reply:{submission_id}", name=me.name, title=title_of(course, submission),
    )  # fmt: skip


def open_round(
    me: Me,
    definition: ExerciseDefinition,
    about_id: int,
    *,
    asked: Iterable[int],
    due_on: date | None,
) -> int:
    """Ask several people about one; each is told, none learns of the others."""
    known = {p.id: p.name for p in reading.people_for_rounds(me, definition)}
    if about_id not in known:
        raise Refused("Choose one of the people offered.")
    chosen = set(asked)
    if not chosen <= {p.id for p in reading.may_be_asked(me, about_id)}:
        raise Refused("Choose one of the people offered.")
    if not rules.LEAST <= len(chosen) <= MOST:
        raise Refused("Ask at least {n} people, and at most {m}.", n=rules.LEAST, m=MOST)
    if due_on is not None and due_on < today():
        raise Refused("The last day for answers lies in the past.")
    session = db.write()
    one = FeedbackRound(exercise=definition.id, about_id=about_id, asked_by_id=me.id, due_on=due_on)
    session.add(one)
    session.flush()
    session.add_all(FeedbackAsked(round_id=one.id, person_id=p) for p in sorted(chosen))
    title = {"zh": definition.title.zh, "en": definition.title.en}
    for person in sorted(chosen):
        tell(
            person, "{name} asks for your view of {person}: “{title}”. Your name is not shown.",
            f"/feedback/{one.id}", key=f"feedback:{one.id}", name=me.name, person=known[about_id], title=title,
        )  # fmt: skip
    journal.record(
        me.id,
        "opened",
        ("feedback", one.id),
        about=about_id,
        item=definition.id,
        people=len(chosen),
    )
    return one.id


def close_round(me: Me, course: Course, round_id: int) -> None:
    """No more answers; from now on they are shown, if there are enough."""
    one = db.load(FeedbackRound, round_id)
    if one.asked_by_id != me.id:
        raise NotFound
    if one.closed_at is not None:
        return
    one.closed_at = clock.now()
    journal.record(me.id, "closed", ("feedback", round_id), about=one.about_id)
    if one.about_id != me.id:
        found = course.exercises.get(one.exercise)
        title = {"zh": found.title.zh, "en": found.title.en} if found else one.exercise
        tell(
            one.about_id, "A round of answers about you is closed: “{title}”.", f"/feedback/{round_id}",
            key=f"feedback-closed:{round_id}", title=title,
        )  # fmt: skip


def begin_answer(me: Me, definition: ExerciseDefinition, round_: RoundRow) -> int:
    """One's own answer in a round: begun, or gone on with."""
    known = reading.own_answer(me.id, round_.id)
    if known is not None:
        return known
    if rules.is_over(round_, today()):
        raise Conflict("This round is closed; no more answers are taken.")
    # Its own period keeps it apart from a form about the same person that is not part of the round.
    begun = start(
        me, definition, f"360-{round_.id}", about_id=round_.about_id, round360_id=round_.id
    )
    return begun or reading.own_answer(me.id, round_.id) or 0


def _open_one(owner_id: int, about_id: int, exercise: str, period: str) -> int | None:
    query = select(Submission.id).where(
        Submission.owner_id == owner_id, Submission.about_id == about_id, Submission.exercise == exercise,
        Submission.period == period, Submission.closed_at.is_(None), Submission.round360_id.is_(None),
    )  # fmt: skip
    return db.write().scalar(query)
