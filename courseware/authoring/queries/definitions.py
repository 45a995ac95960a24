"""Reading kept definitions."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.authoring.models import DefinitionText


def contents(digests: Iterable[str]) -> dict[str, Any]:
    """The kept definitions by digest, as JSON; unknown digests are left out."""
    wanted = list(digests)
    if not wanted:
        return {}
    query = select(DefinitionText.digest, DefinitionText.content).where(
        DefinitionText.digest.in_(wanted)
    )
    return {row.digest: row.content for row in db.read().execute(query)}
