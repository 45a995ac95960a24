"""One application a process; every test on SQLite (a copied file) and on PostgreSQL (a savepoint)."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from courseware import cli, config, db, worker
from courseware.content import current
from courseware.content.definitions import Course
from courseware.content.library import Library
from courseware.factory import create_app
from courseware.web.limits import counter
from tests import world
from tests.exams import with_exams
from tests.postgres import Server
from tests.schema import build_schema

DATA = Path(__file__).parent / "data"
KINDS = ("sqlite", "postgresql")


class SavepointDatabase(db.Database):
    """A PostgreSQL database of which every test gets one connection, rolled back at its end."""

    def __init__(self, connection: Connection) -> None:
        self.url, self.is_sqlite, self.lock = str(connection.engine.url), False, None
        self.connection = connection

    def reader(self) -> Connection:
        return self.connection

    def let_go(self, reader: Connection) -> None:
        pass

    def writer(self) -> Session:
        return Session(
            self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )

    def dispose(self) -> None:
        pass


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> config.Settings:
    instance = tmp_path_factory.mktemp("instance")
    return config.from_environment(
        {
            "INSTANCE": str(instance),
            "COURSE_ROOT": str(DATA / "course"),
            "SECRET_KEY": "test",
            "ARGON2_MEMORY": "8",
            "PUBLIC_URL": "http://localhost",
            "LOG_LEVEL": "ERROR",
        }
    )


@pytest.fixture(scope="session")
def password_hash() -> str:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(world.PASSWORD)


@pytest.fixture(scope="session")
def sqlite_template(
    tmp_path_factory: pytest.TempPathFactory, password_hash: str
) -> tuple[Path, world.Cast]:
    """A migrated SQLite file with the cast in it."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = db.Database(f"sqlite:///{path}")
    build_schema(database)
    with db.transaction(database) as session:
        cast = world.populate(session, password_hash)
    with database.writers.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.dispose()
    return path, cast


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    server = Server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_engine(postgres: Server, password_hash: str) -> Iterator[tuple[Engine, world.Cast]]:
    """A migrated PostgreSQL database with the cast in it."""
    postgres.create("template_course")
    database = db.Database(postgres.url("template_course"))
    build_schema(database)
    with db.transaction(database) as session:
        cast = world.populate(session, password_hash)
    database.dispose()
    postgres.create("course", template="template_course")
    engine = create_engine(postgres.url("course"))
    yield engine, cast
    engine.dispose()


@pytest.fixture(params=KINDS)
def placed(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[db.Database, world.Cast]]:
    if request.param == "sqlite":
        template, cast = request.getfixturevalue("sqlite_template")
        path = tmp_path / "test.db"
        shutil.copy(template, path)
        database = db.Database(f"sqlite:///{path}")
        yield database, cast
        database.dispose()
    else:
        engine, cast = request.getfixturevalue("postgres_engine")
        with engine.connect() as connection:
            outer = connection.begin()
            yield SavepointDatabase(connection), cast
            outer.rollback()


@pytest.fixture
def database(placed: tuple[db.Database, world.Cast]) -> db.Database:
    return placed[0]


@pytest.fixture
def cast(placed: tuple[db.Database, world.Cast]) -> world.Cast:
    return placed[1]


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest, database: db.Database, tmp_path: Path
) -> Iterator[db.Database]:
    """A database of the test's own that several threads may use: for what is about concurrency."""
    if database.is_sqlite:
        yield database
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"own_{os.getpid()}_{abs(hash(tmp_path)) % 10**8}"
    server.create(name, template="template_course")
    own = db.Database(server.url(name))
    yield own
    own.dispose()
    server.drop(name)


@pytest.fixture(scope="session")
def one_app(settings: config.Settings) -> Flask:
    app = create_app(settings, db.Database("sqlite://"))
    cli.install(app)
    worker.install(app)
    counter.enabled = False  # switched on where it is tested
    app.testing = True
    # An unexpected error reaches the test with its traceback; its page has a test of its own.
    app.error_handler_spec[None][None].pop(Exception)
    app.config["WTF_CSRF_ENABLED"] = False  # switched on where it is tested
    return app


@pytest.fixture
def app(one_app: Flask, database: db.Database) -> Flask:
    one_app.extensions["database"] = database
    one_app.extensions["organisation"].forget()
    one_app.extensions["demo"].forget()
    return one_app


@pytest.fixture
def course(one_app: Flask) -> Course:
    """The sample course of tests/data/course."""
    assert one_app.extensions["renderer"]  # making the application loads the course
    return current.course()


@cache
def _shipped() -> Library:
    return Library(config.ROOT)


@pytest.fixture
def shipped(one_app: Flask) -> Iterator[Course]:
    """The course as it is shipped, served to every page of this test."""
    assert one_app.testing  # making the application serves the tests' course first
    before = current.library()
    current.serve(_shipped())
    yield current.course()
    current.serve(before)


@pytest.fixture
def exam_course(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The sample course with a final exam and a starting test, served to every page."""
    made = with_exams(course)
    monkeypatch.setattr(current, "course", lambda: made)
    return made


@pytest.fixture
def client_of(app: Flask, cast: world.Cast) -> Callable[[str], FlaskClient]:
    """`client_of("lin")` is a browser in which that person is signed in; `client_of("nobody")` is signed out."""

    def signed_in(name: str) -> FlaskClient:
        client = app.test_client()
        if name != "nobody":
            with client.session_transaction() as cookie:
                cookie["_user_id"] = f"{getattr(cast, name)}.1"
                cookie["_fresh"] = True
                cookie["lang"] = "en"
        return client

    return signed_in


@pytest.fixture
def count_sql(database: db.Database) -> Iterator[Callable[[], int]]:
    """How many SQL statements ran since the fixture was made."""
    seen: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            seen.append(statement)

    targets = (
        [database.connection]
        if isinstance(database, SavepointDatabase)
        else [database.readers, database.writers]
    )
    for target in targets:
        event.listen(target, "before_cursor_execute", count)
    yield lambda: len(seen)
    for target in targets:
        event.remove(target, "before_cursor_execute", count)
