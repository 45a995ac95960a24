"""The Open Badges credential of a certificate, what it attests, and the keys that sign it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courseware.kit.chinese import as_read


@dataclass(frozen=True, slots=True)
class Badge:
    """The credential of one certificate, as far as there is one."""

    id: int
    serial: str
    credential: str | None
    is_test: bool
    erased: bool


@dataclass(frozen=True, slots=True)
class Achieved:
    """What many certificates attest alike, without any holder: read from the newest of them."""

    kind: str
    subject: str
    edition: str
    facts: dict[str, Any]

    def title(self, lang: str) -> str:
        return as_read(str(self.facts["title"][lang]))


@dataclass(frozen=True, slots=True)
class BadgeKey:
    """The public half of a key that signs badges, or did."""

    fingerprint: str
    public: dict[str, str]  # JSON Web Key without a name
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One status list: which of its certificates hold no more."""

    number: int
    revoked: tuple[int, ...]  # places in the list
    since: datetime  # the first certificate of the list, or the last that was revoked
