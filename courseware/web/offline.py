"""What a device needs to work without a line: whose it is, the service worker, the manifest of the installed page."""

import hashlib
import hmac
import json
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g
from flask_login import current_user

from courseware.web import locale

#: tells the service worker who reads, and in which language: what is kept belongs to one person
READER = "Courseware-Reader"
NOBODY = "-"
#: the colours of an installed page; a test holds them to the tokens
ACCENT, SURFACE = "#1f4aa8", "#f7f7f4"


def install(app: Flask) -> None:
    @app.after_request
    def name_reader(response: Response) -> Response:
        if "page" in g:  # a page of ours, and no file or bare answer
            reader = mark_of(current_user)
            if reader is not None:
                response.headers[READER] = f"{reader} {locale.choice()}"
        return response


def mark_of(me: Any) -> str | None:
    """A word for the person under which their device keeps things; it tells nothing about them.

    None at a support sign-in, which looks through other eyes and keeps nothing.
    """
    if me is None or not me.is_authenticated:
        return NOBODY
    if me.seen_by is not None:
        return None
    return _mark(current_app.config["SECRET_KEY"], me.id)


@lru_cache(maxsize=4096)
def _mark(secret: str, person_id: int) -> str:
    return hmac.new(secret.encode(), f"device:{person_id}".encode(), hashlib.sha256).hexdigest()[
        :16
    ]


def worker(urls: Collection[str], root: Path, *, is_fixed: bool) -> str:
    """The text of the service worker for this release; not `is_fixed`: files change under their addresses."""
    release = {
        "id": _release(urls, root),
        "assets": sorted(urls) if is_fixed else [],
        "languages": list(locale.CHOICES),
    }
    script = (root / "static" / "js" / "worker.js").read_text()
    return f"const RELEASE = {json.dumps(release)};\n{script}"


def _release(urls: Collection[str], root: Path) -> str:
    """Changes when anything changes that a device keeps from before the first page."""
    pages = [root / "templates" / name for name in ("bare.html", "web/offline.html")]
    words = sorted(locale.CATALOGUES.glob("*/web_offline.po"))
    seen = "\n".join([*sorted(urls), *(path.read_text() for path in (*pages, *words))])
    return hashlib.blake2b(seen.encode(), digest_size=6).hexdigest()


def manifest(name: str, assets: dict[str, str]) -> dict[str, Any]:
    """What a phone asks for before it puts the platform among its applications."""
    return {
        "id": "/",
        "name": name,
        "short_name": name,
        "lang": locale.HTML_LANG[locale.choice()],
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": ACCENT,
        "background_color": SURFACE,
        "icons": [
            _icon(assets, "icon-192", "192x192"),
            _icon(assets, "icon-512", "512x512"),
            _icon(assets, "icon-maskable-512", "512x512", purpose="maskable"),
        ],
        "shortcuts": [
            {"name": locale.t("Modules"), "url": "/modules"},
            {"name": locale.t("Kept on this device"), "url": "/offline"},
        ],
    }


def _icon(assets: dict[str, str], name: str, sizes: str, *, purpose: str = "any") -> dict[str, str]:
    return {
        "src": assets[f"icons/{name}.png"],
        "sizes": sizes,
        "type": "image/png",
        "purpose": purpose,
    }
