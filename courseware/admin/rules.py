"""What the process was started with, as the settings page shows it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlalchemy.engine import make_url

from courseware.config import Settings
from courseware.web.locale import lazy

#: shown as set or not set, never as they are
SECRETS = frozenset({"secret_key", "signing_passphrase", "pkcs11_pin"})
MEANINGS = {
    "instance": lazy("Folder of the database, the files and the secret key"),
    "database_url": lazy("Database; without one, an SQLite file in the folder"),
    "public_url": lazy("Address in mails, QR codes and feeds"),
    "course_root": lazy("Folder of the course files"),
    "host": lazy("Address that the server listens on"),
    "port": lazy("Port that the server listens on"),
    "trusted_proxies": lazy("How many reverse proxies stand in front"),
    "reload_course": lazy("Looks for changed course files at every request"),
    "argon2_memory": lazy("Memory for checking a password, in KiB"),
    "log_level": lazy("How much the log says"),
    "secret_key": lazy("Signs cookies and links"),
    "signing_key_file": lazy(
        "Key that signs certificates, with its certificate; without one, a key of our own"
    ),
    "signing_certificate_file": lazy("Certificate of that key, where it lies in a file of its own"),
    "signing_passphrase": lazy(
        "Opens that key; SIGNING_PASSPHRASE_FILE names a file that holds it"
    ),
    "pkcs11_module": lazy("Library of a device that holds the key"),
    "pkcs11_token": lazy("Name of that device"),
    "pkcs11_pin": lazy("Opens that device; PKCS11_PIN_FILE names a file that holds it"),
    "pkcs11_label": lazy("Name of key and certificate on that device"),
}


@dataclass(frozen=True, slots=True)
class EnvironmentLine:
    """One setting of the process."""

    name: str  # of the environment variable
    meaning: str
    value: str | None  # none: a secret
    is_given: bool  # by the environment; else it is the default
    is_made: bool = False  # a secret that we make where none is given


def environment(settings: Settings, given: Mapping[str, str]) -> list[EnvironmentLine]:
    """Every setting of the process, in the order of its declaration, without any secret."""
    return [
        EnvironmentLine(
            field.name.upper(),
            MEANINGS.get(field.name, ""),
            None if field.name in SECRETS else _shown(field.name, getattr(settings, field.name)),
            bool(given.get(field.name.upper()) or given.get(f"{field.name.upper()}_FILE")),
            field.name == "secret_key",
        )
        for field in fields(settings)
    ]


def _shown(name: str, value: object) -> str:
    if name == "database_url":
        return make_url(str(value)).render_as_string(hide_password=True)
    return ("1" if value else "0") if isinstance(value, bool) else str(value) or "–"
