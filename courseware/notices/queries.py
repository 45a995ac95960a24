"""Reading the inbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.errors import NotFound
from courseware.kit.chinese import as_read
from courseware.notices.models import ChatRobot, Notice, NoticeChoice
from courseware.notices.rules import Choice
from courseware.notices.types import NoticeRow, RobotRow, Waiting
from courseware.web.locale import lang, t
from courseware.web.paging import SIZE


def unread_of(person: SQLColumnExpression[int]) -> ColumnElement[int]:
    """The number of unread notices of a person column, as part of a larger statement."""
    count = select(func.count()).where(Notice.person_id == person, Notice.read_at.is_(None))
    return count.correlate(Person).scalar_subquery()


def notices_of(person_id: int, page: int) -> tuple[list[NoticeRow], int]:
    """A page of a person's notices, the newest first, and how many there are."""
    mine = Notice.person_id == person_id
    query = (
        select(Notice.id, Notice.sentence, Notice.values, Notice.created_at, Notice.read_at)
        .where(mine)
        .order_by(Notice.id.desc())
        .limit(SIZE)
        .offset((page - 1) * SIZE)
    )
    rows = [
        NoticeRow(row[0], t(row[1], **_in_language(row[2])), row[3], row[4] is not None)
        for row in db.read().execute(query)
    ]
    return rows, db.read().scalar(select(func.count()).select_from(Notice).where(mine)) or 0


def address_of(person_id: int, notice_id: int) -> str:
    """Where a notice of this person leads."""
    query = select(Notice.href).where(Notice.id == notice_id, Notice.person_id == person_id)
    href = db.read().scalar(query)
    if href is None:
        raise NotFound
    return href


def _in_language(values: dict[str, Any]) -> dict[str, Any]:
    """A value written in both languages is shown in the reader's."""
    return {
        key: as_read(value[lang()]) if isinstance(value, dict) else value
        for key, value in values.items()
    }


def choice_of(person_id: int) -> Choice:
    """How somebody wants to be told; the usual where they have not said."""
    c = NoticeChoice
    query = select(c.mail, c.quiet_from, c.quiet_to, c.chat).where(c.person_id == person_id)
    row = db.read().execute(query).first()
    return Choice(*row) if row else Choice()


def waiting_for(person_id: int) -> list[Waiting]:
    """What somebody was told and has neither read nor been sent, the oldest first, in the language being spoken."""
    query = select(Notice.id, Notice.sentence, Notice.values, Notice.href).where(
        Notice.person_id == person_id, Notice.read_at.is_(None), Notice.delivered_at.is_(None)
    )
    return [
        Waiting(row[0], t(row[1], **_in_language(row[2])), row[3])
        for row in db.read().execute(query.order_by(Notice.id))
    ]


def last_delivery(person_id: int) -> datetime | None:
    """When something left the inbox of somebody for mail or chat last."""
    return db.read().scalar(
        select(func.max(Notice.delivered_at)).where(Notice.person_id == person_id)
    )


def mobile_of(person_id: int) -> str | None:
    return db.read().scalar(select(Person.mobile).where(Person.id == person_id))


def robot(robot_id: int) -> RobotRow | None:
    """A robot that may be posted through."""
    row = db.read().execute(_ROBOTS.where(ChatRobot.id == robot_id)).first()
    return RobotRow(*row) if row else None


def robots() -> list[RobotRow]:
    """All of them, by name."""
    return [RobotRow(*row) for row in db.read().execute(_ROBOTS.order_by(ChatRobot.name))]


def robot_near(person_id: int) -> RobotRow | None:
    """The robot of the nearest team up somebody's line; else the organisation's; none where there is none."""
    rows = db.read().execute(select(ChatRobot.team_id, ChatRobot.id).where(_THERE))
    by_team = {row.team_id: row.id for row in rows}
    if not by_team:
        return None
    above = {row.id: row.parent_id for row in db.read().execute(select(Team.id, Team.parent_id))}
    team = db.read().scalar(
        select(TeamMembership.team_id).where(
            TeamMembership.person_id == person_id, TeamMembership.to_on.is_(None)
        )
    )
    seen: set[int | None] = set()
    while team is not None and team not in by_team and team not in seen:
        seen.add(team)
        team = above.get(team)
    found = by_team.get(team, by_team.get(None))
    return robot(found) if found is not None else None


_THERE = ChatRobot.removed_at.is_(None)
_ROBOTS = (
    select(
        ChatRobot.id,
        ChatRobot.kind,
        ChatRobot.name,
        ChatRobot.url,
        ChatRobot.secret,
        Team.name,
        ChatRobot.made_at,
    )
    .outerjoin(Team, Team.id == ChatRobot.team_id)
    .where(_THERE)
)
