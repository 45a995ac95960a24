"""Two people practise on two devices, a third may observe."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Pair(db.Base):
    """One practice in a pair. What is said becomes turns of the seller's session; this row keeps them in step."""

    __tablename__ = "roleplay_pair"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("session_id"),
        CheckConstraint("step IN ('waiting', 'customer', 'seller', 'ended')", name="step"),
        CheckConstraint("(step = 'ended') = (ended_at IS NOT NULL)", name="ended"),
    )

    id: Mapped[db.pk]
    #: what the others type to join
    code: Mapped[str] = mapped_column(String(12))
    roleplay: Mapped[db.code]
    version: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(String(64))
    lang: Mapped[str] = mapped_column(String(10))
    #: the seller's; none until seller and customer are both there
    session_id: Mapped[int | None] = mapped_column(ForeignKey("roleplay_session.id"))
    #: the node whose line the customer reads, or that the seller answers
    node: Mapped[db.code]
    #: who is to act
    step: Mapped[db.code] = mapped_column(default="waiting")
    #: grows with every change; a page says what it is based on
    counter: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]


class PairMember(db.Base):
    """Who has which card. A dropped connection leaves the row; coming back takes it up again."""

    __tablename__ = "roleplay_pair_member"
    __table_args__ = (
        UniqueConstraint("pair_id", "person_id"),
        UniqueConstraint("pair_id", "role"),
        CheckConstraint("role IN ('seller', 'customer', 'observer')", name="role"),
    )

    id: Mapped[db.pk]
    pair_id: Mapped[int] = mapped_column(ForeignKey("roleplay_pair.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[db.code]
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: the last sign of life of this device
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
