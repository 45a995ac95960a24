"""The command that issues what was missed, without waiting for the night."""

from sqlalchemy import func, select

from courseware import db
from courseware.certificates.actions.earning import issue_for_submission, issue_what_is_due
from courseware.certificates.actions.life import warn_of_ends
from courseware.certificates.models import Certificate
from courseware.certificates.queries.missed import forms_missed, missed_after
from courseware.content import current
from courseware.kit import clock


def issue_certificates(database: db.Database) -> int:
    """Issue every certificate that is due, each in its own transaction; how many there are more."""
    course, before = current.course(), _count(database)
    with db.reading(database):
        forms = forms_missed(course)
    for submission_id in forms:
        with db.transaction(database):
            issue_for_submission(course, submission_id)
    last: int | None = 0
    while last is not None:
        with db.reading(database):
            found, last = missed_after(course, last, clock.now())
        for person_id in found:
            with db.transaction(database):
                issue_what_is_due(course, person_id)
    with db.transaction(database):
        warn_of_ends()
    return _count(database) - before


def _count(database: db.Database) -> int:
    with db.reading(database) as rows:
        return rows.scalar(select(func.count()).select_from(Certificate)) or 0
