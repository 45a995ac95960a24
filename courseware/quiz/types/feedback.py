"""Frozen values about feedback while an attempt is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from courseware.quiz.types.values import Given


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of the wish to check an answer."""

    done: bool  # not when there was no answer to check
    late: Sequence[Given]  # answers on the same page to questions that had been checked before
