"""The words of definitions that somebody has met, and definitions written in the browser."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class DefinitionText(db.Base):
    """A definition as it was when somebody met it; never changed, named by what it says."""

    __tablename__ = "definition_text"

    #: digests of the version and of the wording, one after the other
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[db.code]  #: question, …
    content: Mapped[dict[str, Any]] = mapped_column(db.Json)
    kept_at: Mapped[datetime] = mapped_column(default=clock.now)


class OwnDefinition(db.Base):
    """A scenario or form written here rather than in a file; its words are in OwnVersion."""

    __tablename__ = "own_definition"
    __table_args__ = (
        UniqueConstraint("kind", "name"),
        CheckConstraint("kind IN ('roleplay', 'exercise')", name="kind"),
        CheckConstraint("name LIKE 'own-%'", name="name"),
    )

    id: Mapped[db.pk]
    kind: Mapped[db.code]
    #: the definition's id; begins with own-
    name: Mapped[db.code]
    module: Mapped[db.code]  #: slug
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: what it was copied from; none when written from nothing
    copied_from: Mapped[str | None] = mapped_column(String(100))
    #: the draft being written, as YAML, with the counter a page bases its change on
    draft: Mapped[db.prose]
    counter: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]


class OwnVersion(db.Base):
    """The words of a definition as they were published: append-only, passed every check."""

    __tablename__ = "own_version"
    __table_args__ = (UniqueConstraint("definition_id", "number"),)

    id: Mapped[db.pk]
    definition_id: Mapped[int] = mapped_column(ForeignKey("own_definition.id"))
    number: Mapped[int]  #: from 1
    yaml: Mapped[db.prose]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime] = mapped_column(default=clock.now)


class Audience(db.Base):
    """A class that may use a definition written here; it sees the newest version."""

    __tablename__ = "own_audience"
    __table_args__ = (UniqueConstraint("definition_id", "cohort_id"),)

    id: Mapped[db.pk]
    definition_id: Mapped[int] = mapped_column(ForeignKey("own_definition.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]
