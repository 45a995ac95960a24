"""The file of record of a certificate, and the keys that sign."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A file of record as it was made."""

    file: str  # key of the storage
    sha256: str
    size: int  # bytes
    design: str
    orientation: str
    languages: str
    template: str  # SHA-256 of templates and styles
    is_test: bool


@dataclass(frozen=True, slots=True)
class RecordState:
    """What became of the file of record."""

    file: str | None
    sha256: str | None
    size: int | None
    printed_at: datetime | None
    is_test: bool

    @property
    def is_made(self) -> bool:
        return self.file is not None


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The public half of a key that signs, or signed."""

    fingerprint: str
    public: str
    used_from: datetime
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeyNow:
    """What signs now, for whoever runs the platform."""

    place: str  # a file, or a token
    fingerprint: str = ""
    subject: str = ""
    valid_to: datetime | None = None
    days_left: int = 0
    #: why it cannot sign
    problem: str = ""

    @property
    def ends_soon(self) -> bool:
        return not self.problem and self.days_left < WARN_DAYS


#: a certificate that ends so soon is worth a warning
WARN_DAYS = 60
