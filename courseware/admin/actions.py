"""What administrators do that belongs to no other room: signing in as somebody for support."""

from datetime import datetime

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.admin.queries import is_open
from courseware.admin.types import CLEANED, ENDED, FILES, STARTED, SUPPORT, SUPPORT_TIME
from courseware.errors import NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock, jobs
from courseware.notices.actions import tell


def start_support(me: Me, person_id: int, *, token: str, reason: str) -> datetime:
    """Let `me` look through somebody's eyes; they are told, the journal knows, and it ends by itself. Until when."""
    if not me.is_administrator or me.is_support:
        raise NotFound
    person = db.load(Person, person_id)
    if person.deactivated_at is not None:
        raise Refused("Their access has ended: nobody sees anything through their eyes.")
    if person.is_administrator:
        raise Refused("Nobody signs in as an administrator, not for support either.")
    until = clock.now() + SUPPORT_TIME
    journal.record(me.id, STARTED, (SUPPORT, token), about=person_id, reason=reason)
    tell(
        person_id,
        "{name} signed in as you for support, for at most 30 minutes, and can change nothing. The reason: {reason}",
        "/account",
        key=f"support:{token}",
        name=me.name,
        reason=reason,
    )
    jobs.put("end_support", token, me.id, person_id, run_at=until)
    return until


def end_support(token: str, actor_id: int, person_id: int) -> None:
    """It is over: by the button or by the clock, whichever comes first; the other finds it done."""
    if is_open(token):
        journal.record(actor_id, ENDED, (SUPPORT, token), about=person_id)


def note_cleaning(files: int, size: int) -> None:
    """So many files that nothing named, of so many bytes, are being removed."""
    journal.record(None, CLEANED, (FILES, "unused"), files=files, size=size)
