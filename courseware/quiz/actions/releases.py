"""One attempt more than the file allows, by a trainer of the learner's class or an administrator."""

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts.queries import trains
from courseware.content.definitions import FINAL, QuizDefinition
from courseware.errors import NotFound, Refused
from courseware.journal import actions as journal
from courseware.notices.actions import tell
from courseware.quiz.models import Release
from courseware.quiz.queries.exams import used_up


def release_attempt(me: Me, quiz: QuizDefinition, person_id: int) -> None:
    """Allow somebody one more attempt, and tell them; refused while they have one, or need none."""
    session = db.write()
    # Two presses of the button, one attempt: the second waits here, and then finds one left.
    known = session.scalar(select(Person.id).where(Person.id == person_id).with_for_update())
    if known is None or person_id == me.id or not (me.is_administrator or trains(me.id, person_id)):
        raise NotFound
    if not used_up(me, quiz, person_id=person_id):
        raise Refused("They have an attempt left, or have passed: nothing is to be released.")
    release = Release(person_id=person_id, slug=quiz.slug, released_by_id=me.id)
    session.add(release)
    session.flush()
    journal.record(me.id, "released", ("quiz", quiz.slug), about=person_id)
    is_final = quiz.slug == FINAL
    sentence = (
        "Your trainer has released one more attempt at the final exam."
        if is_final
        else "Your trainer has released one more attempt at a quiz."
    )
    tell(person_id, sentence, f"/quizzes/{quiz.slug}", key=f"release:{release.id}")
