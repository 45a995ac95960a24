"""questions and mistakes"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mistake",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("module", sa.String(length=100), nullable=False),
        sa.Column("anchor", sa.String(length=100), nullable=False),
        sa.Column("lang", sa.String(length=10), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", BIG, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_mistake_settled")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mistake_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_mistake_settled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mistake")),
    )
    op.create_index(op.f("ix_mistake_person_id"), "mistake", ["person_id"])
    op.create_table(
        "question",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("module", sa.String(length=100), nullable=False),
        sa.Column("anchor", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_to_id", BIG, nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_question_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["shown_to_id"], ["cohort.id"], name=op.f("fk_question_shown_to_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_person_id"), "question", ["person_id"])
    op.create_index("ix_question_place", "question", ["module", "anchor"])
    op.create_index(op.f("ix_question_shown_to_id"), "question", ["shown_to_id"])
    op.create_table(
        "question_saying",
        sa.Column("id", BIG, nullable=False),
        sa.Column("question_id", BIG, nullable=False),
        sa.Column("by_id", BIG, nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_question_saying_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_saying_question_id_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_saying")),
    )
    op.create_index(op.f("ix_question_saying_by_id"), "question_saying", ["by_id"])
    op.create_index(op.f("ix_question_saying_question_id"), "question_saying", ["question_id"])


def downgrade() -> None:
    op.drop_table("question_saying")
    op.drop_table("question")
    op.drop_table("mistake")
