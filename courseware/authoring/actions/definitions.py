"""The only writer of kept definitions."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from courseware import db
from courseware.authoring.models import DefinitionText
from courseware.authoring.rules import digest_of, to_json
from courseware.content.definitions import Digest
from courseware.kit import clock


class Definition(Protocol):
    """Anything frozen with its two digests."""

    @property
    def digest(self) -> Digest: ...


def keep(kind: str, definitions: Sequence[Definition]) -> None:
    """Keep the words of definitions that somebody is about to meet; known ones cost one look."""
    wanted = {digest_of(definition.digest): definition for definition in definitions}
    session = db.write()
    known = set(
        session.scalars(
            select(DefinitionText.digest).where(DefinitionText.digest.in_(list(wanted)))
        )
    )
    now = clock.now()
    # In one order for everybody: two who add the same ones in two orders wait for each other for ever.
    rows = [
        {"digest": digest, "kind": kind, "content": to_json(wanted[digest]), "kept_at": now}
        for digest in sorted(wanted.keys() - known)
    ]
    if rows:
        # two people may meet a new definition in the same moment
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        session.execute(dialect.insert(DefinitionText).on_conflict_do_nothing(), rows)
