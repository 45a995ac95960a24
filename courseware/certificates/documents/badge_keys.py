"""The key that signs badges: made for the first badge or by command, read once, and anew when its file changes."""

from functools import lru_cache
from pathlib import Path

from flask import current_app

from courseware import config
from courseware.certificates.queries.badges import badge_keys
from courseware.certificates.types.badges import BadgeKey
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.kit.jws import TokenSigner, make_key

NAME = "badge.pem"


def key_path(settings: config.Settings) -> Path:
    return settings.instance / "keys" / NAME


def signer(*, may_make: bool = False) -> TokenSigner:
    """What signs badges. With `may_make` a first key is made; one that signed before and is gone is not replaced."""
    path = key_path(current_app.extensions["settings"])
    if not path.exists():
        if not may_make or any(key.retired_at is None for key in badge_keys()):
            raise NotFound("The key that signs badges is not there.")
        make_key(path)
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> TokenSigner:
    return TokenSigner(path.read_bytes())


def key_now() -> BadgeKey:
    """The public half of what signs."""
    found = signer(may_make=True)
    return BadgeKey(found.fingerprint, found.public())


def make_badge_key(settings: config.Settings, is_new: bool) -> str:
    """Make the key unless it is there, and say so; with `is_new` the old one is put aside first."""
    path = key_path(settings)
    if is_new and path.exists():
        path.rename(path.with_name(f"badge-until-{clock.now():%Y%m%dT%H%M%S%f}.pem"))
    made = make_key(path)
    said = "made" if made else "was there"
    return f"Badges: {path} {said}, SHA-256 {TokenSigner(path.read_bytes()).fingerprint}"
