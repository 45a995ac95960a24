"""The database: base class, column types, and the unit of work with its one commit."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

from courseware.errors import NotFound

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


Entity = TypeVar("Entity")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC on every database (SQLite alone would hand back a naive one)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: keys and whatever points to them; only INTEGER counts up by itself on SQLite
BigId = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: UtcDateTime, int: BigId}


Json = JSON().with_variant(JSONB(), "postgresql")

pk = Annotated[int, mapped_column(BigId, primary_key=True)]
code = Annotated[str, mapped_column(String(100))]  #: an id or a word of a fixed list
line = Annotated[str, mapped_column(String(300))]  #: one line that a person wrote
prose = Annotated[str, mapped_column(Text)]
document = Annotated[dict[str, Any], mapped_column(Json)]


class Database:
    """One database: an engine that only reads and one that writes, and the lock between SQLite's writers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.writers = _engine(url, read_only=False)
        self.readers = _engine(url, read_only=True) if self.is_sqlite else self.writers
        #: SQLite's own waiting is a polling that starves some writers; a lock hands over in order.
        self.lock = threading.Lock() if self.is_sqlite else None

    def reader(self) -> Connection:
        return self.readers.connect()

    def let_go(self, reader: Connection) -> None:
        reader.close()

    def writer(self) -> Session:
        return Session(self.writers, autoflush=True, expire_on_commit=False)

    def dispose(self) -> None:
        self.writers.dispose()
        self.readers.dispose()


class Unit:
    """One request, command or job: reads, then at most one writing transaction, then one commit."""

    def __init__(self, database: Database, *, may_write: bool) -> None:
        self.database = database
        self.may_write = may_write
        self._reader: Connection | None = None
        self._writer: Session | None = None
        self._kept: list[Callable[[Session], None]] = []

    def read(self) -> Connection:
        if self._writer is not None:
            self._writer.flush()
            return self._writer.connection()
        if self._reader is None:
            self._reader = self.database.reader()
        return self._reader

    def write(self) -> Session:
        if not self.may_write:
            raise RuntimeError("This request only reads: a GET cannot write.")
        if self._writer is None:
            self._end_reading()  # a reader's old snapshot must not be mixed with what we are about to write
            if self.database.lock:
                self.database.lock.acquire()
            self._writer = self.database.writer()
        return self._writer

    def keep(self, fact: Callable[[Session], None]) -> None:
        self._kept.append(fact)

    def commit(self) -> None:
        """Commit what was written; then, in a transaction of their own, the facts that outlive a refusal."""
        try:
            if self._writer is not None:
                self._writer.commit()
        finally:
            self.close()

    def close(self) -> None:
        """Roll back what was not committed, let go of everything, and store the kept facts."""
        self._end_reading()
        self._end_writing()
        kept, self._kept = self._kept, []
        if kept and self.may_write:
            session = self.write()
            try:
                for fact in kept:
                    fact(session)
                session.commit()
            finally:
                self._end_writing()

    def _end_reading(self) -> None:
        if self._reader is not None:
            self.database.let_go(self._reader)
            self._reader = None

    def _end_writing(self) -> None:
        if self._writer is not None:
            try:
                self._writer.close()
            finally:
                self._writer = None
                if self.database.lock:
                    self.database.lock.release()


_current: ContextVar[Unit | None] = ContextVar("unit", default=None)


def unit() -> Unit:
    """The unit of work we are in; outside of one, RuntimeError."""
    found = _current.get()
    if found is None:
        raise RuntimeError("There is no unit of work: use db.transaction() or db.reading().")
    return found


def read() -> Connection:
    """The connection that pages read rows from; inside a writing transaction, that one."""
    return unit().read()


def write() -> Session:
    """The writing session; its transaction opens with the first call. Only actions call this."""
    return unit().write()


def keep(fact: Callable[[Session], None]) -> None:
    """Store a fact although the request is refused: it runs in a transaction of its own afterwards."""
    unit().keep(fact)


def load(kind: type[Entity], key: Any) -> Entity:
    """The entity to change, locked until the commit; NotFound when there is none."""
    found = write().get(kind, key, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def insert(kind: type[Base]) -> Any:
    """An INSERT that may say what to do on a conflict: looking first would miss who writes at the same moment."""
    dialect = write().get_bind().dialect.name
    return postgresql.insert(kind) if dialect == "postgresql" else sqlite.insert(kind)


def begin(database: Database, *, may_write: bool) -> Unit:
    """Start a unit of work in this thread; `end` must follow."""
    started = Unit(database, may_write=may_write)
    _current.set(started)
    return started


def end(*, commit: bool) -> None:
    """End the unit of work of this thread, if there is one."""
    found = _current.get()
    if found is None:
        return
    _current.set(None)
    if commit:
        found.commit()
    else:
        found.close()


@contextmanager
def working(database: Database) -> Iterator[Unit]:
    """A unit of work for jobs: its transaction opens with the first action, so that what is slow comes before."""
    outer = _current.get()
    started = begin(database, may_write=True)
    try:
        yield started
        started.commit()
    finally:
        started.close()
        _current.set(outer)


@contextmanager
def transaction(database: Database) -> Iterator[Session]:
    """A writing unit of work for commands and tests: commits at the end, rolls back on an error."""
    with working(database) as started:
        yield started.write()


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """A reading unit of work for commands and tests."""
    outer = _current.get()
    started = begin(database, may_write=False)
    try:
        yield started.read()
    finally:
        started.close()
        _current.set(outer)


def _engine(url: str, *, read_only: bool) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        waits = {"connect_timeout": 5}  # seconds: a host that is away must not hold every thread
        return create_engine(parsed, pool_size=8, pool_pre_ping=True, connect_args=waits)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # isolation_level=None: the driver's own transactions silently lose concurrent updates.
    engine = create_engine(
        parsed,
        connect_args={"isolation_level": None, "timeout": 5},
        pool_size=16,
        # A closed connection has rolled back its own transaction already.
        pool_reset_on_return=None if read_only else "rollback",
    )
    begin_with = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=5000",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin_with)

    return engine
