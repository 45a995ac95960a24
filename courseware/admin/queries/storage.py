"""What is stored, how much of it, and which files nothing names any more."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, func, select, text
from sqlalchemy.engine import make_url

from courseware import db
from courseware.accounts.models import PeopleImport, PersonalCopy
from courseware.accounts.rules import COPY_LIFETIME
from courseware.admin.types import CLEANED, FILES
from courseware.exercise.models import Draft, ModelExample, Revision, Submission
from courseware.journal.models import Entry
from courseware.kit import clock, signing
from courseware.kit.personal import texts_in
from courseware.kit.storage import KEY, Storage, Stored
from courseware.roleplay.models import Recording
from courseware.settings.models import Setting

#: who sent a file has so long to save the form that names it
GRACE = timedelta(days=7)
DAY = timedelta(days=1)
#: answers hold tokens that hold keys; whatever else a form keeps may repeat an answer
ANSWERS = (Submission, Draft, Revision, ModelExample, Setting)


@dataclass(frozen=True, slots=True)
class Kind:
    """Files of one kind."""

    name: str  # recordings, forms, copies, imports
    files: int
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a nightly job removes within a day."""

    name: str  # recordings, copies
    files: int
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The last time that files without a form were removed."""

    at: datetime
    files: int
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Room:
    """How much the database takes, and how much is free where files are kept; bytes."""

    database: int
    is_sqlite: bool
    free: int
    total: int


def kinds(storage: Storage) -> list[Kind]:
    """What lies in the storage, the largest first. Every other file was sent for a form."""
    of = _named_by_kind()
    found = {name: [0, 0] for name in ("recordings", "copies", "imports", "forms")}
    for file in storage.files():
        tally = found[of.get(file.key, "forms")]
        tally[0] += 1
        tally[1] += file.size
    rows = [Kind(name, files, size) for name, (files, size) in found.items()]
    return sorted(rows, key=lambda kind: -kind.size)


def leaving() -> list[Leaving]:
    """What goes by itself within a day: recordings and copies whose time is over."""
    soon = clock.now() + DAY
    recordings = select(func.count(), func.coalesce(func.sum(Recording.size), 0)).where(
        Recording.file.is_not(None), Recording.expires_at <= soon
    )
    copies = select(func.count(), func.coalesce(func.sum(PersonalCopy.size), 0)).where(
        PersonalCopy.file.is_not(None), PersonalCopy.ready_at <= soon - COPY_LIFETIME
    )
    rows = (("recordings", recordings), ("copies", copies))
    return [Leaving(name, *db.read().execute(query).one()) for name, query in rows]


def last_cleaned() -> Cleaned | None:
    """When files without a form were removed last, and how many."""
    query = select(Entry.at, Entry.particulars).where(
        Entry.object_kind == FILES, Entry.verb == CLEANED
    )
    row = db.read().execute(query.order_by(Entry.id.desc()).limit(1)).first()
    return Cleaned(row.at, row.particulars["files"], row.particulars["size"]) if row else None


def room(database: db.Database, storage: Storage) -> Room:
    """Of the database and of the disk."""
    place = next(p for p in (storage.root, *storage.root.parents) if p.exists())
    disk = shutil.disk_usage(place)
    return Room(_database_size(database), database.is_sqlite, disk.free, disk.total)


def unused(storage: Storage) -> list[Stored]:
    """Files that nothing in the database names, and that were sent longer ago than the grace."""
    before = clock.now() - GRACE
    old = {file.key: file for file in storage.files() if file.at < before}
    if old:  # reading every answer takes its time
        for key in named():
            old.pop(key, None)
    return list(old.values())


def named() -> Iterator[str]:
    """Keys of the storage that any row names: in a column `file`, or within answers and settings."""
    for table in db.Base.metadata.sorted_tables:
        if "file" in table.columns:
            column = table.columns["file"]
            yield from db.read().scalars(select(column).where(column.is_not(None)))
    for model in ANSWERS:
        for json in [c for c in model.__table__.columns if isinstance(c.type, JSON)]:
            query = select(json).execution_options(yield_per=500)
            for value in db.read().scalars(query):
                yield from keys_in(value)


def keys_in(value: Any) -> Iterator[str]:
    """Keys in a value, bare or in the token of a file.

    The signature does not matter here: after a change of SECRET_KEY a file is still somebody's.
    """
    for words in texts_in(value):
        word = words.partition(" ")[0]
        if KEY.fullmatch(word):
            yield word
        elif "." in word:
            found = signing.unchecked(word)
            if isinstance(found, list):
                yield from (each for each in found if isinstance(each, str))


def _named_by_kind() -> dict[str | None, str]:
    columns = (
        ("recordings", Recording.file),
        ("copies", PersonalCopy.file),
        ("imports", PeopleImport.file),
    )
    return {
        key: name
        for name, column in columns
        for key in db.read().scalars(select(column).where(column.is_not(None)))
    }


def _database_size(database: db.Database) -> int:
    if not database.is_sqlite:
        return db.read().scalar(text("SELECT pg_database_size(current_database())")) or 0
    path = Path(make_url(database.url).database or "")
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.is_file())
