"""The organisation's choices as rows."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db


class Setting(db.Base):
    """One choice; a missing row means the default in `rules`."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[Any] = mapped_column(db.Json)
