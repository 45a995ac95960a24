"""The only writer of drilled objections: one answer, and when its card comes again."""

from datetime import date

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.content import current
from courseware.kit import clock, jobs
from courseware.learning import actions as learning
from courseware.learning.types import Done
from courseware.roleplay.models import DrillAnswer, DrillCard
from courseware.roleplay.rules.drilling import ANSWER_SECONDS, respace
from courseware.roleplay.types.drills import DrillSent, Shown, Spacing

#: what counts for whoever asked for drills, answered in time: see `counts`
GOOD_ENOUGH = ("partly", "well")


def counts(outcome: str, seconds: int | None) -> bool:
    """Whether an answer counts for an assigned drill: in time, and well or partly."""
    return outcome in GOOD_ENOUGH and (seconds or 0) <= ANSWER_SECONDS


def answer_card(me: Me, shown: Shown, sent: DrillSent, *, today: date) -> bool:
    """Write an answer down and space its card; False for a second press, which changes nothing.

    Nothing is journalled: drills are private, also from those who read the journal. Only of what somebody
    was asked to drill is it known that it was done: the type of the objection, and neither line nor outcome.
    """
    if not _write_answer(me.id, shown, sent):
        return False
    card, is_new = _locked_card(me.id, shown, today=today)
    before = None if is_new else Spacing(card.stage, card.due_on)
    after = respace(before, sent.outcome, today=today)
    card.stage, card.due_on, card.changed_at = after.stage, after.due_on, clock.now()
    db.write().flush()
    if counts(sent.outcome, shown.seconds):
        _count(me.id, shown, card.id)
        # A certificate of practice may be due by this very line.
        jobs.put("person_progressed", me.id, key=f"person_progressed:{me.id}")
    return True


def _count(person_id: int, shown: Shown, card_id: int) -> None:
    """Record the answer where somebody asked for such a drill."""
    course = current.course()
    library = course.objections.get(shown.industry)
    objections = library.objections if library else ()
    kind = next((each.type for each in objections if each.id == shown.objection), None)
    if kind is not None and learning.is_owed(person_id, "drill", kind):
        source = ("drill", card_id)
        learning.record_step(course, Done(person_id, "drill", kind, "", True, source=source))


def _write_answer(person_id: int, shown: Shown, sent: DrillSent) -> bool:
    """Whether it is the first with its token; two presses at once are told apart by the database."""
    values = {
        "person_id": person_id,
        "industry": shown.industry,
        "objection": shown.objection,
        "version": shown.version,
        "lang": shown.lang,
        "line": sent.line or None,
        "found": {check: list(words) for check, words in sent.found.items()},
        "outcome": sent.outcome,
        "seconds": shown.seconds or 0,
        "at": sent.at or clock.now(),
        "token": shown.token,
    }
    insert = db.insert(DrillAnswer).values(values)
    insert = insert.on_conflict_do_nothing(index_elements=["person_id", "token"])
    return db.write().scalar(insert.returning(DrillAnswer.id)) is not None


def _locked_card(person_id: int, shown: Shown, *, today: date) -> tuple[DrillCard, bool]:
    """The card, locked until the commit, and whether this is its first answer."""
    which = {"person_id": person_id, "industry": shown.industry, "objection": shown.objection}
    blank = {**which, "stage": 0, "due_on": today, "changed_at": clock.now()}
    insert = db.insert(DrillCard).values(blank)
    insert = insert.on_conflict_do_nothing(index_elements=list(which))
    is_new = db.write().scalar(insert.returning(DrillCard.id)) is not None
    query = select(DrillCard).filter_by(**which).with_for_update()
    return db.write().scalars(query).one(), is_new
