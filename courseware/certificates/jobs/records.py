"""The file of record is made by the worker: printed once, signed, kept, and noted in one short transaction."""

import hashlib

from flask import current_app

from courseware.certificates.actions.records import ask_for_record, keep_record
from courseware.certificates.documents.records import printed
from courseware.certificates.documents.signing import key_now, public_half, sign_record, signer
from courseware.certificates.queries import by_serial
from courseware.certificates.queries.records import administrators_now, serial_of, without_record
from courseware.certificates.rules.addresses import is_test_address
from courseware.certificates.types.records import WARN_DAYS, Record
from courseware.notices.actions import tell
from courseware.web.printing import storage

#: so many at a time: what is older than its file waits an hour
MOST = 1000
#: days before a certificate ends at which its administrators are told
STEPS = (WARN_DAYS, 14, 0)
#: where the settings show the key
PLACE = "/admin/settings#signing"


def make_record(certificate_id: int) -> None:
    """Print, sign and keep the file of record; a second call finds it and does nothing."""
    serial = serial_of(certificate_id)
    row = by_serial(serial) if serial else None
    if row is None:
        return
    page = printed(row)
    key = public_half(signer())
    signed = sign_record(page.pdf, row.serial)
    file = storage().put(signed, ".pdf")
    record = Record(
        file=file,
        sha256=hashlib.sha256(signed).hexdigest(),
        size=len(signed),
        design=page.look.design,
        orientation=page.look.orientation,
        languages=page.look.languages,
        template=page.template,
        is_test=is_test_address(current_app.config["PUBLIC_URL"]),
    )
    if not keep_record(certificate_id, record, key):
        storage().delete(file)  # no row has ever named it


def make_missing_records() -> None:
    """Ask for every file of record that is not made: those of a time before there were any, too."""
    for certificate_id in without_record(MOST):
        ask_for_record(certificate_id)


def watch_signing_key() -> None:
    """Tell the administrators when the key cannot sign, or its certificate ends soon; each thing once."""
    key = key_now()
    if key.problem:
        said = hashlib.sha256(key.problem.encode()).hexdigest()[:16]
        for person_id in administrators_now():
            tell(
                person_id,
                "No certificate can be signed. See the settings.",
                PLACE,
                key=f"signing:{said}",
            )
    reached = [step for step in STEPS if key.fingerprint and key.days_left < step]
    if reached and key.valid_to is not None:
        for person_id in administrators_now():
            tell(
                person_id,
                "The key that signs certificates ends on {day}. Put another in place in time.",
                PLACE,
                key=f"signing:{key.fingerprint[:16]}:{min(reached)}",
                day=f"{key.valid_to:%Y-%m-%d}",
            )
