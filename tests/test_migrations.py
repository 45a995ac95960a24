"""Migrations make what the models say, on both databases, up and down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from courseware import cli, db


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[db.Database]:
    if request.param == "sqlite":
        database = db.Database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.dispose()
        return
    server = request.getfixturevalue("postgres")
    server.create("empty_migrations")
    database = db.Database(server.url("empty_migrations"))
    yield database
    database.dispose()
    server.drop("empty_migrations")


def test_the_newest_migration_makes_just_what_the_models_say(empty: db.Database):
    cli.migrate(empty)
    with empty.writers.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.Base.metadata) == []


def test_all_the_way_down_leaves_nothing_and_up_again_works(empty: db.Database):
    cli.migrate(empty)
    cli.migrate_down(empty, "base")
    with empty.writers.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    cli.migrate(empty)
    with empty.writers.connect() as connection:
        assert "person" in inspect(connection).get_table_names()


def test_migrating_twice_changes_nothing(empty: db.Database):
    cli.migrate(empty)
    cli.migrate(empty)


def test_every_check_of_the_models_stands_in_the_tables(empty: db.Database):
    cli.migrate(empty)
    with empty.writers.connect() as connection:
        inspector = inspect(connection)
        for table in db.Base.metadata.tables.values():
            wanted = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
            made = {c["name"] for c in inspector.get_check_constraints(table.name)}
            assert made == wanted, table.name
