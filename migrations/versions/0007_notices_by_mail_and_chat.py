"""notices by mail and chat"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NEW_IN_MESSAGE = ("stopped_at", "unsubscribe", "mentions")


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "notice_choice",
        sa.Column("person_id", big, nullable=False),
        sa.Column("mail", sa.String(length=100), nullable=False),
        sa.Column("quiet_from", big, nullable=False),
        sa.Column("quiet_to", big, nullable=False),
        sa.Column("chat", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "mail IN ('at-once', 'daily', 'never')", name=op.f("ck_notice_choice_mail")
        ),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 23", name=op.f("ck_notice_choice_quiet_from")),
        sa.CheckConstraint("quiet_to BETWEEN 0 AND 23", name=op.f("ck_notice_choice_quiet_to")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "chat_robot",
        sa.Column("id", big, nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("team_id", big, nullable=True),
        sa.Column("made_by_id", big, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('wecom', 'dingtalk', 'feishu')", name=op.f("ck_chat_robot_kind")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_chat_robot_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_chat_robot_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_robot")),
    )
    op.create_index(op.f("ix_chat_robot_team_id"), "chat_robot", ["team_id"])
    op.add_column("message", sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("message", sa.Column("unsubscribe", sa.String(length=500), nullable=True))
    op.add_column("message", sa.Column("mentions", document, server_default="[]", nullable=False))
    op.add_column("notice", sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
    # What was told before there was mail stays in the inbox and is not sent now.
    op.execute("UPDATE notice SET delivered_at = created_at")


def downgrade() -> None:
    op.drop_column("notice", "delivered_at")
    for name in NEW_IN_MESSAGE:
        op.drop_column("message", name)
    op.drop_table("chat_robot")
    op.drop_table("notice_choice")
