"""The only writer of the survey: takes an answer so that nothing tells whose it is."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import Course
from courseware.errors import Conflict
from courseware.feedback.models import SurveyAnswer, SurveyGiven
from courseware.feedback.queries.survey import to_be_told
from courseware.feedback.types.pulse import BATCH
from courseware.feedback.types.survey import WAITING, Offer, Said, mixed, number_for
from courseware.learning.queries import track_named
from courseware.notices.actions import tell

GIVEN = "You have answered this survey already. Thank you."


def give_survey(me: Me, offer: Offer, said: Said, today: date) -> None:
    """Keep what somebody said, and apart from it that they have said something; a second time is refused."""
    note = db.insert(SurveyGiven).values(person_id=me.id, track=offer.track)
    keys = [SurveyGiven.person_id, SurveyGiven.track]
    note = note.on_conflict_do_nothing(index_elements=keys).returning(SurveyGiven.person_id)
    if db.write().scalar(note) is None:
        raise Conflict(GIVEN)
    answer = {
        "track": offer.track,
        "cohort_id": offer.cohort_id,
        "month": today.replace(day=1),
        "ratings": dict(said.ratings),
        "words": dict(said.words),
    }
    _mix_in(offer, answer)


def offer_surveys(course: Course, now: datetime, today: date) -> None:
    """Tell who has finished, once for each track, that their word is asked for."""
    for person_id, track in to_be_told(now, today):
        title = track_named(course, track).title
        tell(
            person_id,
            "How was the course? Nine questions about {title}, without your name.",
            f"/surveys/{track}/answers",
            key=f"survey:{track}",
            title={"zh": title.zh, "en": title.en},
        )


def _mix_in(offer: Offer, answer: dict[str, Any]) -> None:
    """Put an answer among those of its class that wait, all written anew in another order.

    A row that came last, or in the same transaction as the note of who has answered, would tell
    whose it is even to somebody who reads the database itself. With the fifth they are shown together.
    """
    waiting = [*_take_waiting(offer), answer]
    is_waiting = len(waiting) < BATCH
    rows = [row | {"id": number_for(waiting=is_waiting)} for row in waiting]
    order = mixed(row["id"] for row in rows)
    rows.sort(key=lambda row: order.index(row["id"]))
    db.write().execute(insert(SurveyAnswer), rows)


def _take_waiting(offer: Offer) -> Sequence[dict[str, Any]]:
    """In one statement: of two answers at a moment, each row goes with one of them."""
    same_class = (
        SurveyAnswer.cohort_id.is_(None)
        if offer.cohort_id is None
        else SurveyAnswer.cohort_id == offer.cohort_id
    )
    taken = (
        delete(SurveyAnswer)
        .where(SurveyAnswer.track == offer.track, same_class, SurveyAnswer.id.startswith(WAITING))
        .returning(
            SurveyAnswer.track,
            SurveyAnswer.cohort_id,
            SurveyAnswer.month,
            SurveyAnswer.ratings,
            SurveyAnswer.words,
        )
        .execution_options(synchronize_session=False)
    )
    return [dict(row._mapping) for row in db.write().execute(taken)]  # noqa: SLF001 - SQLAlchemy's public name
