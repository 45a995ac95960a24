"""Frozen values of exams on paper: the paper, and the results typed in from it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from courseware.content.definitions import Digest
from courseware.quiz.types.base import Response
from courseware.quiz.types.values import Pinned


@dataclass(frozen=True)
class ExamPaperRow:
    """A printed final exam of a class."""

    id: int
    cohort_id: int
    cohort: str  # name of the class
    created_at: datetime
    created_by: str
    pass_mark: int  # per cent
    version: str
    pinned: tuple[Pinned, ...]
    results: int = 0  # that were typed in

    @cached_property
    def code(self) -> str:
        """What is printed on each page, such as 12-3FA9: the number, and a sum over questions and orders."""
        held = [[p.id, p.digest.version, p.digest.text, list(p.order)] for p in self.pinned]
        return f"{self.id}-{hashlib.sha256(json.dumps(held).encode()).hexdigest()[:4].upper()}"


@dataclass(frozen=True, slots=True)
class PaperResult:
    """What somebody reached on paper."""

    attempt_id: int
    person_id: int
    name: str
    sat_at: datetime
    score: float | None
    passed: bool | None
    entered_by: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """What a trainer types in from one person's paper."""

    person_id: int
    at: datetime  # when it was sat
    responses: Mapping[str, Response]  # by question id


def pinned_as_json(pinned: Pinned) -> dict[str, Any]:
    """A drawn question as attempts and papers keep it."""
    return {
        "id": pinned.id,
        "module": pinned.module,
        "version": pinned.digest.version,
        "text": pinned.digest.text,
        "order": list(pinned.order),
    }


def pinned_from(kept: Mapping[str, Any]) -> Pinned:
    """The question that `pinned_as_json` wrote."""
    digest = Digest(kept["version"], kept["text"])
    return Pinned(kept["id"], digest, tuple(kept["order"]), kept["module"])
