"""One file that holds the whole installation: every row, every upload, the keys that sign."""

import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)

from courseware import config, db
from courseware.errors import Refused

FORMAT = 1
BATCH = 500
UPLOADS = "files"
KEYS = "keys"
SECRET = "secret_key"  # noqa: S105 - the name of a file, not a secret

Migrate = Callable[[db.Database, str], None]


def write(settings: config.Settings, database: db.Database, target: Path) -> None:
    """Write a backup; the rows are read in one transaction, so that they agree while people work."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".backup-")
    os.close(handle)
    try:
        with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
            with _snapshot(database) as rows:
                manifest = {
                    "format": FORMAT,
                    "made_at": datetime.now(UTC).isoformat(),
                    "revision": _revision(rows),
                }
                archive.writestr("manifest.json", json.dumps(manifest))
                for table in db.Base.metadata.sorted_tables:
                    with archive.open(f"tables/{table.name}.jsonl", "w") as file:
                        for line in _lines(rows, table):
                            file.write(line)
            _add_files(archive, settings)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def restore(
    settings: config.Settings, database: db.Database, source: Path, migrate: Migrate
) -> None:
    """Bring a backup back; the place must be empty, and nothing is changed when it is not."""
    with _open(source) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        if manifest.get("format") != FORMAT:
            raise Refused("This backup was written by another version of the platform.")
        _refuse_unless_empty(database)
        migrate(database, manifest["revision"])
        with db.transaction(database) as session:
            _fill_all(session.connection(), archive, sequences=not database.is_sqlite)
        migrate(database, "head")
        _restore_files(archive, settings)


def _snapshot(database: db.Database) -> Connection:
    """A connection whose reads all see the same moment."""
    connection = database.reader()
    if not database.is_sqlite:  # SQLite's reading transaction is one moment by itself
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _revision(rows: Connection) -> str:
    found = rows.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found)


def _lines(rows: Connection, table: Table) -> Iterator[bytes]:
    order = list(table.primary_key.columns)
    result = rows.execution_options(yield_per=BATCH).execute(select(table).order_by(*order))
    for row in result.mappings():
        values = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in row.items()
        }
        yield (json.dumps(values, ensure_ascii=False) + "\n").encode()


def _fill_all(connection: Connection, archive: zipfile.ZipFile, *, sequences: bool) -> None:
    """Every row of the file into the tables as they are at the file's revision, which may be an older one."""
    tables = MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        _fill(connection, table, archive)
        if sequences:
            _set_sequence(connection, table)


def _fill(connection: Connection, table: Table, archive: zipfile.ZipFile) -> None:
    name = f"tables/{table.name}.jsonl"
    if name not in archive.namelist():
        return
    # A row may point to a later one of its own table: those pointers are set afterwards.
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    with archive.open(name) as file:
        rows = [_row(table, json.loads(line)) for line in file]
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        connection.execute(insert(table), [row | dict.fromkeys(own) for row in batch])
    for row in rows if own else ():
        key = [column == row[column.name] for column in table.primary_key.columns]
        connection.execute(
            update(table).where(*key).values({column: row[column] for column in own})
        )


def _row(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """JSON has no dates: they are read back by the column's type."""
    row = dict(values)
    for column in table.columns:
        value = row.get(column.name)
        if isinstance(value, str) and isinstance(column.type, DateTime):
            row[column.name] = datetime.fromisoformat(value)
        elif isinstance(value, str) and isinstance(column.type, Date):
            row[column.name] = date.fromisoformat(value)
    return row


def _refuse_unless_empty(database: db.Database) -> None:
    with database.reader() as connection:
        tables = set(inspect(connection).get_table_names())
        if "person" in tables and connection.scalar(
            select(func.count()).select_from(text("person"))
        ):
            raise Refused("The database is not empty. Restore into a new one; nothing was changed.")


def _set_sequence(connection: Connection, table: Table) -> None:
    """PostgreSQL counts up from where the restored rows end."""
    keys = list(table.primary_key.columns)
    if len(keys) != 1:
        return
    name = connection.scalar(select(func.pg_get_serial_sequence(table.name, keys[0].name)))
    if name:
        last = connection.scalar(select(func.max(keys[0])))
        connection.execute(select(func.setval(name, last or 1, last is not None)))


def _add_files(archive: zipfile.ZipFile, settings: config.Settings) -> None:
    folder = settings.instance / UPLOADS
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        if path.is_file():
            archive.write(path, f"{UPLOADS}/{path.relative_to(folder).as_posix()}")
    for path in (settings.instance / SECRET, *sorted(settings.keys.glob("*.*"))):
        if path.is_file() and not path.name.startswith("."):
            archive.write(path, path.relative_to(settings.instance).as_posix())


def _restore_files(archive: zipfile.ZipFile, settings: config.Settings) -> None:
    for name in archive.namelist():
        if name.startswith(f"{UPLOADS}/"):
            target = _place(settings, UPLOADS, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
        elif name.startswith(f"{KEYS}/"):
            settings.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_secret(_place(settings, KEYS, name), archive.read(name))
    if SECRET in archive.namelist():
        _write_secret(settings.instance / SECRET, archive.read(SECRET))


def _place(settings: config.Settings, folder: str, name: str) -> Path:
    target = (settings.instance / name).resolve()
    if not target.is_relative_to((settings.instance / folder).resolve()):
        raise Refused("This backup names a file outside its folder.")
    return target


def _write_secret(target: Path, content: bytes) -> None:
    """In place of what is there, readable by the owner only from the first byte on."""
    target.unlink(missing_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _open(source: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(source)
        archive.getinfo("manifest.json")
    except (zipfile.BadZipFile, KeyError):
        raise Refused("This file is no backup of this platform.") from None
    return archive
