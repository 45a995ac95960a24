"""How tests make an empty database: by the migrations, as an installation does."""

from courseware import cli, db


def build_schema(database: db.Database) -> None:
    cli.migrate(database)
