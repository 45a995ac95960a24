"""The words of definitions that somebody has met."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
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
