"""Reading what a class was told."""

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts.models import Announcement
from courseware.cohorts.types import AnnouncementRow

#: so many are shown, the newest
MOST = 50


def announcements_of(cohort_id: int) -> list[AnnouncementRow]:
    """What a class was told and what was not withdrawn, the newest first."""
    query = (
        select(Announcement.id, Person.name, Announcement.text, Announcement.at)
        .join(Person, Person.id == Announcement.by_id)
        .where(Announcement.cohort_id == cohort_id, Announcement.withdrawn_at.is_(None))
        .order_by(Announcement.id.desc())
        .limit(MOST)
    )
    return [AnnouncementRow(*row) for row in db.read().execute(query)]
