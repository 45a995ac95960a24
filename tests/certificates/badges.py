"""Where the tests of badges start: a platform with a public address, lin's certificate, and its badge."""

import json
from pathlib import Path
from typing import Any

from flask import Flask
from jsonschema import Draft201909Validator

from courseware import config, db
from courseware.certificates.jobs.badges import make_badges

PUBLIC = "https://academy.example.org"
VENDOR = config.ROOT / "courseware" / "certificates" / "vendor"
BUNDLE = config.ROOT / "tests" / "vendor" / "badges.min.js"


def make(app: Flask, database: db.Database) -> None:
    """What the worker does in the night."""
    with app.app_context(), db.transaction(database):
        make_badges()


def validator(name: str) -> Draft201909Validator:
    """The schema that 1EdTech publishes, with dates and addresses looked at."""
    schema: dict[str, Any] = json.loads(Path(VENDOR / f"ob_v3p0_{name}_schema.json").read_text())
    Draft201909Validator.check_schema(schema)
    return Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)


def wrong(document: dict[str, Any], name: str = "achievementcredential") -> list[str]:
    return [error.message for error in validator(name).iter_errors(document)]
