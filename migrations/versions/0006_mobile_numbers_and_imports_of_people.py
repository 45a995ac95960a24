"""mobile numbers and imports of people"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "people_import",
        sa.Column("id", big, nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("file", sa.String(length=100), nullable=True),
        sa.Column("sent_by_id", big, nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept", big, nullable=False),
        sa.CheckConstraint(
            "undone_at IS NULL OR done_at IS NOT NULL", name=op.f("ck_people_import_done_first")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["person.id"], name=op.f("fk_people_import_sent_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_import")),
    )
    op.create_table(
        "imported_person",
        sa.Column("id", big, nullable=False),
        sa.Column("import_id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("line", big, nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("before", document, nullable=False),
        sa.Column("after", document, nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["people_import.id"],
            name=op.f("fk_imported_person_import_id_people_import"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_imported_person_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_person")),
    )
    op.create_index(op.f("ix_imported_person_import_id"), "imported_person", ["import_id"])
    op.create_index(op.f("ix_imported_person_person_id"), "imported_person", ["person_id"])
    op.add_column("person", sa.Column("mobile", sa.String(length=20), nullable=True))
    op.create_index("uq_person_mobile", "person", ["mobile"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_person_mobile", "person")
    op.drop_column("person", "mobile")
    op.drop_table("imported_person")
    op.drop_table("people_import")
