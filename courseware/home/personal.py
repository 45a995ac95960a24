"""Everything that the rooms keep about a person: the copy they may have, and forgetting them."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from courseware import db
from courseware.accounts import actions as accounts
from courseware.accounts import personal as _accounts
from courseware.accounts.models import Person
from courseware.assignments import actions as assignments
from courseware.assignments import personal as _assignments
from courseware.authoring import personal as _authoring
from courseware.certificates import personal as _certificates
from courseware.certificates.documents.records import copied
from courseware.certificates.models import Certificate
from courseware.certificates.queries import certificates_of
from courseware.certificates.queries.records import record_of
from courseware.certificates.types import CertificateRow
from courseware.coaching import personal as _coaching
from courseware.cohorts import personal as _cohorts
from courseware.cohorts.queries import classes_of
from courseware.exercise import personal as _exercise
from courseware.exercise import queries as exercises
from courseware.exercise.documents import working_pdf
from courseware.feedback import personal as _feedback
from courseware.journal import personal as _journal
from courseware.kit import clock, jobs, personal
from courseware.kit.storage import MissingFile
from courseware.learning import actions as learning
from courseware.learning import personal as _learning
from courseware.live import personal as _live
from courseware.notices import personal as _notices
from courseware.quiz import personal as _quiz
from courseware.reports import personal as _reports
from courseware.review import personal as _review
from courseware.roleplay import personal as _roleplay
from courseware.web import locale
from courseware.web.printing import DELETE_FILE, storage
from courseware.web.zone import today

#: every room that keeps something about people; accounts last: others find rows by its address
ROOMS = (
    _reports,
    _certificates,
    _coaching,
    _live,
    _assignments,
    _exercise,
    _roleplay,
    _quiz,
    _review,
    _feedback,
    _learning,
    _authoring,
    _cohorts,
    _notices,
    _journal,
    _accounts,
)
HELD = tuple(held for room in ROOMS for held in room.HELD)


def copy_of(person_id: int, lang: str) -> bytes:
    """Everything held about somebody, as a zip: the rows as JSON, their documents as PDF, the files they sent."""
    locale.use(lang)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(person_id, lang):
            archive.writestr(name, content)
    return made.getvalue()


def forget(actor_id: int, person_id: int) -> None:
    """Replace name, contact and words of somebody; their figures stay under a number. There is no way back."""
    for cohort_id in classes_of(person_id):
        assignments.leave_class(actor_id, cohort_id, person_id)
    accounts.leave_team(actor_id, person_id, today())
    learning.leave_everything(person_id)
    keys = personal.files_of(HELD, person_id)
    personal.forget(HELD, person_id)
    accounts.erase(actor_id, person_id)
    for key in keys:
        jobs.put(DELETE_FILE, key)


def remove_unused(person_id: int) -> bool:
    """Remove somebody who never signed in, with all that others put down for them; whether they are gone.

    False, and nothing is removed, when something names them that is not theirs alone: a team they lead, say.
    """
    mine = {"team_membership", "cohort_membership", "cohort_group_membership", "enrolment", "obligation",
            "assignment_target", "link", "notice", "message", "imported_person", "progress"}  # fmt: skip
    held = [each for each in HELD if each.model.__tablename__ in mine]
    order = {table.name: n for n, table in enumerate(db.Base.metadata.sorted_tables)}
    held.sort(key=lambda each: order[each.model.__tablename__], reverse=True)
    try:
        with db.write().begin_nested():
            for each in held:
                db.write().execute(delete(each.model).where(each.rows_of(person_id)))
            db.write().execute(delete(Person).where(Person.id == person_id))
    except IntegrityError:
        return False
    return True


def _parts(person_id: int, lang: str) -> Iterator[tuple[str, bytes]]:
    yield "data.json", _as_json(person_id)
    for certificate in certificates_of(person_id):
        yield f"certificates/{certificate.serial}.pdf", _as_certified(certificate, lang)
    for row in exercises.submissions_of(person_id):
        page = exercises.printable(row.id, lang)
        yield f"forms/{row.exercise}-{row.id}.pdf", working_pdf(page)
    # Those of certificates stand there already, under their serial.
    others = (held for held in HELD if held.copied and held.model is not Certificate)
    for key in personal.files_of(others, person_id):
        yield f"files/{key}", storage().get(key)


def _as_certified(certificate: CertificateRow, lang: str) -> bytes:
    """The file of record, with its signature; marked as a copy where that is not made yet, or lost."""
    try:
        kept = record_of(certificate)
    except MissingFile:
        kept = None
    return kept if kept is not None else copied(certificate, {"lang": lang})


def _as_json(person_id: int) -> bytes:
    kept = list(personal.copy(HELD, person_id))
    document = {"made_at": clock.now(), "person": person_id, "kept": kept}
    return json.dumps(document, ensure_ascii=False, indent=1, default=_written).encode()


def _written(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON.")
