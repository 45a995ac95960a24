"""Files of record, and the public halves of the keys that signed them."""

from datetime import datetime

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.models import Certificate, IssuerKey
from courseware.certificates.types import CertificateRow
from courseware.certificates.types.records import RecordState, SigningKey
from courseware.web.printing import storage

_STATE = select(
    Certificate.file,
    Certificate.sha256,
    Certificate.size,
    Certificate.printed_at,
    Certificate.is_test,
)
_KEY = select(IssuerKey.fingerprint, IssuerKey.public, IssuerKey.used_from, IssuerKey.retired_at)


def record_state(row: CertificateRow) -> RecordState:
    """What became of the file of record."""
    return RecordState(*db.read().execute(_STATE.where(Certificate.id == row.id)).one())


def record_of(row: CertificateRow) -> bytes | None:
    """The file of record; none while it is not made. MissingFile where it is lost: it is not made twice."""
    key = db.read().scalar(select(Certificate.file).where(Certificate.id == row.id))
    return storage().get(key) if key is not None else None


def serial_of(certificate_id: int) -> str | None:
    """The serial of a certificate whose file of record is to be made; none when there is nothing to make."""
    query = (
        select(Certificate.serial)
        .join(Person, Person.id == Certificate.person_id)
        .where(
            Certificate.id == certificate_id,
            Certificate.file.is_(None),
            Person.erased_at.is_(None),
        )
    )
    return db.read().scalar(query)


def without_record(most: int) -> list[int]:
    """Certificates that have no file of record yet, those that stand and are the newest first."""
    query = (
        select(Certificate.id)
        .join(Person, Person.id == Certificate.person_id)
        .where(Certificate.file.is_(None), Person.erased_at.is_(None))
        .order_by(Certificate.replaced_at.is_not(None), Certificate.id.desc())
        .limit(most)
    )
    return list(db.read().scalars(query))


def serial_of_file(sha256: str) -> str | None:
    """The serial of the certificate whose file of record has this SHA-256."""
    return db.read().scalar(select(Certificate.serial).where(Certificate.sha256 == sha256))


def signing_keys(kind: str = "pdf") -> list[SigningKey]:
    """Every key that signs or signed, the newest first."""
    query = _KEY.where(IssuerKey.kind == kind).order_by(IssuerKey.used_from.desc(), IssuerKey.id)
    return [SigningKey(*row) for row in db.read().execute(query)]


def key_at(at: datetime, kind: str = "pdf") -> SigningKey | None:
    """The key that signed at a moment."""
    query = (
        _KEY.where(
            IssuerKey.kind == kind,
            IssuerKey.used_from <= at,
            IssuerKey.retired_at.is_(None) | (IssuerKey.retired_at > at),
        )
        .order_by(IssuerKey.used_from.desc())
        .limit(1)
    )
    row = db.read().execute(query).first()
    return SigningKey(*row) if row else None


def administrators_now() -> list[int]:
    """Who is told when the key needs somebody."""
    query = select(Person.id).where(Person.is_administrator, Person.deactivated_at.is_(None))
    return list(db.read().scalars(query.order_by(Person.id)))
