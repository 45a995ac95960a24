"""What a printed document may fetch belongs here: our static files and kept pictures."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from courseware.kit import uploads
from courseware.kit.pdf.errors import ForbiddenAddress

STATIC, STORED = "static:", "storage:"
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}


@dataclass(frozen=True)
class Fetched:
    data: bytes
    mime: str


class Fence:
    """Opens `static:css/pdf.css` and `storage:<key>`; everything else is ForbiddenAddress.

    A document holds what people wrote: without this, an <img src="file:///etc/passwd"> or
    an address of the inner network would be read by the server and handed out.
    """

    def __init__(self, static_root: Path, stored: Callable[[str], bytes] | None = None) -> None:
        self.static_root = static_root.resolve()
        self.stored = stored

    def fetch(self, address: str) -> Fetched:
        if address.startswith(STATIC):
            return self._static(unquote(address.removeprefix(STATIC)))
        if address.startswith(STORED) and self.stored is not None:
            return self._picture(self.stored(address.removeprefix(STORED)))
        raise ForbiddenAddress(f"A PDF may not load {address[:200]!r}.")

    def _static(self, name: str) -> Fetched:
        path = (self.static_root / name).resolve()
        if not path.is_relative_to(self.static_root) or path.suffix not in TYPES:
            raise ForbiddenAddress(f"A PDF may not load {name!r}.")
        return Fetched(path.read_bytes(), TYPES[path.suffix])

    @staticmethod
    def _picture(data: bytes) -> Fetched:
        """By content: an SVG that got into the storage could ask for more addresses."""
        kind = uploads.kind_of(data)
        if kind not in uploads.PICTURES:
            raise ForbiddenAddress("A stored file that is not a picture cannot be printed.")
        return Fetched(data, kind.mime)
