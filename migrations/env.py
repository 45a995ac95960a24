"""Alembic's environment: the application's own database, all rooms' tables, SQLite by copying tables."""

from typing import Any

from alembic import context
from sqlalchemy import JSON

from courseware import db, factory

TABLES = factory.db.Base.metadata
database: db.Database = context.config.attributes["database"]


def render_item(kind: str, item: Any, _autogenerate: Any) -> str | bool:
    """Migrations speak of plain types: ours may change or move."""
    if kind == "type" and isinstance(item, db.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


with database.writers.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=TABLES,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
