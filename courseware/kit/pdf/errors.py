"""What can go wrong in printing belongs here."""

from courseware.errors import Refused


class PdfSystemError(RuntimeError):
    """The machine lacks a library; the sentence names its Debian package."""


class MissingGlyph(Refused):
    """No font of ours has these characters, and an empty box would stand in their place.

    Two ways on, for the caller to choose: tell the person to write the text otherwise, or
    call again with replace_missing=True, which prints 〓, the printers' sign for a missing type.
    """

    def __init__(self, characters: str) -> None:
        codes = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in characters)
        super().__init__("Our fonts cannot print these characters: {characters}.", characters=codes)
        self.characters = characters


class ForbiddenAddress(ValueError):
    """A document asks for something beyond the fence: the network, or a file that is not ours."""
