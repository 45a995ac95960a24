"""forms of groups and about people"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFERENCES = {"group_id": "cohort_group", "about_id": "person", "round360_id": "feedback_round"}
OPEN = {
    "uq_submission_open": (
        ["owner_id", "exercise", "period"],
        "closed_at IS NULL AND group_id IS NULL AND about_id IS NULL",
    ),
    "uq_submission_open_group": (
        ["group_id", "exercise", "period"],
        "closed_at IS NULL AND group_id IS NOT NULL",
    ),
    "uq_submission_open_about": (
        ["owner_id", "about_id", "exercise", "period"],
        "closed_at IS NULL AND about_id IS NOT NULL",
    ),
}
NEW_KINDS = "SELECT id FROM submission WHERE group_id IS NOT NULL OR about_id IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "feedback_round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exercise", sa.String(length=100), nullable=False),
        sa.Column("about_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_id"], ["person.id"], name=op.f("fk_feedback_round_about_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_feedback_round_asked_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_round")),
    )
    with op.batch_alter_table("feedback_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_round_about_id"), ["about_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_feedback_round_asked_by_id"), ["asked_by_id"], unique=False
        )

    op.create_table(
        "feedback_asked",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_feedback_asked_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["feedback_round.id"],
            name=op.f("fk_feedback_asked_round_id_feedback_round"),
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_feedback_asked")),
    )
    with op.batch_alter_table("feedback_asked", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_asked_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "model_example",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exercise", sa.String(length=100), nullable=False),
        sa.Column(
            "submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column(
            "asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "published_at IS NULL OR agreed_at IS NOT NULL", name=op.f("ck_model_example_consent")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_model_example_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_model_example_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_model_example_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_example")),
    )
    with op.batch_alter_table("model_example", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_model_example_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_model_example_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "submission_author",
        sa.Column(
            "submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("field", sa.String(length=100), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_submission_author_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_submission_author_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("submission_id", "person_id", name=op.f("pk_submission_author")),
    )
    op.create_table(
        "submission_star",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("round", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_submission_star_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_submission_star_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_star")),
        sa.UniqueConstraint(
            "submission_id",
            "round",
            "place",
            "by_id",
            name=op.f("uq_submission_star_submission_id_round_place_by_id"),
        ),
    )
    with op.batch_alter_table("submission_star", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_star_submission_id"), ["submission_id"], unique=False
        )

    for name, target in REFERENCES.items():
        column = sa.Column(
            name,
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey(f"{target}.id", name=op.f(f"fk_submission_{name}_{target}")),
        )
        op.add_column("submission", column, inline_references=True)
        op.create_index(f"ix_submission_{name}", "submission", [name])
    for name in ("shared_at", "replied_at"):
        op.add_column("submission", sa.Column(name, sa.DateTime(timezone=True)))
    op.add_column("submission", sa.Column("reply", sa.Text()))
    for name in ("versions", "appendix"):
        json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
        column = sa.Column(name, json, nullable=False, server_default="{}")
        op.add_column("submission_draft", column)
    op.drop_index("uq_submission_open", "submission")
    for name, (columns, rule) in OPEN.items():
        op.create_index(
            name,
            "submission",
            columns,
            unique=True,
            sqlite_where=sa.text(rule),
            postgresql_where=sa.text(rule),
        )


def downgrade() -> None:
    for name in OPEN:
        op.drop_index(name, "submission")
    # What belongs to a group or is about a person was not there before.
    for table in ("submission_revision", "submission_draft"):
        rows = sa.table(table, sa.column("submission_id"))
        op.execute(rows.delete().where(rows.c.submission_id.in_(sa.text(NEW_KINDS))))
    for table in ("submission_star", "submission_author", "model_example"):
        op.execute(sa.table(table).delete())
    op.execute("DELETE FROM submission WHERE group_id IS NOT NULL OR about_id IS NOT NULL")
    op.create_index(
        "uq_submission_open",
        "submission",
        ["owner_id", "exercise", "period"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_column("submission_draft", "appendix")
    op.drop_column("submission_draft", "versions")
    for name in ("replied_at", "reply", "shared_at"):
        op.drop_column("submission", name)
    for name in REFERENCES:
        op.drop_index(f"ix_submission_{name}", "submission")
        op.drop_column("submission", name)
    with op.batch_alter_table("submission_star", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_star_submission_id"))

    op.drop_table("submission_star")
    op.drop_table("submission_author")
    with op.batch_alter_table("model_example", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_model_example_submission_id"))
        batch_op.drop_index(batch_op.f("ix_model_example_cohort_id"))

    op.drop_table("model_example")
    with op.batch_alter_table("feedback_asked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_asked_person_id"))

    op.drop_table("feedback_asked")
    with op.batch_alter_table("feedback_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_round_asked_by_id"))
        batch_op.drop_index(batch_op.f("ix_feedback_round_about_id"))

    op.drop_table("feedback_round")
