"""The only writer of questions and reported mistakes."""

from courseware import db
from courseware.accounts.queries import authors_now
from courseware.accounts.types import Me
from courseware.cohorts.queries import classes_of, trained_cohorts, trainers_of
from courseware.errors import Conflict, Forbidden, Refused
from courseware.feedback.models import Mistake, Question, Saying
from courseware.feedback.queries.questions import get_question_for
from courseware.feedback.types.questions import QuestionRow
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices.actions import tell

KIND = "question"


def ask(me: Me, module: str, anchor: str, text: str) -> int:
    """Ask the trainers of one's classes; the question's number. Refused to who is in no class."""
    trainers = trainers_of(me.id)
    if not trainers:
        raise Refused("You are in no class yet, so there is no trainer to ask. Ask your manager.")
    question = Question(person_id=me.id, module=module, anchor=anchor, asked_at=clock.now())
    db.write().add(question)
    db.write().flush()
    _say(me, question.id, text, is_answer=False)
    journal.record(me.id, "raised", (KIND, question.id))
    for trainer in trainers:
        _tell(trainer, "{who} asks about a lesson.", question.id, who=me.name)
    return question.id


def say(me: Me, question_id: int, text: str) -> None:
    """Go on: the asker asks further, a trainer answers."""
    row, relation = get_question_for(me, question_id)
    if relation == "reader":
        raise Forbidden("Only the asker and the trainers of the class write here.")
    question = db.load(Question, question_id)
    is_answer = relation == "trainer"
    _say(me, question_id, text, is_answer=is_answer)
    question.answered_at = clock.now() if is_answer else None
    if is_answer:
        _tell(row.person_id, "{who} answered your question.", question_id, who=me.name)
        return
    for trainer in trainers_of(me.id):
        _tell(trainer, "{who} asks further.", question_id, who=me.name)


def show(me: Me, question_id: int) -> None:
    """Let the class read question and answer at the lesson, without the asker's name."""
    row = _as_trainer(me, question_id)
    if row.answered_at is None:
        raise Conflict("There is no answer yet to show.")
    mine = set(db.read().scalars(trained_cohorts(me.id)))
    common = [cohort for cohort in classes_of(row.person_id) if cohort in mine]
    question = db.load(Question, question_id)
    question.shown_to_id, question.shown_at = common[0], clock.now()
    journal.record(me.id, "shown", (KIND, question_id))


def hide(me: Me, question_id: int) -> None:
    """From now on asker and trainers alone read it."""
    _as_trainer(me, question_id)
    question = db.load(Question, question_id)
    question.shown_to_id = question.shown_at = None


def report(me: Me, place: tuple[str, str], read: tuple[str, str], text: str) -> int:
    """Report a mistake at (module, heading), read in (language, digest of the lesson); its number."""
    (module, anchor), (lang, version) = place, read
    found = Mistake(
        person_id=me.id, module=module, anchor=anchor, lang=lang, version=version, text=text
    )
    db.write().add(found)
    db.write().flush()
    journal.record(me.id, "reported", ("mistake", found.id))
    for author in authors_now():
        sentence = "{who} reports a mistake in a lesson."
        tell(author, sentence, "/mistakes", key=f"mistake-told:{found.id}", who=me.name)
    return found.id


def settle(me: Me, mistake_id: int, answer: str) -> None:
    """The author has dealt with it; the reporter is told how."""
    found = db.load(Mistake, mistake_id)
    if found.settled_at is not None:
        raise Conflict("Somebody has settled this already.")
    found.settled_at, found.settled_by_id, found.answer = clock.now(), me.id, answer
    journal.record(me.id, "settled", ("mistake", mistake_id))
    href = f"/modules/{found.module}#{found.anchor}"
    sentence = "The mistake you reported has been looked at: {answer}"
    tell(found.person_id, sentence, href, key=f"mistake:{mistake_id}", answer=answer)


def _as_trainer(me: Me, question_id: int) -> QuestionRow:
    row, relation = get_question_for(me, question_id)
    if relation != "trainer":
        raise Forbidden("Only a trainer of the class decides who reads it.")
    return row


def _say(me: Me, question_id: int, text: str, *, is_answer: bool) -> None:
    said = Saying(question_id=question_id, by_id=me.id, is_answer=is_answer, text=text)
    db.write().add(said)
    db.write().flush()


def _tell(person_id: int, sentence: str, question_id: int, *, who: str) -> None:
    key = f"question:{question_id}:{clock.now():%Y%m%d%H%M%S}"
    tell(person_id, sentence, f"/questions/{question_id}", key=key, who=who)
