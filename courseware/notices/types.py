"""Frozen values of the inbox."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoticeRow:
    id: int
    sentence: str  # in the reader's language
    at: datetime
    is_read: bool
