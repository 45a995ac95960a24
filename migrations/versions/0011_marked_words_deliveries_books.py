"""marked words, late deliveries, books"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COLOURS = "colour IN ('yellow', 'green', 'blue', 'pink')"


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "book",
        sa.Column("id", big, nullable=False),
        sa.Column("lang", sa.String(length=10), nullable=False),
        sa.Column("form", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=100), nullable=True),
        sa.Column("size", big, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("form IN ('pdf', 'epub')", name=op.f("ck_book_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book")),
    )
    op.create_index("uq_book", "book", ["lang", "form", "digest"], unique=True)
    op.create_table(
        "delivery",
        sa.Column("id", big, nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", big, nullable=False),
        sa.Column("answer", document, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
    )
    op.add_column("progress", sa.Column("reached", big, nullable=True))
    op.add_column("note", sa.Column("lang", sa.String(length=10), nullable=True))
    op.add_column("note", sa.Column("quote", sa.Text(), nullable=True))
    op.add_column("note", sa.Column("before", sa.String(length=100), nullable=True))
    op.add_column("note", sa.Column("after", sa.String(length=100), nullable=True))
    with op.batch_alter_table("note") as batch:
        batch.add_column(sa.Column("colour", sa.String(length=20), nullable=True))
        batch.create_check_constraint(op.f("ck_note_colour"), COLOURS)


def downgrade() -> None:
    with op.batch_alter_table("note") as batch:
        batch.drop_constraint(op.f("ck_note_colour"), type_="check")
        for column in ("colour", "after", "before", "quote", "lang"):
            batch.drop_column(column)
    op.drop_column("progress", "reached")
    op.drop_table("delivery")
    op.drop_table("book")
