"""Frozen values of what a device keeps of a module."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptQuiz:
    """The quiz of a module on a device without a line."""

    #: its rules; None where the module has no quiz
    page: str | None
    #: the attempt that is open, whose page holds the questions and none of the keys
    open: str | None = None
    #: where an attempt is begun, if one may be begun now
    start: str | None = None
    #: why it is not kept
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    pages: list[str]
    #: pages that every module needs, kept once
    shared: list[str]
    quiz: KeptQuiz
