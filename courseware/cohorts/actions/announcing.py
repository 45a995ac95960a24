"""Telling a class something."""

from courseware import db
from courseware.cohorts.models import Announcement, Cohort
from courseware.cohorts.queries import members_of
from courseware.errors import NotFound
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices import actions as notices

#: so much of it stands in the notice itself
BEGINNING = 160


def announce(actor_id: int, cohort_id: int, text: str, *, who: str) -> int:
    """Tell everybody in a class; it stays on its page. Its number."""
    session = db.write()
    cohort = db.load(Cohort, cohort_id)
    row = Announcement(cohort_id=cohort_id, by_id=actor_id, text=text)
    session.add(row)
    session.flush()
    said = " ".join(text.split())
    said = said if len(said) <= BEGINNING else f"{said[:BEGINNING]}…"
    for person_id in session.scalars(members_of(cohort_id)).all():
        if person_id != actor_id:
            notices.tell(
                person_id,
                "{who} to {name}: {text}",
                f"/classes/{cohort_id}",
                key=f"announced:{row.id}",
                who=who,
                name=cohort.name,
                text=said,
            )
    journal.record(actor_id, "announced", ("cohort", cohort_id), announcement=row.id)
    return row.id


def withdraw_announcement(actor_id: int, cohort_id: int, announcement_id: int) -> None:
    """Show it no more; whoever was told was told."""
    row = db.load(Announcement, announcement_id)
    if row.cohort_id != cohort_id:
        raise NotFound
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        journal.record(
            actor_id, "withdrew-announcement", ("cohort", cohort_id), announcement=row.id
        )
