"""Orders of many certificates as they are read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Whose certificates may be ordered: a class, a team, or all of one's people."""

    key: str  # cohort:7, team:3, people
    name: str  # empty for `people`
    cohort_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for."""

    cohort_id: int | None
    form: str  # zip or pdf
    parts: tuple[str, ...]  # in the order of the file


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order, with the language of whoever asked."""

    id: int
    asked_by_id: int
    lang: str
    cohort_id: int | None
    cohort: str | None
    form: str
    parts: tuple[str, ...]
    asked_at: datetime
    done: int
    finished_at: datetime | None
    cancelled_at: datetime | None
    failure: str | None
    file: str | None
    size: int

    @property
    def total(self) -> int:
        return len(self.parts)

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None or self.cancelled_at is not None


@dataclass(frozen=True, slots=True)
class OrderedCertificate:
    """One certificate of an order, as it stands now."""

    id: int
    serial: str
    kind: str
    name: str
    title: dict[str, str]
    issued_at: datetime
    expires_at: datetime | None
    file: str | None
    #: why it is not in the file: erased, revoked or replaced; none when it is
    left_out: str | None
