"""The partners somebody was drawn with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Partners:
    """A group of two or three, without oneself."""

    group: str
    names: tuple[str, ...]
