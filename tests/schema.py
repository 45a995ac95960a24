"""How tests make an empty database: by the migrations, as an installation does."""

from courseware import db


def build_schema(database: db.Database) -> None:
    db.Base.metadata.create_all(database.writers)
