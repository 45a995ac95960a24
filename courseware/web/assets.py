"""Static files under names that change with their content; the style sheets joined into one."""

import hashlib
from pathlib import Path


def asset_urls(static: Path) -> dict[str, str]:
    """Path below static/ → URL with a fingerprint, for every file that pages link to."""
    urls: dict[str, str] = {}
    for folder in ("css", "js", "icons", "vendor"):
        for path in sorted((static / folder).rglob("*")):
            if path.is_file():
                name = path.relative_to(static).as_posix()
                urls[name] = f"/static/{name}?v={fingerprint(path.read_bytes())}"
    return urls


def fingerprint(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=6).hexdigest()


def joined_css(static: Path) -> str:
    """The style sheets of css/manifest.txt in their order, as one text."""
    manifest = static / "css" / "manifest.txt"
    names = [line.strip() for line in manifest.read_text().splitlines()]
    parts = [
        (static / "css" / name).read_text() for name in names if name and not name.startswith("#")
    ]
    return "\n".join(parts)
