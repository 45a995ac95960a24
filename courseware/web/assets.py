"""Static files under names that change with their content: style sheets joined into one, texts compressed once."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Response, request

from courseware.kit import chinese

YEAR = 31_536_000
#: what gains by compression; fonts and pictures are compressed already
TEXTS = frozenset({".css", ".js", ".json", ".svg", ".webmanifest"})
FOLDERS = ("css", "js", "icons")
SHEET = "site.css"
#: scripts that always come together, sent as one: each further request costs a slow line more than its bytes
JOINED = {
    "js/lesson-joined.js": ("place", "lesson-terms", "lesson-marks", "lesson-listen"),
}
#: below it are the scripts whose words are in traditional characters
TRADITIONAL = "hant/"


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
        found = {name: _read(static, name) for name in [*_names(static), SHEET]}
        #: what a template calls it → the URL with a fingerprint
        self.urls = {name: f"/static/{name}?v={fingerprint(found[name])}" for name in found}
        self.urls["css/site.css"] = self.urls.pop(SHEET)
        texts = {name: found[name] for name in found if Path(name).suffix in TEXTS}
        self.kept = {name: _asset(name, content) for name, content in texts.items()}
        #: as `urls`, for pages in traditional characters
        self.traditional_urls = self.urls | {
            name: f"/static/{TRADITIONAL}{name}?v={fingerprint(content + chinese.EXCEPTIONS.read_bytes())}"
            for name, content in found.items()
            if name.endswith(".js") and chinese.is_chinese(content.decode())
        }

    def find(self, name: str) -> Asset | None:
        if name.startswith(TRADITIONAL):
            written = self.find(name.removeprefix(TRADITIONAL))
            return _traditional(written) if written and name.endswith(".js") else None
        if name in self.kept and self.is_debugging:
            return _asset(name, _read(self.static, name))
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


@lru_cache(64)
def _traditional(script: Asset) -> Asset:
    """A script whose words are in traditional characters."""
    return _asset("traditional.js", chinese.traditional(script.content.decode()).encode())


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


def joined_scripts(static: Path, names: tuple[str, ...]) -> str:
    """Scripts as one, each in a block of its own: one that fails leaves the others alone."""
    texts = [bare_script((static / "js" / f"{name}.js").read_text()) for name in names]
    return "".join(
        f"try {{\n{text}}} catch (error) {{ console.error(error); }}\n" for text in texts
    )


def bare_script(text: str) -> str:
    """A script of ours without lines of comment and indents; no text of it goes over several lines."""
    return re.sub(r"\n\s+", "\n", re.sub(r"^\s*//.*\n", "", text, flags=re.MULTILINE))


def packed(content: bytes) -> bytes:
    """Compressed, the same bytes at every start: no time of day is written into them."""
    return gzip.compress(content, compresslevel=9, mtime=0)


def _names(static: Path) -> list[str]:
    """The files that pages link to, by their names below static/."""
    paths = [path for folder in FOLDERS for path in sorted((static / folder).rglob("*"))]
    names = {path.relative_to(static).as_posix() for path in paths if path.is_file()}
    return [*sorted(names), *(one for one, parts in JOINED.items() if _parts(parts) <= names)]


def _parts(names: tuple[str, ...]) -> set[str]:
    return {f"js/{name}.js" for name in names}


def _read(static: Path, name: str) -> bytes:
    if name == SHEET:
        return joined_css(static).encode()
    if name in JOINED:
        return joined_scripts(static, JOINED[name]).encode()
    content = (static / name).read_bytes()
    return bare_script(content.decode()).encode() if name.startswith("js/") else content


def _asset(name: str, content: bytes) -> Asset:
    small = packed(content)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(content, kind, small if len(small) < len(content) else None, fingerprint(content))
