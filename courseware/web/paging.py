"""Lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

Row = TypeVar("Row")
SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    rows: Sequence[Row]
    number: int
    pages: int
    total: int


def wanted_page() -> int:
    """The page number asked for in ?page=, from 1."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def page_of(rows: Sequence[Row], total: int, number: int, *, size: int = SIZE) -> Page[Row]:
    return Page(rows, number, max(1, -(-total // size)), total)
