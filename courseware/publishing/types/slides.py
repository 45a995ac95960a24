"""Frozen values of a deck of slides. Pure."""

from dataclasses import dataclass

from markupsafe import Markup

_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Slide:
    """One picture on the wall, and what the trainer reads beside it."""

    #: stays the same while the lesson has its headings: scenes, scenes-2, question-q3
    name: str
    kind: str  # title, section, activity, exercise, question, answer
    title: str
    html: Markup = _NOTHING
    notes: Markup = _NOTHING
    #: of a heading that needs several slides: which, of how many
    piece: int = 1
    pieces: int = 1
    minutes: int = 0  # what an activity or a form takes
    is_short: bool = False  # few words, which may be larger
