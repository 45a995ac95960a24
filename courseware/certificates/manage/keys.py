"""The command that makes the keys of an installation; it never overwrites one."""

from collections.abc import Callable

from flask import current_app

from courseware import config
from courseware.certificates.documents.badge_keys import make_badge_key
from courseware.certificates.documents.signing import key_now, make_pair, own_pair
from courseware.kit import clock

#: makes what is missing of one kind and says so; gets the settings, and whether a new one is wished
Maker = Callable[[config.Settings, bool], str]


def make_keys(*, is_new: bool = False) -> list[str]:
    """Make what is missing, a line about each; with `is_new` the old ones are put aside first."""
    settings: config.Settings = current_app.extensions["settings"]
    return [make(settings, is_new) for make in MAKERS]


def _pdf_key(settings: config.Settings, is_new: bool) -> str:
    given = settings.pkcs11_module or settings.signing_key_file
    if given:
        return f"PDF: the key is given by {given}; nothing was made"
    place = own_pair(settings)
    if is_new and place.exists():
        aside = place.with_name(f"pdf-until-{clock.now():%Y%m%dT%H%M%S%f}.pem")
        place.rename(aside)
    made = make_pair(settings)
    now = key_now()
    until = f"{now.valid_to:%Y-%m-%d}" if now.valid_to else now.problem
    return (
        f"PDF: {place} {'made' if made else 'was there'}, SHA-256 {now.fingerprint}, until {until}"
    )


MAKERS: tuple[Maker, ...] = (_pdf_key, make_badge_key)
