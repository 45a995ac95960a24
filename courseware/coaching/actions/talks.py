"""One-to-ones: written down by who held them, answered by the other one, and what both agreed to do."""

from datetime import date

from courseware import db
from courseware.accounts.types import Me
from courseware.assignments import actions as assignments
from courseware.assignments.types import Asked, Target
from courseware.coaching.models import AgreedStep, OneToOne
from courseware.coaching.queries.scope import get_person_for
from courseware.coaching.queries.talks import get_talk_for
from courseware.coaching.types.notes import NewTalk, TalkRow
from courseware.content.definitions import Course
from courseware.errors import Conflict, Forbidden, NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices.actions import tell
from courseware.web.zone import today

KIND = "one-to-one"
#: agreed in one talk; more is a list and no agreement
MOST_STEPS = 10


def write_talk(me: Me, person_id: int, new: NewTalk) -> int:
    """Write down a talk; the other one is told and reads all of it. Its number."""
    get_person_for(me, person_id)
    if new.held_on > today():
        raise Refused("A talk is written down when it has been held.")
    now = clock.now()
    talk = OneToOne(
        person_id=person_id,
        by_id=me.id,
        held_on=new.held_on,
        text=new.text,
        at=now,
        changed_at=now,
    )
    db.write().add(talk)
    db.write().flush()
    tell(
        person_id,
        "{who} has written down your one-to-one. You can answer it.",
        f"/talks/{talk.id}",
        key=f"talk:{talk.id}",
        who=me.name,
    )
    # That it took place; never what was said.
    journal.record(me.id, "wrote", (KIND, talk.id), about=person_id)
    return talk.id


def change_talk(me: Me, talk_id: int, new: NewTalk) -> None:
    """Change one's own words until the other one has answered them."""
    talk = _to_change(me, talk_id)
    if talk.reply:
        raise Conflict("It has been answered and stays as it is.")
    if new.held_on > today():
        raise Refused("A talk is written down when it has been held.")
    talk.held_on, talk.text, talk.changed_at = new.held_on, new.text, clock.now()


def answer_talk(me: Me, talk_id: int, words: str) -> None:
    """What the other one adds; it may be written again, and who held the talk is told once a day."""
    found = get_talk_for(me, talk_id)
    if found.person_id != me.id:
        raise Forbidden("Only the other one of the two answers.")
    if not words:
        raise Refused("Write your answer first.")
    talk = db.load(OneToOne, talk_id)
    talk.reply = words
    tell(
        found.by_id,
        "{who} has answered your one-to-one.",
        f"/talks/{talk_id}",
        key=f"talk-reply:{talk_id}:{today()}",
        who=me.name,
    )


def agree_step(me: Me, course: Course, talk_id: int, asked: Asked) -> int:
    """The other one's next step becomes an assignment; its number."""
    talk = _to_change(me, talk_id)
    _check_room(talk_id)
    number = assignments.ask_for(me, course, asked, [Target("person", talk.person_id)])
    db.write().add(AgreedStep(one_to_one_id=talk_id, assignment_id=number))
    return number


def promise(me: Me, talk_id: int, text: str, due_on: date | None) -> None:
    """One's own next step, which the other one reads."""
    _to_change(me, talk_id)
    _check_room(talk_id)
    db.write().add(AgreedStep(one_to_one_id=talk_id, text=text, due_on=due_on))


def keep_promise(me: Me, talk_id: int, step_id: int, *, done: bool) -> None:
    """Tick a promise of one's own, or take the tick away; the other one is told when it is kept."""
    found = get_talk_for(me, talk_id)
    step = db.load(AgreedStep, step_id)
    if step.one_to_one_id != talk_id or step.text is None:
        raise NotFound
    if found.by_id != me.id:
        raise Forbidden("Only who promised it can tick it.")
    step.done_at = clock.now() if done else None
    if done:
        tell(
            found.person_id,
            "{who} has done what was promised: {what}",
            f"/talks/{talk_id}",
            key=f"promise:{step_id}",
            who=me.name,
            what=step.text,
        )


def _to_change(me: Me, talk_id: int) -> OneToOne:
    """A talk that `me` held with somebody who is still theirs."""
    found: TalkRow = get_talk_for(me, talk_id)
    if found.by_id != me.id:
        raise Forbidden("Only who held the talk can change it.")
    try:
        get_person_for(me, found.person_id)
    except NotFound:
        raise Forbidden("This person is not yours any more; what was written stays.") from None
    return db.load(OneToOne, talk_id)


def _check_room(talk_id: int) -> None:
    if db.write().query(AgreedStep).filter_by(one_to_one_id=talk_id).count() >= MOST_STEPS:
        raise Refused("Ten steps are enough for one talk.")
