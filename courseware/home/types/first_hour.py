"""What an administrator of a new installation is led through."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What the data says about a new installation."""

    has_name: bool
    has_logo: bool
    people: int  # with an account, active, beside the one who looks
    cohort_id: int | None  # of the first class that is open
    has_dates: bool  # a class has a module with a date
    has_members: bool  # a class has somebody in it
    has_asked: bool  # something was asked of somebody


@dataclass(frozen=True, slots=True)
class FirstStep:
    id: str  # name, people, class, asked
    done: bool
    href: str
    missing: str = ""  # what of it is left: logo, dates, members


@dataclass(frozen=True, slots=True)
class FirstHour:
    steps: Sequence[FirstStep]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def is_over(self) -> bool:
        return all(step.done for step in self.steps)

    @property
    def next(self) -> FirstStep | None:
        """The first step that is left."""
        return next((step for step in self.steps if not step.done), None)
