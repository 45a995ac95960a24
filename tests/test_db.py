"""The unit of work: one commit, no writing in a GET, facts that outlive a refusal, no lost update."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from courseware import db
from courseware.accounts.models import Person, Team
from courseware.errors import NotFound
from tests.world import Cast


def test_what_was_written_is_there_after_the_transaction(database: db.Database, cast: Cast):
    with db.transaction(database):
        db.load(Person, cast.lin).name = "新名字"
    with db.reading(database) as rows:
        assert rows.scalar(select(Person.name).where(Person.id == cast.lin)) == "新名字"


def test_an_error_rolls_everything_back(database: db.Database, cast: Cast):
    def fails() -> None:
        with db.transaction(database):
            db.load(Person, cast.lin).name = "x"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with db.reading(database) as rows:
        assert rows.scalar(select(Person.name).where(Person.id == cast.lin)) == "林夏"


def test_a_reading_unit_refuses_to_write(database: db.Database):
    with db.reading(database), pytest.raises(RuntimeError, match="cannot write"):
        db.write()


def test_a_read_inside_a_writing_unit_sees_what_was_written(database: db.Database, cast: Cast):
    with db.transaction(database):
        db.load(Person, cast.lin).name = "看见"
        assert db.read().scalar(select(Person.name).where(Person.id == cast.lin)) == "看见"


def test_loading_something_that_is_not_there_is_not_found(database: db.Database):
    with db.transaction(database), pytest.raises(NotFound):
        db.load(Person, 10**9)


def test_a_kept_fact_outlives_the_rollback(database: db.Database):
    db.begin(database, may_write=True)
    db.write().add(Team(name="verloren"))
    db.keep(lambda session: session.add(Team(name="bewahrt")))
    db.end(commit=False)
    with db.reading(database) as rows:
        names = rows.scalars(select(Team.name)).all()
    assert "bewahrt" in names
    assert "verloren" not in names


def test_the_reading_connection_of_sqlite_cannot_write(sqlite_template: tuple[Path, Cast]):
    database = db.Database(f"sqlite:///{sqlite_template[0]}")
    with db.reading(database) as rows, pytest.raises(DBAPIError):
        rows.execute(text("DELETE FROM person"))
    database.dispose()


def test_no_update_is_lost_when_many_write_at_once(own_database: db.Database):
    with db.transaction(own_database) as session:
        counter = Team(name="0")
        session.add(counter)
    errors: list[BaseException] = []

    def add_many() -> None:
        try:
            for _ in range(25):
                with db.transaction(own_database):
                    team = db.load(Team, counter.id)
                    team.name = str(int(team.name) + 1)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=add_many) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with db.reading(own_database) as rows:
        assert rows.scalar(select(Team.name).where(Team.id == counter.id)) == "150"
        assert rows.scalar(select(func.count()).select_from(Team).where(Team.id == counter.id)) == 1
