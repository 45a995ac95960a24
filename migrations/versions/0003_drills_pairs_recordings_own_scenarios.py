"""drills, pairs, recordings, own scenarios"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drill_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("industry", sa.String(length=100), nullable=False),
        sa.Column("objection", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=10), nullable=False),
        sa.Column("line", sa.Text(), nullable=True),
        sa.Column(
            "found", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("outcome", sa.String(length=100), nullable=False),
        sa.Column("seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('missed', 'partly', 'well')", name=op.f("ck_drill_answer_outcome")
        ),
        sa.CheckConstraint("seconds BETWEEN 0 AND 3600", name=op.f("ck_drill_answer_seconds")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_drill_answer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_answer")),
        sa.UniqueConstraint("person_id", "token", name=op.f("uq_drill_answer_person_id_token")),
    )
    with op.batch_alter_table("drill_answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_drill_answer_person", ["person_id", "industry", "objection"], unique=False
        )

    op.create_table(
        "drill_card",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("industry", sa.String(length=100), nullable=False),
        sa.Column("objection", sa.String(length=100), nullable=False),
        sa.Column("stage", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stage BETWEEN 0 AND 9", name=op.f("ck_drill_card_stage")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_drill_card_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_card")),
        sa.UniqueConstraint(
            "person_id",
            "industry",
            "objection",
            name=op.f("uq_drill_card_person_id_industry_objection"),
        ),
    )
    with op.batch_alter_table("drill_card", schema=None) as batch_op:
        batch_op.create_index("ix_drill_card_due", ["person_id", "due_on"], unique=False)

    op.create_table(
        "own_definition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("module", sa.String(length=100), nullable=False),
        sa.Column(
            "author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("copied_from", sa.String(length=100), nullable=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("counter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('roleplay', 'exercise')", name=op.f("ck_own_definition_kind")),
        sa.CheckConstraint("name LIKE 'own-%'", name=op.f("ck_own_definition_name")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_own_definition_author_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_definition")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_own_definition_kind_name")),
    )
    with op.batch_alter_table("own_definition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_own_definition_author_id"), ["author_id"], unique=False
        )

    op.create_table(
        "recording_consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("words", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recording_consent_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_consent")),
    )
    with op.batch_alter_table("recording_consent", schema=None) as batch_op:
        batch_op.create_index("ix_recording_consent_person", ["person_id"], unique=False)

    op.create_table(
        "own_audience",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_own_audience_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["own_definition.id"],
            name=op.f("fk_own_audience_definition_id_own_definition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_audience")),
        sa.UniqueConstraint(
            "definition_id", "cohort_id", name=op.f("uq_own_audience_definition_id_cohort_id")
        ),
    )
    with op.batch_alter_table("own_audience", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_audience_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "own_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("yaml", sa.Text(), nullable=False),
        sa.Column(
            "published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["own_definition.id"],
            name=op.f("fk_own_version_definition_id_own_definition"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_own_version_published_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_version")),
        sa.UniqueConstraint(
            "definition_id", "number", name=op.f("uq_own_version_definition_id_number")
        ),
    )
    op.create_table(
        "recording",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("turn", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("industry", sa.String(length=100), nullable=True),
        sa.Column("objection", sa.String(length=100), nullable=True),
        sa.Column("file", sa.String(length=100), nullable=True),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(file IS NULL) = (deleted_at IS NOT NULL)", name=op.f("ck_recording_deleted")
        ),
        sa.CheckConstraint(
            "(industry IS NULL) = (objection IS NULL)", name=op.f("ck_recording_industry")
        ),
        sa.CheckConstraint(
            "(session_id IS NULL) <> (objection IS NULL)", name=op.f("ck_recording_of")
        ),
        sa.CheckConstraint("(session_id IS NULL) = (turn IS NULL)", name=op.f("ck_recording_turn")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recording_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["roleplay_session.id"],
            name=op.f("fk_recording_session_id_roleplay_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index("ix_recording_expiry", ["expires_at"], unique=False)
        batch_op.create_index("ix_recording_person", ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_session_id"), ["session_id"], unique=False)

    op.create_table(
        "robot_mark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=100), nullable=False),
        sa.Column(
            "marks", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "advice", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'given', 'failed')", name=op.f("ck_robot_mark_state")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["roleplay_session.id"],
            name=op.f("fk_robot_mark_session_id_roleplay_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_robot_mark")),
    )
    with op.batch_alter_table("robot_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_robot_mark_session_id"), ["session_id"], unique=False)

    op.create_table(
        "roleplay_pair",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("roleplay", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=10), nullable=False),
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("node", sa.String(length=100), nullable=False),
        sa.Column("step", sa.String(length=100), nullable=False),
        sa.Column("counter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(step = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_roleplay_pair_ended")
        ),
        sa.CheckConstraint(
            "step IN ('waiting', 'customer', 'seller', 'ended')", name=op.f("ck_roleplay_pair_step")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["roleplay_session.id"],
            name=op.f("fk_roleplay_pair_session_id_roleplay_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roleplay_pair")),
        sa.UniqueConstraint("code", name=op.f("uq_roleplay_pair_code")),
        sa.UniqueConstraint("session_id", name=op.f("uq_roleplay_pair_session_id")),
    )
    op.create_table(
        "roleplay_pair_member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('seller', 'customer', 'observer')", name=op.f("ck_roleplay_pair_member_role")
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["roleplay_pair.id"],
            name=op.f("fk_roleplay_pair_member_pair_id_roleplay_pair"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_roleplay_pair_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roleplay_pair_member")),
        sa.UniqueConstraint(
            "pair_id", "person_id", name=op.f("uq_roleplay_pair_member_pair_id_person_id")
        ),
        sa.UniqueConstraint("pair_id", "role", name=op.f("uq_roleplay_pair_member_pair_id_role")),
    )
    with op.batch_alter_table("roleplay_pair_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roleplay_pair_member_person_id"), ["person_id"], unique=False
        )

    op.add_column("roleplay_session", sa.Column("rubric", sa.String(length=64), nullable=True))
    op.execute(
        "ALTER TABLE roleplay_session ADD COLUMN mode VARCHAR(100) DEFAULT 'alone' NOT NULL "
        "CONSTRAINT ck_roleplay_session_mode CHECK (mode IN ('alone', 'pair', 'robot'))"
    )
    op.add_column("roleplay_turn", sa.Column("reply", sa.Text(), nullable=True))
    _say("choice IS NOT NULL OR line IS NOT NULL")


def downgrade() -> None:
    op.execute("UPDATE roleplay_turn SET line = NULL WHERE choice IS NOT NULL AND line IS NOT NULL")
    _say("(choice IS NULL) <> (line IS NULL)")
    op.drop_column("roleplay_turn", "reply")
    op.drop_column("roleplay_session", "mode")
    op.drop_column("roleplay_session", "rubric")

    with op.batch_alter_table("roleplay_pair_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roleplay_pair_member_person_id"))

    op.drop_table("roleplay_pair_member")
    op.drop_table("roleplay_pair")
    with op.batch_alter_table("robot_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_robot_mark_session_id"))

    op.drop_table("robot_mark")
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_session_id"))
        batch_op.drop_index("ix_recording_person")
        batch_op.drop_index("ix_recording_expiry")

    op.drop_table("recording")
    op.drop_table("own_version")
    with op.batch_alter_table("own_audience", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_audience_cohort_id"))

    op.drop_table("own_audience")
    with op.batch_alter_table("recording_consent", schema=None) as batch_op:
        batch_op.drop_index("ix_recording_consent_person")

    op.drop_table("recording_consent")
    with op.batch_alter_table("own_definition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_definition_author_id"))

    op.drop_table("own_definition")
    with op.batch_alter_table("drill_card", schema=None) as batch_op:
        batch_op.drop_index("ix_drill_card_due")

    op.drop_table("drill_card")
    with op.batch_alter_table("drill_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_drill_answer_person")

    op.drop_table("drill_answer")


def _say(rule: str) -> None:
    """Put the rule for `choice` and `line` in the place of the old one."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_roleplay_turn_said"), "roleplay_turn")
        op.create_check_constraint(op.f("ck_roleplay_turn_said"), "roleplay_turn", rule)
        return
    # SQLite makes a table anew, and only what is written here comes with it.
    with op.batch_alter_table("roleplay_turn", copy_from=_turns(rule), recreate="always"):
        pass


def _turns(rule: str) -> sa.Table:
    pk = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Table(
        "roleplay_turn",
        sa.MetaData(),
        sa.Column("id", pk, nullable=False),
        sa.Column("session_id", pk, nullable=False),
        sa.Column("number", pk, nullable=False),
        sa.Column("node", sa.String(length=100), nullable=False),
        sa.Column("choice", sa.String(length=100), nullable=True),
        sa.Column("line", sa.Text(), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("mood", pk, nullable=False),
        sa.Column("trust", pk, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.CheckConstraint(rule, name="ck_roleplay_turn_said"),
        sa.CheckConstraint("mood BETWEEN -5 AND 5", name="ck_roleplay_turn_mood"),
        sa.CheckConstraint("trust BETWEEN -5 AND 5", name="ck_roleplay_turn_trust"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["roleplay_session.id"],
            name="fk_roleplay_turn_session_id_roleplay_session",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_roleplay_turn"),
        sa.UniqueConstraint("session_id", "number", name="uq_roleplay_turn_session_id_number"),
    )
