"""A backup holds everything at one moment and comes back into an empty place on either database."""

import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from courseware import cli, config, db
from courseware.accounts.models import Person, Team
from courseware.admin import backup
from courseware.errors import Refused
from courseware.journal.models import Entry
from courseware.kit.storage import Storage
from tests.postgres import Server
from tests.world import Cast

Places = Callable[[str], tuple[config.Settings, db.Database]]


@pytest.fixture
def new_place(
    request: pytest.FixtureRequest, settings: config.Settings, tmp_path: Path
) -> Iterator[Places]:
    """An empty place on a named kind of database."""
    opened: list[db.Database] = []

    def make(kind: str) -> tuple[config.Settings, db.Database]:
        instance = tmp_path / f"new-{kind}"
        if kind == "sqlite":
            url = f"sqlite:///{instance / 'courseware.db'}"
        else:
            server: Server = request.getfixturevalue("postgres")
            server.create("restored")
            url = server.url("restored")
        opened.append(db.Database(url))
        return replace(settings, instance=instance, database_url=url), opened[-1]

    yield make
    for database in opened:
        database.dispose()
        if not database.is_sqlite:
            request.getfixturevalue("postgres").drop("restored")


def _contents(rows: Connection) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    for table in db.Base.metadata.sorted_tables:
        result = rows.execute(select(table).order_by(*table.primary_key.columns))
        found[table.name] = [tuple(row) for row in result]
    return found


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_every_row_and_file_comes_back(
    own_database: db.Database,
    settings: config.Settings,
    new_place: Places,
    tmp_path: Path,
    target: str,
):
    here = replace(settings, instance=tmp_path / "old")
    key = Storage(here.instance / "files").put(b"a recording", ".webm")
    (here.instance / "secret_key").write_text("the old secret")
    with db.transaction(own_database) as session:
        session.add(
            Entry(
                actor_id=None,
                verb="说",
                object_kind="x",
                object_id="1",
                particulars={"名": [1, None]},
            )
        )
    file = tmp_path / "backup.zip"
    backup.write(here, own_database, file)
    there, database = new_place(target)
    backup.restore(there, database, file, cli.migrate)
    with db.reading(own_database) as rows:
        before = _contents(rows)
    with db.reading(database) as rows:
        assert _contents(rows) == before
    assert Storage(there.instance / "files").get(key) == b"a recording"
    secret = there.instance / "secret_key"
    assert secret.read_text() == "the old secret"
    assert secret.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_people_can_go_on_working_after_a_restore(
    own_database: db.Database,
    settings: config.Settings,
    new_place: Places,
    tmp_path: Path,
    target: str,
):
    file = tmp_path / "backup.zip"
    backup.write(settings, own_database, file)
    there, database = new_place(target)
    backup.restore(there, database, file, cli.migrate)
    with db.reading(database) as rows:
        last = rows.scalar(select(func.max(Person.id)))
    with db.transaction(database) as session:
        person = Person(email="after@test.example", name="之后")
        session.add(person)
        session.flush()
        assert person.id > (last or 0)


def test_a_place_where_people_are_is_left_alone(
    own_database: db.Database, settings: config.Settings, tmp_path: Path
):
    file = tmp_path / "backup.zip"
    backup.write(settings, own_database, file)
    with db.reading(own_database) as rows:
        before = _contents(rows)
    with pytest.raises(Refused, match="not empty"):
        backup.restore(settings, own_database, file, cli.migrate)
    with db.reading(own_database) as rows:
        assert _contents(rows) == before


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_refused_in_words(new_place: Places, tmp_path: Path, content: bytes):
    file = tmp_path / "other.zip"
    file.write_bytes(content)
    there, database = new_place("sqlite")
    with pytest.raises(Refused, match="no backup"):
        backup.restore(there, database, file, cli.migrate)


def test_a_backup_that_points_outside_its_folder_is_refused(
    own_database: db.Database, settings: config.Settings, new_place: Places, tmp_path: Path
):
    file = tmp_path / "backup.zip"
    backup.write(settings, own_database, file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("files/../../escaped", b"x")
    there, database = new_place("sqlite")
    with pytest.raises(Refused, match="outside its folder"):
        backup.restore(there, database, file, cli.migrate)
    assert not (tmp_path / "escaped").exists()


def test_a_backup_is_one_moment_while_people_write(
    own_database: db.Database, settings: config.Settings, cast: Cast, tmp_path: Path
):
    """Each writer adds a team and a journal entry together: a backup must never hold one without the other."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with db.transaction(own_database) as session:
                session.add(Team(name=f"pair {number}", manager_id=cast.mei))
                session.flush()
                session.add(Entry(verb="pair", object_kind="x", object_id="1", particulars={}))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for round_number in range(5):
            file = tmp_path / f"{round_number}.zip"
            backup.write(settings, own_database, file)
            with zipfile.ZipFile(file) as archive:
                teams = (
                    io.TextIOWrapper(archive.open("tables/team.jsonl"), "utf-8")
                    .read()
                    .count('"pair ')
                )
                entries = (
                    io.TextIOWrapper(archive.open("tables/journal_entry.jsonl"), "utf-8")
                    .read()
                    .count('"pair"')
                )
            assert teams == entries
    finally:
        stop.set()
        writer.join()
