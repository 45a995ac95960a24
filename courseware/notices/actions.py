"""Telling a person something, in the caller's own transaction."""

from collections.abc import Sequence

from sqlalchemy import update

from courseware import db
from courseware.journal import actions as journal
from courseware.kit import clock, jobs
from courseware.notices.models import ChatRobot, Notice, NoticeChoice
from courseware.notices.rules import BUNDLE, Choice
from courseware.notices.types import NewRobot


def tell(person_id: int, sentence: str, href: str, *, key: str, **values: object) -> None:
    """Put a notice into somebody's inbox: an English msgid with its values, and where it leads. A key is told once."""
    row = {"person_id": person_id, "sentence": sentence, "values": values, "href": href, "key": key}
    told = db.insert(Notice).values(row)
    told = told.on_conflict_do_nothing(index_elements=[Notice.person_id, Notice.key])
    if db.write().scalar(told.returning(Notice.id)) is not None:
        # What follows within two minutes is the same mail.
        moment = clock.now() + BUNDLE
        jobs.put("deliver_notices", person_id, key=f"deliver:{person_id}", run_at=moment)


def mark_read(person_id: int, notice_id: int | None = None) -> None:
    """Mark one notice of a person as read, or all."""
    query = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    if notice_id is not None:
        query = query.where(Notice.id == notice_id)
    db.write().execute(query.values(read_at=clock.now()))


def choose(person_id: int, choice: Choice) -> None:
    """How somebody wants to be told from now on."""
    row = {
        "person_id": person_id,
        "mail": choice.mail,
        "quiet_from": choice.quiet_from,
        "quiet_to": choice.quiet_to,
        "chat": choice.chat,
    }
    wish = db.insert(NoticeChoice).values(row)
    changed = {name: value for name, value in row.items() if name != "person_id"}
    db.write().execute(
        wish.on_conflict_do_update(index_elements=[NoticeChoice.person_id], set_=changed)
    )


def deliver(person_id: int, ids: Sequence[int]) -> None:
    """These notices have left the inbox for mail or chat, or are not wanted there."""
    query = update(Notice).where(Notice.person_id == person_id, Notice.id.in_(ids))
    db.write().execute(query.values(delivered_at=clock.now()))


def add_robot(actor_id: int, robot: NewRobot) -> int:
    """Let a robot of a chat group be posted through; its number."""
    row = ChatRobot(
        kind=robot.kind,
        name=robot.name,
        url=robot.url,
        secret=robot.secret,
        team_id=robot.team_id,
        made_by_id=actor_id,
    )
    db.write().add(row)
    db.write().flush()
    journal.record(actor_id, "added", ("robot", row.id))
    return row.id


def remove_robot(actor_id: int, robot_id: int) -> None:
    """Post through it no more; its secrets are forgotten, what was sent stays in the log."""
    row = db.load(ChatRobot, robot_id)
    if row.removed_at is None:
        row.removed_at, row.url, row.secret = clock.now(), "", ""
        journal.record(actor_id, "removed", ("robot", robot_id))
