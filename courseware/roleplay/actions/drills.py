"""The only writer of drilled objections: one answer, and when its card comes again."""

from datetime import date

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.kit import clock
from courseware.roleplay.models import DrillAnswer, DrillCard
from courseware.roleplay.rules.drilling import respace
from courseware.roleplay.types.drills import DrillSent, Shown, Spacing


def answer_card(me: Me, shown: Shown, sent: DrillSent, *, today: date) -> bool:
    """Write an answer down and space its card; False for a second press, which changes nothing.

    Nothing is journalled: drills are private, also from those who read the journal.
    """
    if not _write_answer(me.id, shown, sent):
        return False
    card, is_new = _locked_card(me.id, shown, today=today)
    before = None if is_new else Spacing(card.stage, card.due_on)
    after = respace(before, sent.outcome, today=today)
    card.stage, card.due_on, card.changed_at = after.stage, after.due_on, clock.now()
    return True


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
        "at": clock.now(),
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
