"""Keeping files belongs here: one folder of bytes under random keys."""

import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from courseware.errors import NotFound

# Random and not a hash of the content: when one person's recording is deleted,
# another's identical one must stay, and a key must not betray what it holds.
KEY = re.compile(r"[0-9a-f]{32}(?:\.[a-z0-9]{1,8})?")
SUFFIX = re.compile(r"(?:\.[a-z0-9]{1,8})?")


class MissingFile(NotFound):
    """The key is not one of ours, or its file has been deleted."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is there, whether or not a row names it."""

    key: str
    size: int  # bytes
    at: datetime  # when it was kept


class Storage:
    """One folder, shared by all processes. A file is written once and never changed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes, suffix: str = "") -> str:
        """Keep the bytes and return their key. When this returns they outlive a power cut."""
        if not SUFFIX.fullmatch(suffix):
            raise ValueError(f"A suffix looks like .pdf, not {suffix!r}.")
        key = secrets.token_hex(16) + suffix
        path = self._place(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_durably(path, data)
        return key

    def take(self, path: Path, suffix: str = "") -> str:
        """Keep a file that was written to this disk, without reading it; it moves, and its key is returned."""
        if not SUFFIX.fullmatch(suffix):
            raise ValueError(f"A suffix looks like .pdf, not {suffix!r}.")
        key = secrets.token_hex(16) + suffix
        place = self._place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.replace(place)
        for folder in (place.parent, place.parent.parent):
            _sync_folder(folder)
        return key

    def get(self, key: str) -> bytes:
        try:
            return self._place(key).read_bytes()
        except FileNotFoundError:
            raise MissingFile("This file is no longer there.") from None

    def path(self, key: str) -> Path:
        """Where the file lies, for a server that sends files by itself."""
        path = self._place(key)
        if not path.is_file():
            raise MissingFile("This file is no longer there.")
        return path

    def delete(self, key: str) -> None:
        """Deleting what is gone already is no error: a repeated job must not fail."""
        self._place(key).unlink(missing_ok=True)

    def files(self) -> Iterator[Stored]:
        """Every file that is there; one that is deleted meanwhile is passed over."""
        for path in self.root.glob("??/*"):
            if KEY.fullmatch(path.name) is None:
                continue
            try:
                found = path.stat()
            except FileNotFoundError:
                continue
            yield Stored(path.name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def _place(self, key: str) -> Path:
        """Two hundred and fifty-six folders: a single one is slow with a million files."""
        if not KEY.fullmatch(key):
            raise MissingFile("This file is no longer there.")
        return self.root / key[:2] / key


def _write_durably(path: Path, data: bytes) -> None:
    """All of the file or none of it appears under its name, also after a power cut."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    for folder in (path.parent, path.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
