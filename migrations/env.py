"""Alembic's environment: the application's own database, all rooms' tables, SQLite by copying tables."""

from alembic import context

from courseware import db, factory

TARGET = factory.db.Base.metadata
database: db.Database = context.config.attributes["database"]

with database.writers.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=TARGET,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
