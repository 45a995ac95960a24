"""What the process was started with, as the settings page shows it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlalchemy.engine import make_url

from courseware.config import Settings
from courseware.web.locale import lazy

#: shown as set or not set, never as they are
SECRETS = frozenset({"secret_key"})
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
}


@dataclass(frozen=True, slots=True)
class EnvironmentLine:
    """One setting of the process."""

    name: str  # of the environment variable
    meaning: str
    value: str | None  # none: a secret
    is_given: bool  # by the environment; else it is the default


def environment(settings: Settings, given: Mapping[str, str]) -> list[EnvironmentLine]:
    """Every setting of the process, in the order of its declaration, without any secret."""
    return [
        EnvironmentLine(
            field.name.upper(),
            MEANINGS.get(field.name, ""),
            None if field.name in SECRETS else _shown(field.name, getattr(settings, field.name)),
            bool(given.get(field.name.upper())),
        )
        for field in fields(settings)
    ]


def _shown(name: str, value: object) -> str:
    if name == "database_url":
        return make_url(str(value)).render_as_string(hide_password=True)
    return ("1" if value else "0") if isinstance(value, bool) else str(value)
