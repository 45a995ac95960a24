"""Which key signs, from when on."""

from datetime import datetime

from sqlalchemy import update

from courseware import db
from courseware.certificates.models import IssuerKey
from courseware.kit import clock


def note_key(kind: str, fingerprint: str, public: str) -> datetime:
    """Note that this key signs now; the one before it is retired. Gives the moment that was noted.

    What signs is noted before what it signed, so that a later look finds the right one.
    """
    now = clock.now()
    row = {"kind": kind, "fingerprint": fingerprint, "public": public, "used_from": now}
    new = db.insert(IssuerKey).values(row)
    # A key that was retired and is brought back signs again.
    back = new.on_conflict_do_update(
        index_elements=[IssuerKey.fingerprint],
        set_={"used_from": now, "retired_at": None},
        where=IssuerKey.retired_at.is_not(None),
    )
    db.write().execute(back)
    others = (
        IssuerKey.kind == kind,
        IssuerKey.fingerprint != fingerprint,
        IssuerKey.retired_at.is_(None),
    )
    db.write().execute(update(IssuerKey).where(*others).values(retired_at=now))
    return now
