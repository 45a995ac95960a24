"""The process's printer and its folder of stored files, wherever an application context is."""

from flask import current_app

from courseware.kit.pdf import Printer
from courseware.kit.storage import Storage

#: the job that deletes a file once no row names it: after the commit, so that a rollback loses nothing
DELETE_FILE = "delete_file"


def printer() -> Printer:
    found: Printer = current_app.extensions["printer"]
    return found


def storage() -> Storage:
    found: Storage = current_app.extensions["storage"]
    return found


def delete_file(key: str) -> None:
    """Delete a stored file that no row names any more; a second run finds nothing and is content."""
    storage().delete(key)
