"""Certificates with the file of record, the keys that signed them, and orders of many at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock

STANDS = text("replaced_at IS NULL")


class Certificate(db.Base):
    """One certificate. Its facts never change; it can be replaced, revoked with a reason, and may expire."""

    __tablename__ = "certificate"
    __table_args__ = (
        # One that stands for each thing achieved, and each time it was achieved anew.
        Index(
            "uq_certificate_source",
            "kind",
            "source_id",
            "subject",
            "generation",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
        CheckConstraint(
            "kind IN ('exercise', 'practice', 'part', 'portfolio', 'course')", name="kind"
        ),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked"),
    )

    id: Mapped[db.pk]
    serial: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[db.code]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: the row it rests on: submission for an exercise, person for practice, else the enrolment
    source_id: Mapped[int]
    #: id of the exercise, industry, part or track
    subject: Mapped[db.code]
    #: 1, then one more each time it is renewed on the same source
    generation: Mapped[int] = mapped_column(default=1, server_default="1")
    edition: Mapped[db.code]
    #: what is printed: name, titles in both languages, figures, dates, the accepting role
    facts: Mapped[dict[str, Any]] = mapped_column(db.Json)
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_reason: Mapped[db.prose | None]
    #: another one was issued in its place, with a name put right: that one's `replaces_id`
    replaced_at: Mapped[datetime | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    #: the one that ran out before
    renews_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    #: how the file of record looks: design, `landscape` or `portrait`, `zh`, `en` or `both`
    design: Mapped[str | None] = mapped_column(String(20))
    orientation: Mapped[str | None] = mapped_column(String(20))
    languages: Mapped[str | None] = mapped_column(String(10))
    #: SHA-256 of the templates and styles it was made with
    template: Mapped[str | None] = mapped_column(String(64))
    #: made where no public address was set: says so across the page
    is_test: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    #: the file of record: key of the storage, SHA-256, bytes; none until it is made
    file: Mapped[str | None] = mapped_column(String(100))
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int | None]
    printed_at: Mapped[datetime | None]
    #: the Open Badges credential, as a signed token
    credential: Mapped[db.prose | None]


class IssuerKey(db.Base):
    """The public half of a key that signs; a retired one still proves what it has signed."""

    __tablename__ = "issuer_key"
    __table_args__ = (CheckConstraint("kind IN ('pdf', 'badge')", name="kind"),)

    id: Mapped[db.pk]
    kind: Mapped[db.code]
    #: SHA-256 of the certificate of a PDF key, as viewers show it; of a badge key, of the key itself
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    #: certificate (PEM) or public key (JWK)
    public: Mapped[db.prose]
    used_from: Mapped[datetime] = mapped_column(default=clock.now)
    retired_at: Mapped[datetime | None]


class CertificateOrder(db.Base):
    """Somebody asked for many certificates in one file; the worker makes it piece by piece."""

    __tablename__ = "certificate_order"
    __table_args__ = (CheckConstraint("form IN ('zip', 'pdf')", name="form"),)

    id: Mapped[db.pk]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    form: Mapped[db.code]
    #: serials, in the order of the file
    serials: Mapped[list[str]] = mapped_column(db.Json, default=list)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    done: Mapped[int] = mapped_column(default=0)  #: how many of them lie ready
    finished_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    #: what went wrong, for whoever asked
    failure: Mapped[db.line | None]
    file: Mapped[str | None] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(default=0)
