"""Reading the inbox."""

from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.errors import NotFound
from courseware.notices.models import Notice
from courseware.notices.types import NoticeRow
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
        key: value[lang()] if isinstance(value, dict) else value for key, value in values.items()
    }
