"""Taking what a changed source offers, or leaving it; only when the owner says so."""

from dataclasses import asdict

from courseware import db
from courseware.accounts.types import Me
from courseware.errors import Conflict, NotFound
from courseware.exercise import queries
from courseware.exercise.actions.base import draft_of, keep
from courseware.exercise.models import Submission
from courseware.exercise.queries.exchange import offers_for
from courseware.exercise.rules.offering import DECLINED, Offer, state_of
from courseware.exercise.types import Saved
from courseware.journal import actions as journal
from courseware.kit import clock


def take_offer(me: Me, submission_id: int, key: str, *, counter: int) -> Saved:
    """The draft with what the source of this field says now; what stood there is kept as a revision."""
    submission, offer = _offered(me, submission_id, key)
    own = draft_of(submission_id)
    if own.counter != counter:
        raise Conflict("This form was changed in another window. Look at it once more.")
    keep(submission, "kept", me.id, (own.answers, own.marks))
    own.answers = {**own.answers, key: offer.value}
    own.counter, own.changed_at = own.counter + 1, clock.now()
    own.versions = {**own.versions, key: own.counter}
    source = {**asdict(offer.source), "at": offer.source.at.isoformat()}
    submission.carried = {**submission.carried, key: source}
    journal.record(me.id, "changed", ("submission", submission_id), field=key)
    db.write().flush()
    return Saved(own.counter, own.changed_at)


def decline_offer(me: Me, submission_id: int, key: str) -> None:
    """Offer this state of the source no more."""
    submission, offer = _offered(me, submission_id, key)
    declined = {**submission.carried.get(DECLINED, {}), key: state_of(offer.source)}
    submission.carried = {**submission.carried, DECLINED: declined}
    db.write().flush()


def _offered(me: Me, submission_id: int, key: str) -> tuple[Submission, Offer]:
    submission = db.load(Submission, submission_id)
    seen = queries.get_submission_for(me, submission_id)
    if seen.relation != "owner":
        raise NotFound
    row = seen.row
    if not row.is_editable:
        raise Conflict("This form is with its reviewer now and cannot be changed.")
    offer = offers_for(row, draft_of(submission_id).answers).get(key)
    if offer is None:
        raise Conflict("There is nothing new to take for this field.")
    return submission, offer
