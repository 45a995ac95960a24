"""A certificate as it is read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courseware.kit.chinese import as_read


@dataclass(frozen=True, slots=True)
class CertificateRow:
    id: int
    serial: str
    kind: str
    person_id: int
    source_id: int
    subject: str
    edition: str
    facts: dict[str, Any]
    issued_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    revoked_reason: str | None
    erased: bool
    generation: int = 1
    replaced_at: datetime | None = None
    renews_id: int | None = None
    #: serial of the one that stands in its place, with a name put right
    replaced_by: str | None = None
    #: serial of the one that renewed it
    renewed_by: str | None = None

    def title(self, lang: str) -> str:
        return as_read(str(self.facts["title"][lang]))
