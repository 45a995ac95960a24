"""Static files under names that change with their content: style sheets joined into one, texts compressed once."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Response, request

YEAR = 31_536_000
#: what gains by compression; fonts and pictures are compressed already
TEXTS = frozenset({".css", ".js", ".json", ".svg", ".webmanifest"})
FOLDERS = ("css", "js", "icons", "vendor")
SHEET = "site.css"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is kept in memory: as it is, and compressed where that makes it smaller."""

    content: bytes
    mimetype: str
    packed: bytes | None
    mark: str


class Shelf:
    """The texts that pages link to, read and compressed at start-up; in development at each request."""

    def __init__(self, static: Path, *, is_debugging: bool = False) -> None:
        self.static, self.is_debugging = static, is_debugging
        found = {name: path.read_bytes() for name, path in _files(static)}
        found[SHEET] = joined_css(static).encode()
        #: what a template calls it → the URL with a fingerprint
        self.urls = {name: f"/static/{name}?v={fingerprint(found[name])}" for name in found}
        self.urls["css/site.css"] = self.urls.pop(SHEET)
        texts = {name: found[name] for name in found if Path(name).suffix in TEXTS}
        self.kept = {name: _asset(name, content) for name, content in texts.items()}

    def find(self, name: str) -> Asset | None:
        if name in self.kept and self.is_debugging:
            is_sheet = name == SHEET
            content = (
                joined_css(self.static).encode() if is_sheet else (self.static / name).read_bytes()
            )
            return _asset(name, content)
        return self.kept.get(name)

    def answer(self, asset: Asset) -> Response:
        """The file for this request: compressed where the browser says that it understands."""
        is_packed = asset.packed is not None and request.accept_encodings.quality("gzip") > 0
        content = asset.packed if is_packed and asset.packed is not None else asset.content
        response = Response(content, mimetype=asset.mimetype)
        response.headers["Vary"] = "Accept-Encoding"
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
        # Two forms of one file are two things to a cache: each has a mark of its own.
        response.set_etag(f"{asset.mark}-gz" if is_packed else asset.mark)
        if self.is_debugging:
            response.headers["Cache-Control"] = "public, no-cache"
        else:
            for_a_year(response)
        response.make_conditional(request)
        return response


def for_a_year(response: Response) -> Response:
    """A fingerprint is in the URL, so that a browser may keep the file."""
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def fingerprint(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=6).hexdigest()


def joined_css(static: Path) -> str:
    """The style sheets of css/manifest.txt in their order, as one text without comments and indents."""
    manifest = static / "css" / "manifest.txt"
    names = [line.strip() for line in manifest.read_text().splitlines()]
    parts = [
        (static / "css" / name).read_text() for name in names if name and not name.startswith("#")
    ]
    bare = re.sub(r"/\*.*?\*/", "", "\n".join(parts), flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", bare)


def packed(content: bytes) -> bytes:
    """Compressed, the same bytes at every start: no time of day is written into them."""
    return gzip.compress(content, compresslevel=9, mtime=0)


def _files(static: Path) -> list[tuple[str, Path]]:
    """Name below static/ and place of every file that pages link to."""
    paths = [path for folder in FOLDERS for path in sorted((static / folder).rglob("*"))]
    return [(path.relative_to(static).as_posix(), path) for path in paths if path.is_file()]


def _asset(name: str, content: bytes) -> Asset:
    small = packed(content)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(content, kind, small if len(small) < len(content) else None, fingerprint(content))
