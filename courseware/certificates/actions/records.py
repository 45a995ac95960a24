"""The file of record: asked for in the transaction that issues, noted once it is made."""

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.actions.keys import note_key
from courseware.certificates.models import Certificate
from courseware.certificates.types.records import Record, SigningKey
from courseware.kit import jobs

MAKE_RECORD = "make_record"


def ask_for_record(certificate_id: int) -> None:
    """Let the worker make the file of record; asked twice, it is made once."""
    jobs.put(MAKE_RECORD, certificate_id, key=f"record:{certificate_id}")


def keep_record(certificate_id: int, record: Record, key: SigningKey) -> bool:
    """Note a file of record and the key that signed it.

    False when another worker was quicker, or the holder was forgotten meanwhile: then the file is nobody's.
    """
    certificate = db.load(Certificate, certificate_id)
    holder = db.load(Person, certificate.person_id)
    if certificate.file is not None or holder.erased_at is not None:
        return False
    certificate.printed_at = note_key("pdf", key.fingerprint, key.public)
    certificate.file, certificate.sha256 = record.file, record.sha256
    certificate.size, certificate.is_test = record.size, record.is_test
    certificate.design, certificate.orientation = record.design, record.orientation
    certificate.languages, certificate.template = record.languages, record.template
    return True
