"""classes, series, sessions, coaching, pulse"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


ASKED = "'module', 'lesson', 'quiz', 'roleplay', 'exercise'"
DONE = "'lesson', 'quiz', 'roleplay', 'exercise', 'final', 'course'"
MORE = ", 'drill', 'task'"
#: table → the kinds it knew, and those it knows now
KINDS = {
    "step": (DONE, DONE + MORE),
    "obligation": (ASKED, ASKED + MORE),
    "assignment": (ASKED, ASKED + MORE),
}


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "assignment_series",
        sa.Column("id", big, nullable=False),
        sa.Column("every", sa.String(length=100), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "every IN ('week', 'two-weeks', 'month')", name=op.f("ck_assignment_series_every")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_series")),
    )
    op.create_table(
        "coaching_note",
        sa.Column("id", big, nullable=False),
        sa.Column("about_id", big, nullable=False),
        sa.Column("by_id", big, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["person.id"], name=op.f("fk_coaching_note_about_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_coaching_note_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_note")),
    )
    op.create_index(op.f("ix_coaching_note_about_id"), "coaching_note", ["about_id"], unique=False)
    op.create_index(op.f("ix_coaching_note_by_id"), "coaching_note", ["by_id"], unique=False)

    op.create_table(
        "one_to_one",
        sa.Column("id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("by_id", big, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_one_to_one_by_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_to_one_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_to_one")),
    )
    op.create_index(op.f("ix_one_to_one_by_id"), "one_to_one", ["by_id"], unique=False)
    op.create_index(op.f("ix_one_to_one_person_id"), "one_to_one", ["person_id"], unique=False)

    op.create_table(
        "pulse",
        sa.Column("id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("module", sa.String(length=100), nullable=False),
        sa.Column("useful", big, nullable=False),
        sa.Column("clear", big, nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("clear BETWEEN 1 AND 5", name=op.f("ck_pulse_clear")),
        sa.CheckConstraint("useful BETWEEN 1 AND 5", name=op.f("ck_pulse_useful")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pulse_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse")),
        sa.UniqueConstraint("person_id", "module", name=op.f("uq_pulse_person_id_module")),
    )
    op.create_index(op.f("ix_pulse_module"), "pulse", ["module"], unique=False)
    op.create_index(op.f("ix_pulse_person_id"), "pulse", ["person_id"], unique=False)

    op.create_table(
        "schedule_template",
        sa.Column("id", big, nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("track", sa.String(length=100), nullable=False),
        sa.Column("made_by_id", big, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_schedule_template_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule_template")),
    )
    op.create_table(
        "survey_given",
        sa.Column("person_id", big, nullable=False),
        sa.Column("track", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_survey_given_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "track", name=op.f("pk_survey_given")),
    )
    op.create_table(
        "agreed_step",
        sa.Column("id", big, nullable=False),
        sa.Column("one_to_one_id", big, nullable=False),
        sa.Column("assignment_id", big, nullable=True),
        sa.Column("text", sa.String(length=300), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(assignment_id IS NULL) <> (text IS NULL)", name=op.f("ck_agreed_step_one")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_agreed_step_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["one_to_one_id"],
            ["one_to_one.id"],
            name=op.f("fk_agreed_step_one_to_one_id_one_to_one"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_step")),
    )
    op.create_index(
        op.f("ix_agreed_step_assignment_id"), "agreed_step", ["assignment_id"], unique=False
    )
    op.create_index(
        op.f("ix_agreed_step_one_to_one_id"), "agreed_step", ["one_to_one_id"], unique=False
    )

    op.create_table(
        "announcement",
        sa.Column("id", big, nullable=False),
        sa.Column("cohort_id", big, nullable=False),
        sa.Column("by_id", big, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_announcement_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_announcement_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_index(op.f("ix_announcement_by_id"), "announcement", ["by_id"], unique=False)
    op.create_index(op.f("ix_announcement_cohort_id"), "announcement", ["cohort_id"], unique=False)

    op.create_table(
        "class_session",
        sa.Column("id", big, nullable=False),
        sa.Column("cohort_id", big, nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("made_by_id", big, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("sign_in_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sign_in_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("module", sa.String(length=100), nullable=True),
        sa.Column("anchor", sa.String(length=100), nullable=True),
        sa.Column("counter", big, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_class_session_ends_at")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_class_session_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_class_session_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_session")),
    )
    op.create_index(
        op.f("ix_class_session_cohort_id"), "class_session", ["cohort_id"], unique=False
    )
    op.create_index(
        op.f("ix_class_session_made_by_id"), "class_session", ["made_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_class_session_starts_at"), "class_session", ["starts_at"], unique=False
    )

    op.create_table(
        "join_request",
        sa.Column("id", big, nullable=False),
        sa.Column("cohort_id", big, nullable=False),
        sa.Column("person_id", big, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", big, nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'declined')", name=op.f("ck_join_request_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_join_request_decided")
        ),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR email IS NOT NULL", name=op.f("ck_join_request_who")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_join_request_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_join_request_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_join_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
    )
    op.create_index(op.f("ix_join_request_cohort_id"), "join_request", ["cohort_id"], unique=False)
    op.create_index(op.f("ix_join_request_person_id"), "join_request", ["person_id"], unique=False)

    op.create_table(
        "schedule_template_item",
        sa.Column("template_id", big, nullable=False),
        sa.Column("module", sa.String(length=100), nullable=False),
        sa.Column("opens_after", big, nullable=True),
        sa.Column("due_after", big, nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["schedule_template.id"],
            name=op.f("fk_schedule_template_item_template_id_schedule_template"),
        ),
        sa.PrimaryKeyConstraint("template_id", "module", name=op.f("pk_schedule_template_item")),
    )
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("track", sa.String(length=100), nullable=False),
        sa.Column("cohort_id", big, nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("ratings", document, nullable=False),
        sa.Column("words", document, nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_survey_answer_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
    )
    op.create_index(
        op.f("ix_survey_answer_cohort_id"), "survey_answer", ["cohort_id"], unique=False
    )

    op.create_table(
        "attendance",
        sa.Column("session_id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("state", sa.String(length=100), nullable=False),
        sa.Column("how", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", big, nullable=False),
        sa.Column("make_up_id", big, nullable=True),
        sa.CheckConstraint("how IN ('code', 'trainer')", name=op.f("ck_attendance_how")),
        sa.CheckConstraint(
            "state IN ('present', 'late', 'absent', 'excused')", name=op.f("ck_attendance_state")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attendance_by_id_person")),
        sa.ForeignKeyConstraint(
            ["make_up_id"], ["assignment.id"], name=op.f("fk_attendance_make_up_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_session.id"],
            name=op.f("fk_attendance_session_id_class_session"),
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_person_id"), "attendance", ["person_id"], unique=False)

    op.create_table(
        "class_session_module",
        sa.Column("session_id", big, nullable=False),
        sa.Column("module", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["class_session.id"],
            name=op.f("fk_class_session_module_session_id_class_session"),
        ),
        sa.PrimaryKeyConstraint("session_id", "module", name=op.f("pk_class_session_module")),
    )
    op.create_table(
        "poll",
        sa.Column("id", big, nullable=False),
        sa.Column("session_id", big, nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("choices", document, nullable=False),
        sa.Column("quiz", sa.String(length=100), nullable=True),
        sa.Column("question", sa.String(length=100), nullable=True),
        sa.Column("asked_by_id", big, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('choice', 'scale', 'words', 'quiz')", name=op.f("ck_poll_kind")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_poll_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["class_session.id"], name=op.f("fk_poll_session_id_class_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
    )
    op.create_index(op.f("ix_poll_session_id"), "poll", ["session_id"], unique=False)

    op.create_table(
        "observation",
        sa.Column("id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("observer_id", big, nullable=False),
        sa.Column("track", sa.String(length=100), nullable=False),
        sa.Column("days", big, nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("submission_id", big, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["observer_id"], ["person.id"], name=op.f("fk_observation_observer_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_observation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_observation_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "person_id", "track", "days", name=op.f("uq_observation_person_id_track_days")
        ),
    )
    op.create_index(
        op.f("ix_observation_observer_id"), "observation", ["observer_id"], unique=False
    )
    op.create_index(op.f("ix_observation_person_id"), "observation", ["person_id"], unique=False)

    op.create_table(
        "poll_answer",
        sa.Column("poll_id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("choices", document, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_poll_answer_person_id_person")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_answer_poll_id_poll")),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_poll_answer")),
    )
    op.create_index(op.f("ix_poll_answer_person_id"), "poll_answer", ["person_id"], unique=False)

    op.add_column(
        "assignment",
        sa.Column(
            "series_id",
            big,
            sa.ForeignKey(
                "assignment_series.id", name=op.f("fk_assignment_series_id_assignment_series")
            ),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(
        "uq_assignment_series_id_due_on", "assignment", ["series_id", "due_on"], unique=True
    )
    op.add_column("cohort", sa.Column("join_code", sa.String(length=64), nullable=True))
    op.add_column("cohort", sa.Column("join_until", sa.Date(), nullable=True))
    op.add_column(
        "cohort",
        sa.Column("join_needs_approval", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.create_index("uq_cohort_join_code", "cohort", ["join_code"], unique=True)
    op.add_column("cohort_schedule", sa.Column("opens_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("feed_code", sa.String(length=64), nullable=True))
    op.create_index("uq_person_feed_code", "person", ["feed_code"], unique=True)
    for table, (before, after) in KINDS.items():
        _change_check(table, before, after)
    _change_due_on(to_none=True)


def downgrade() -> None:
    op.execute("DELETE FROM cohort_schedule WHERE due_on IS NULL")
    _change_due_on(to_none=False)
    for table in KINDS:
        op.execute(f"DELETE FROM {table} WHERE kind IN ('drill', 'task')")  # noqa: S608 - our own names
    for table, (before, after) in KINDS.items():
        _change_check(table, after, before)
    op.drop_index("uq_person_feed_code", table_name="person")
    op.drop_column("person", "feed_code")
    op.drop_column("cohort_schedule", "opens_on")
    op.drop_index("uq_cohort_join_code", table_name="cohort")
    op.drop_column("cohort", "join_needs_approval")
    op.drop_column("cohort", "join_until")
    op.drop_column("cohort", "join_code")
    op.drop_index("uq_assignment_series_id_due_on", table_name="assignment")
    op.drop_column("assignment", "series_id")
    op.drop_index(op.f("ix_poll_answer_person_id"), table_name="poll_answer")

    op.drop_table("poll_answer")
    op.drop_index(op.f("ix_observation_person_id"), table_name="observation")
    op.drop_index(op.f("ix_observation_observer_id"), table_name="observation")

    op.drop_table("observation")
    op.drop_index(op.f("ix_poll_session_id"), table_name="poll")

    op.drop_table("poll")
    op.drop_table("class_session_module")
    op.drop_index(op.f("ix_attendance_person_id"), table_name="attendance")

    op.drop_table("attendance")
    op.drop_index(op.f("ix_survey_answer_cohort_id"), table_name="survey_answer")

    op.drop_table("survey_answer")
    op.drop_table("schedule_template_item")
    op.drop_index(op.f("ix_join_request_person_id"), table_name="join_request")
    op.drop_index(op.f("ix_join_request_cohort_id"), table_name="join_request")

    op.drop_table("join_request")
    op.drop_index(op.f("ix_class_session_starts_at"), table_name="class_session")
    op.drop_index(op.f("ix_class_session_made_by_id"), table_name="class_session")
    op.drop_index(op.f("ix_class_session_cohort_id"), table_name="class_session")

    op.drop_table("class_session")
    op.drop_index(op.f("ix_announcement_cohort_id"), table_name="announcement")
    op.drop_index(op.f("ix_announcement_by_id"), table_name="announcement")

    op.drop_table("announcement")
    op.drop_index(op.f("ix_agreed_step_one_to_one_id"), table_name="agreed_step")
    op.drop_index(op.f("ix_agreed_step_assignment_id"), table_name="agreed_step")

    op.drop_table("agreed_step")
    op.drop_table("survey_given")
    op.drop_table("schedule_template")
    op.drop_index(op.f("ix_pulse_person_id"), table_name="pulse")
    op.drop_index(op.f("ix_pulse_module"), table_name="pulse")

    op.drop_table("pulse")
    op.drop_index(op.f("ix_one_to_one_person_id"), table_name="one_to_one")
    op.drop_index(op.f("ix_one_to_one_by_id"), table_name="one_to_one")

    op.drop_table("one_to_one")
    op.drop_index(op.f("ix_coaching_note_by_id"), table_name="coaching_note")
    op.drop_index(op.f("ix_coaching_note_about_id"), table_name="coaching_note")

    op.drop_table("coaching_note")
    op.drop_table("assignment_series")


def _change_check(table: str, before: str, after: str) -> None:
    """Allow other kinds; no row is touched."""
    name = f"ck_{table}_kind"
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, f"CHECK (kind IN ({before}))", f"CHECK (kind IN ({after}))")
        return
    op.drop_constraint(op.f(name), table, type_="check")
    op.create_check_constraint(op.f(name), table, f"kind IN ({after})")


def _change_due_on(*, to_none: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("cohort_schedule", "due_on", existing_type=sa.Date(), nullable=to_none)
        return
    plain, strict = "due_on DATE,", "due_on DATE NOT NULL,"
    _rewrite("cohort_schedule", *((strict, plain) if to_none else (plain, strict)))


def _rewrite(table: str, before: str, after: str) -> None:
    """Change the text of a table on SQLite, as its documentation allows for constraints (ALTER TABLE, section 7).

    The tables are large and others point to them: copying them would take long and break those.
    """
    bind = op.get_bind()
    query = sa.text("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = :name")
    known = bind.execute(query, {"name": table}).scalar_one()
    if before not in known:
        raise RuntimeError(f"The table {table} is not as this migration expects it.")
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    change = sa.text("UPDATE sqlite_schema SET sql = :sql WHERE type = 'table' AND name = :name")
    bind.execute(change, {"name": table, "sql": known.replace(before, after)})
    # Also reads the schema anew.
    bind.exec_driver_sql("PRAGMA writable_schema=RESET")
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
