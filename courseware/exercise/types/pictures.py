"""A picture of a form, as pages and prints show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureView:
    """The same picture twice: `narrow` for a phone, `wide` for a desk and for paper. Both SVG figures."""

    kind: str
    title: str
    narrow: str
    wide: str
