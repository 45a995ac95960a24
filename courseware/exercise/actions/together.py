"""What the members of a group do to their form: begin it, merge what each typed, say where they are."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from courseware import db
from courseware.accounts.types import Me
from courseware.cohorts.models import Group
from courseware.content.definitions import ExerciseDefinition
from courseware.errors import Conflict, NotFound, Refused
from courseware.exercise import queries
from courseware.exercise.actions.base import (
    draft_of,
    is_editable,
    is_time_to_keep,
    keep,
    keep_once,
    revision,
)
from courseware.exercise.actions.starting import start
from courseware.exercise.models import Author, Draft, Submission
from courseware.exercise.queries import together as reading
from courseware.exercise.rules import together as rules
from courseware.exercise.rules.carrying import carry_over, sources_needed
from courseware.exercise.types.together import Base, Clash, Merge, Merged, Theirs
from courseware.journal import actions as journal
from courseware.kit import clock

Sent = tuple[dict[str, Any], dict[str, Any]]


def open_group_form(me: Me, definition: ExerciseDefinition, period: str, *, group_id: int) -> int:
    """Join the open form of one's group, or begin it."""
    if definition.filled_by != "group":
        raise Refused("This form is not one that a group fills in.")
    if not reading.is_member(me.id, group_id):
        raise NotFound
    known = open_one(group_id, definition.id, period)
    if known is not None:
        return known
    if definition.repeats != "free" and _accepted_one(group_id, definition.id, period):
        raise Conflict("This form has been accepted already; there is one a period.")
    sources = queries.sources_for(me.id, sources_needed(definition))
    begun = start(me, definition, period, group_id=group_id)
    if begun is None:
        return open_one(group_id, definition.id, period) or 0
    answers, carried = carry_over(definition, sources)
    draft_of(begun).answers = answers
    db.load(Submission, begun).carried = {
        key: {**asdict(c), "at": c.at.isoformat()} for key, c in carried.items()
    }
    journal.record(me.id, "began", ("submission", begun), item=definition.id, group=group_id)
    db.write().flush()
    return begun


def may_write(me: Me, submission: Submission) -> bool:
    if submission.group_id is None:
        return submission.owner_id == me.id
    return reading.is_member(me.id, submission.group_id)


def save(me: Me, submission: Submission, sent: Sent, base: Base) -> Merged | Clash:
    """Merge what one author typed into the newest; a field that two changed is the newest's until one chooses."""
    own = draft_of(submission.id)
    before = (dict(own.answers), dict(own.marks))
    since, theirs = reading.changes_since(submission.id, -1)
    outcome = _merge_in(db.write(), submission, me.id, (sent, base))
    older = {key: theirs[key] for key in outcome.taken if key in theirs}
    if not outcome.conflicts:
        if outcome.changed and is_time_to_keep(submission.id):
            keep(submission, "kept", me.id, before)
        shown = {k: Theirs(outcome.content.get(k, ""), t.by) for k, t in older.items()}
        return Merged(own.counter, own.changed_at, outcome.content, shown)
    lost, number = revision(submission, "conflict", me.id, sent), submission.id

    def outlive(session: Session) -> None:
        """A refusal rolls back: what could be merged is merged once more, and the losing text is kept."""
        again = session.get(Submission, number, with_for_update=True)
        if again is not None and is_editable(again):
            _merge_in(session, again, me.id, (sent, base))
        keep_once(session, lost)

    db.keep(outlive)
    answers, marks = rules.parted(outcome.content)
    clashing = {
        key: theirs.get(key) or Theirs(outcome.content.get(key, ""), "")
        for key in outcome.conflicts
    }
    return Clash(
        max(own.counter, since), answers, marks, own.changed_at, outcome.content, older, clashing
    )


def note_authors(me: Me, submission: Submission) -> None:
    """Who is in the group when its form is handed in: the step that counts is theirs, also when they leave later."""
    if submission.group_id is None:
        return
    session = db.write()
    session.execute(delete(Author).where(Author.submission_id == submission.id))
    people = reading.members(submission.group_id)
    session.add_all(Author(submission_id=submission.id, person_id=p) for p in people)
    if submission.owner_id not in people:  # began it and left: somebody's trainers must review it
        submission.owner_id = me.id
    session.flush()


def be_present(me: Me, submission_id: int, field: str) -> None:
    """Say that one has the form open, and in which field; only while it can be changed."""
    row = {
        "submission_id": submission_id, "person_id": me.id, "field": field[:100], "seen_at": clock.now()
    }  # fmt: skip
    new = db.insert(Author).values(row)
    db.write().execute(
        new.on_conflict_do_update(
            index_elements=[Author.submission_id, Author.person_id],
            set_={"field": row["field"], "seen_at": row["seen_at"]},
        )
    )


def name_of(me: Me, submission: Submission) -> str:
    """Whose form it is, for a notice: the group's name, else the person's."""
    if submission.group_id is None:
        return me.name
    group = db.write().get(Group, submission.group_id)
    return f"{group.name} ({me.name})" if group else me.name


def open_one(group_id: int, exercise: str, period: str) -> int | None:
    query = select(Submission.id).where(
        Submission.group_id == group_id, Submission.exercise == exercise, Submission.period == period,
        Submission.closed_at.is_(None),
    )  # fmt: skip
    return db.write().scalar(query)


def _merge_in(session: Session, submission: Submission, by_id: int, typed: Any) -> Merge:
    """Write what the merge gives into the draft; its row is locked."""
    (answers, marks), base = typed
    draft = session.get(Draft, submission.id, with_for_update=True)
    if draft is None:
        raise NotFound
    newest, sent = rules.joined(draft.answers, draft.marks), rules.joined(answers, marks)
    only = rules.open_keys(submission.mend, sent) if submission.returned_at else None
    outcome = rules.merge(newest, sent, base, draft.versions, only=only)
    if outcome.changed:
        draft.counter += 1
        draft.answers, draft.marks = rules.parted(outcome.content)
        draft.versions = rules.stamped(draft.versions, outcome.changed, draft.counter, by_id)
        draft.changed_at = clock.now()
        session.flush()
    return outcome


def _accepted_one(group_id: int, exercise: str, period: str) -> bool:
    query = select(Submission.id).where(
        Submission.group_id == group_id, Submission.exercise == exercise, Submission.period == period,
        Submission.accepted_at.is_not(None),
    )  # fmt: skip
    return db.write().scalar(query.limit(1)) is not None
