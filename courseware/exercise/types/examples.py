"""Model examples: forms that others may learn from, with their author's consent and without names."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A model example's facts."""

    id: int
    exercise: str
    submission_id: int
    author_id: int
    author: str
    cohort_id: int
    cohort: str
    answers: Mapping[str, Any]
    why: str
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    agreed_at: datetime | None
    refused_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def state(self) -> str:
        """asked, refused, agreed, published or withdrawn."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.refused_at:
            return "refused"
        if self.published_at:
            return "published"
        return "agreed" if self.agreed_at else "asked"

    @property
    def digest(self) -> str:
        """Of what would be shown: the author agrees to this and to nothing else."""
        return digest(self.answers, self.why)


def digest(answers: Mapping[str, Any], why: str) -> str:
    text = json.dumps([answers, why], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ExampleSeen:
    """A model example and what `me` is to it: author, trainer (of its class) or member."""

    row: ExampleRow
    relation: str


@dataclass(frozen=True, slots=True)
class Known:
    """What betrays somebody in a text: names of people and of the organisation."""

    people: Sequence[str]
    companies: Sequence[str] = ()
    author: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a trainer asks an author for."""

    submission_id: int
    cohort_id: int
    answers: Mapping[str, Any]
    why: str
