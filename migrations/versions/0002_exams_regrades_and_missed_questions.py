"""exams, regrades and missed questions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ADDED = {
    "step": ("withdrawn_by_id", "withdrawn_at", "ordinal"),
    "question_mark": ("regrade_id",),
    "attempt": ("entered_by_id", "exam_paper_id", "cohort_id"),
}
INDEXES = {
    "question_mark": ("ix_question_mark_regrade_id",),
    "attempt": ("ix_attempt_exam_paper_id", "ix_attempt_cohort_id"),
}


def upgrade() -> None:
    op.create_table(
        "attempt_release",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column(
            "released_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attempt_release_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["person.id"], name=op.f("fk_attempt_release_released_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_release")),
    )
    with op.batch_alter_table("attempt_release", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_release_person", ["person_id", "slug"], unique=False)

    op.create_table(
        "missed_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column(
            "response", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.Column("fraction", sa.Double(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fraction BETWEEN 0 AND 1", name=op.f("ck_missed_answer_fraction")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_missed_answer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missed_answer")),
    )
    with op.batch_alter_table("missed_answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_missed_answer_person", ["person_id", "question", "id"], unique=False
        )

    op.create_table(
        "missed_question",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(due_at IS NULL) = (stage = 4)", name=op.f("ck_missed_question_due_until_known")
        ),
        sa.CheckConstraint("stage BETWEEN 0 AND 4", name=op.f("ck_missed_question_stage")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_missed_question_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "question", name=op.f("pk_missed_question")),
    )
    with op.batch_alter_table("missed_question", schema=None) as batch_op:
        batch_op.create_index("ix_missed_question_due", ["person_id", "due_at"], unique=False)

    op.create_table(
        "regrade",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column(
            "questions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_regrade_actor_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade")),
    )
    op.create_table(
        "exam_paper",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("seed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "questions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column(
            "pass_mark", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_exam_paper_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_exam_paper_created_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_paper")),
    )
    with op.batch_alter_table("exam_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exam_paper_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "regraded_attempt",
        sa.Column(
            "regrade_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("old_score", sa.Double(), nullable=True),
        sa.Column("new_score", sa.Double(), nullable=True),
        sa.Column("old_passed", sa.Boolean(), nullable=True),
        sa.Column("new_passed", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "new_score BETWEEN 0 AND 100", name=op.f("ck_regraded_attempt_new_score")
        ),
        sa.CheckConstraint(
            "old_score BETWEEN 0 AND 100", name=op.f("ck_regraded_attempt_old_score")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_regraded_attempt_attempt_id_attempt")
        ),
        sa.ForeignKeyConstraint(
            ["regrade_id"], ["regrade.id"], name=op.f("fk_regraded_attempt_regrade_id_regrade")
        ),
        sa.PrimaryKeyConstraint("regrade_id", "attempt_id", name=op.f("pk_regraded_attempt")),
    )
    with op.batch_alter_table("regraded_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_regraded_attempt_attempt_id"), ["attempt_id"], unique=False
        )

    op.create_table(
        "reveal",
        sa.Column(
            "attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_reveal_attempt_id_attempt")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "question", name=op.f("pk_reveal")),
    )
    # Column by column: copying a table on SQLite would drop its CHECK constraints.
    op.add_column(
        "attempt",
        sa.Column(
            "cohort_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("cohort.id", name=op.f("fk_attempt_cohort_id_cohort")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "attempt",
        sa.Column(
            "exam_paper_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("exam_paper.id", name=op.f("fk_attempt_exam_paper_id_exam_paper")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "attempt",
        sa.Column(
            "entered_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("person.id", name=op.f("fk_attempt_entered_by_id_person")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_attempt_cohort_id"), "attempt", ["cohort_id"])
    op.create_index(op.f("ix_attempt_exam_paper_id"), "attempt", ["exam_paper_id"])
    op.add_column(
        "question_mark",
        sa.Column(
            "regrade_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("regrade.id", name=op.f("fk_question_mark_regrade_id_regrade")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_question_mark_regrade_id"), "question_mark", ["regrade_id"])
    op.add_column(
        "step",
        sa.Column("ordinal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    )
    op.add_column("step", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "step",
        sa.Column(
            "withdrawn_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("person.id", name=op.f("fk_step_withdrawn_by_id_person")),
            nullable=True,
        ),
        inline_references=True,
    )


def downgrade() -> None:
    for table, columns in ADDED.items():
        for index in INDEXES.get(table, ()):
            op.drop_index(index, table)
        for column in columns:
            op.drop_column(table, column)
    op.drop_table("reveal")
    with op.batch_alter_table("regraded_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regraded_attempt_attempt_id"))

    op.drop_table("regraded_attempt")
    with op.batch_alter_table("exam_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exam_paper_cohort_id"))

    op.drop_table("exam_paper")
    op.drop_table("regrade")
    with op.batch_alter_table("missed_question", schema=None) as batch_op:
        batch_op.drop_index("ix_missed_question_due")

    op.drop_table("missed_question")
    with op.batch_alter_table("missed_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_missed_answer_person")

    op.drop_table("missed_answer")
    with op.batch_alter_table("attempt_release", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_release_person")

    op.drop_table("attempt_release")
