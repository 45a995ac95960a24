"""The credential of a certificate is written once; the key that signed it is written down before."""

import json
from collections.abc import Mapping

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.actions.keys import note_key
from courseware.certificates.models import Certificate
from courseware.certificates.types.badges import BadgeKey
from courseware.kit import jobs

MAKE_BADGE = "make_badge"


def keep_credentials(tokens: Mapping[str, str], key: BadgeKey) -> None:
    """Keep the credentials by serial. One that is there already stays, and a forgotten holder gets none."""
    session = db.write()
    note_key("badge", key.fingerprint, json.dumps(key.public))
    query = (
        select(Certificate)
        .join(Person, Person.id == Certificate.person_id)
        .where(
            Certificate.serial.in_(tokens),
            Certificate.credential.is_(None),
            Person.erased_at.is_(None),
        )
        .order_by(Certificate.id)
        .with_for_update(of=Certificate)
    )
    for certificate in session.scalars(query):
        certificate.credential = tokens[certificate.serial]


def ask_for_badge(certificate_id: int) -> None:
    """Let the worker make the badge; asked twice, it is made once."""
    jobs.put(MAKE_BADGE, certificate_id, key=f"badge:{certificate_id}")
