"""certificates of record, orders, report schedules"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "issuer_key",
        sa.Column("id", big, nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("used_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('pdf', 'badge')", name=op.f("ck_issuer_key_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer_key")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_issuer_key_fingerprint")),
    )
    op.create_table(
        "certificate_order",
        sa.Column("id", big, nullable=False),
        sa.Column("asked_by_id", big, nullable=False),
        sa.Column("cohort_id", big, nullable=True),
        sa.Column("form", sa.String(length=100), nullable=False),
        sa.Column("serials", document, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", big, nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=True),
        sa.Column("file", sa.String(length=100), nullable=True),
        sa.Column("size", big, nullable=False),
        sa.CheckConstraint("form IN ('zip', 'pdf')", name=op.f("ck_certificate_order_form")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_certificate_order_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_certificate_order_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_order")),
    )
    op.create_index(
        op.f("ix_certificate_order_asked_by_id"), "certificate_order", ["asked_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_certificate_order_cohort_id"), "certificate_order", ["cohort_id"], unique=False
    )

    op.create_table(
        "report_schedule",
        sa.Column("id", big, nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("team_id", big, nullable=True),
        sa.Column("cohort_id", big, nullable=True),
        sa.Column("every", sa.String(length=100), nullable=False),
        sa.Column("form", sa.String(length=100), nullable=False),
        sa.Column("lang", sa.String(length=10), nullable=False),
        sa.Column("made_by_id", big, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "every IN ('week', 'month', 'end')", name=op.f("ck_report_schedule_every")
        ),
        sa.CheckConstraint("form IN ('pdf', 'xlsx')", name=op.f("ck_report_schedule_form")),
        sa.CheckConstraint(
            "kind IN ('team', 'cohort', 'organisation')", name=op.f("ck_report_schedule_kind")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_report_schedule_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_report_schedule_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_report_schedule_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
    )
    op.create_index(
        op.f("ix_report_schedule_cohort_id"), "report_schedule", ["cohort_id"], unique=False
    )
    op.create_index(
        op.f("ix_report_schedule_made_by_id"), "report_schedule", ["made_by_id"], unique=False
    )

    op.create_table(
        "report_recipient",
        sa.Column("schedule_id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_recipient_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["report_schedule.id"],
            name=op.f("fk_report_recipient_schedule_id_report_schedule"),
        ),
        sa.PrimaryKeyConstraint("schedule_id", "person_id", name=op.f("pk_report_recipient")),
    )
    op.create_index(
        op.f("ix_report_recipient_person_id"), "report_recipient", ["person_id"], unique=False
    )

    op.create_table(
        "report_sending",
        sa.Column("id", big, nullable=False),
        sa.Column("schedule_id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_back", sa.String(length=20), nullable=True),
        sa.Column("file", sa.String(length=100), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("message_id", big, nullable=True),
        sa.CheckConstraint(
            "held_back IN ('not-allowed', 'left', 'no-address')",
            name=op.f("ck_report_sending_held_back"),
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_report_sending_message_id_message")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_sending_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["report_schedule.id"],
            name=op.f("fk_report_sending_schedule_id_report_schedule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_sending")),
    )
    op.create_index(
        op.f("ix_report_sending_person_id"), "report_sending", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_report_sending_schedule_id"), "report_sending", ["schedule_id"], unique=False
    )
    op.create_index(
        "uq_report_sending", "report_sending", ["schedule_id", "person_id", "due_on"], unique=True
    )

    op.add_column("certificate", sa.Column("generation", big, server_default="1", nullable=False))
    op.add_column(
        "certificate", sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "certificate",
        sa.Column(
            "replaces_id",
            big,
            sa.ForeignKey("certificate.id", name=op.f("fk_certificate_replaces_id_certificate")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "certificate",
        sa.Column(
            "renews_id",
            big,
            sa.ForeignKey("certificate.id", name=op.f("fk_certificate_renews_id_certificate")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column("certificate", sa.Column("design", sa.String(length=20), nullable=True))
    op.add_column("certificate", sa.Column("orientation", sa.String(length=20), nullable=True))
    op.add_column("certificate", sa.Column("languages", sa.String(length=10), nullable=True))
    op.add_column("certificate", sa.Column("template", sa.String(length=64), nullable=True))
    op.add_column(
        "certificate", sa.Column("is_test", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("certificate", sa.Column("file", sa.String(length=100), nullable=True))
    op.add_column("certificate", sa.Column("sha256", sa.String(length=64), nullable=True))
    op.add_column("certificate", sa.Column("size", big, nullable=True))
    op.add_column("certificate", sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("certificate", sa.Column("credential", sa.Text(), nullable=True))
    op.drop_index("uq_certificate_source", table_name="certificate")
    op.create_index(
        "uq_certificate_source",
        "certificate",
        ["kind", "source_id", "subject", "generation"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_index(op.f("ix_certificate_renews_id"), "certificate", ["renews_id"], unique=False)
    op.create_index(
        op.f("ix_certificate_replaces_id"), "certificate", ["replaces_id"], unique=False
    )
    op.create_index(op.f("ix_certificate_sha256"), "certificate", ["sha256"], unique=False)

    op.add_column(
        "message", sa.Column("attachments", document, server_default="[]", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("message", "attachments")

    op.drop_index(op.f("ix_certificate_sha256"), table_name="certificate")
    op.drop_index(op.f("ix_certificate_replaces_id"), table_name="certificate")
    op.drop_index(op.f("ix_certificate_renews_id"), table_name="certificate")
    op.drop_index("uq_certificate_source", table_name="certificate")
    # Only one stood for each source then.
    op.execute(
        "DELETE FROM certificate WHERE id NOT IN"
        " (SELECT max(id) FROM certificate GROUP BY kind, source_id)"
    )
    op.create_index("uq_certificate_source", "certificate", ["kind", "source_id"], unique=True)
    op.drop_column("certificate", "credential")
    op.drop_column("certificate", "printed_at")
    op.drop_column("certificate", "size")
    op.drop_column("certificate", "sha256")
    op.drop_column("certificate", "file")
    op.drop_column("certificate", "is_test")
    op.drop_column("certificate", "template")
    op.drop_column("certificate", "languages")
    op.drop_column("certificate", "orientation")
    op.drop_column("certificate", "design")
    op.drop_column("certificate", "renews_id")
    op.drop_column("certificate", "replaces_id")
    op.drop_column("certificate", "replaced_at")
    op.drop_column("certificate", "generation")

    op.drop_index("uq_report_sending", table_name="report_sending")
    op.drop_index(op.f("ix_report_sending_schedule_id"), table_name="report_sending")
    op.drop_index(op.f("ix_report_sending_person_id"), table_name="report_sending")

    op.drop_table("report_sending")
    op.drop_index(op.f("ix_report_recipient_person_id"), table_name="report_recipient")

    op.drop_table("report_recipient")
    op.drop_index(op.f("ix_report_schedule_made_by_id"), table_name="report_schedule")
    op.drop_index(op.f("ix_report_schedule_cohort_id"), table_name="report_schedule")

    op.drop_table("report_schedule")
    op.drop_index(op.f("ix_certificate_order_cohort_id"), table_name="certificate_order")
    op.drop_index(op.f("ix_certificate_order_asked_by_id"), table_name="certificate_order")

    op.drop_table("certificate_order")
    op.drop_table("issuer_key")
