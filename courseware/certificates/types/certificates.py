"""A certificate as it is read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


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

    def title(self, lang: str) -> str:
        return str(self.facts["title"][lang])
