"""The process's printer and its folder of stored files, wherever an application context is."""

from flask import current_app

from courseware.kit.pdf import Printer
from courseware.kit.storage import Storage


def printer() -> Printer:
    found: Printer = current_app.extensions["printer"]
    return found


def storage() -> Storage:
    found: Storage = current_app.extensions["storage"]
    return found
