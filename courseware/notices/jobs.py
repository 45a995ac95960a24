"""Telling people beside the inbox, and sending what lies in the outbox."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from courseware import db
from courseware.accounts.queries import me_by_id
from courseware.accounts.types import Me
from courseware.kit import clock, jobs, outbox, robots, signing, smtp
from courseware.kit.outbox import Message
from courseware.kit.robots import Robot
from courseware.kit.storage import MissingFile
from courseware.notices import actions, queries, rules
from courseware.notices.types import UNSUBSCRIBE, Waiting
from courseware.settings import queries as organisation
from courseware.settings.rules import Organisation
from courseware.web import locale
from courseware.web.locale import t
from courseware.web.printing import storage

MINUTE = timedelta(minutes=1)
LONGEST_SUBJECT = 120


def deliver_notices(person_id: int) -> None:
    """Send somebody what they were told and have not read yet, in one mail, when they want to be told."""
    me = me_by_id(person_id)
    if me is None:
        return
    locale.use(me.lang)
    waiting = queries.waiting_for(person_id)
    if not waiting:
        return
    choice, choices = queries.choice_of(person_id), organisation.current()
    later = rules.next_moment(choice, clock.now(), choices.zone, queries.last_delivery(person_id))
    if later is not None:
        jobs.put("deliver_notices", person_id, key=f"deliver:{person_id}", run_at=later)
        return
    if choice.mail != "never" and choices.sends_mail:
        _mail(me, waiting, choices)
    if choice.chat:
        _chat(me, waiting)
    actions.deliver(person_id, [notice.id for notice in waiting])


def send_message(message_id: int) -> None:
    """Send one message; an error is raised and the job is tried again. What was sent or stopped is left alone."""
    message = db.read().execute(select(Message.__table__).where(Message.id == message_id)).first()
    if message is None or message.sent_at is not None or message.stopped_at is not None:
        return
    if message.channel == "mail":
        _send_mail(message)
    else:
        _post(message)


def _mail(me: Me, waiting: list[Waiting], choices: Organisation) -> None:
    base = current_app.config["PUBLIC_URL"]
    token = signing.sign(current_app.config["SECRET_KEY"], UNSUBSCRIBE, me.id)
    decline = f"{base}/notices/unsubscribe/{token}"
    lines = [f"• {notice.sentence}\n  {base}{notice.href}" for notice in waiting]
    body = "\n\n".join(
        [
            t("Hello {name},", name=me.name),
            *lines,
            f"{choices.name(me.lang)}\n"
            + t("When and how you are told: {link}", link=f"{base}/notices/settings")
            + "\n"
            + t("No more mails of this kind: {link}", link=decline),
        ]
    )
    subject = waiting[0].sentence if len(waiting) == 1 else t("{n} new notices", n=len(waiting))
    key = f"notices:{me.id}:{waiting[-1].id}"
    outbox.put_mail(me.email, subject[:LONGEST_SUBJECT], body, key=key, unsubscribe=decline)


def _chat(me: Me, waiting: list[Waiting]) -> None:
    """A word in the group of the team: that there is something, not what."""
    robot = queries.robot_near(me.id)
    if robot is None:
        return
    link = f"{current_app.config['PUBLIC_URL']}/notices"
    text = t("{name}: {n} new notices on the training platform. {link}", name=me.name, n=len(waiting), link=link)  # fmt: skip
    mobile = queries.mobile_of(me.id)
    key = f"notices-chat:{me.id}:{waiting[-1].id}"
    outbox.put_chat(robot.kind, robot.id, text, key=key, mentions=[mobile] if mobile else [])


def _send_mail(message: Any) -> None:
    choices = organisation.current()
    if not choices.sends_mail:
        _note(message.id, answer="no mail server is configured", sent=False)
        return
    server = smtp.Server(
        host=choices.smtp_host,
        port=choices.smtp_port,
        user=choices.smtp_user,
        password=choices.smtp_password,
        starttls=choices.smtp_tls,
        sender=choices.mail_from,
    )
    try:
        files = [(name, storage().get(key)) for name, key in message.attachments]
    except MissingFile:
        _note(message.id, answer="the file that goes with it was removed", sent=False)
        return
    mail = smtp.Mail(message.address, message.subject, message.body, message.unsubscribe, files)
    try:
        answer = smtp.send(server, mail)
    except (OSError, smtp.SMTPException) as error:
        _keep_error(message.id, f"{type(error).__name__}: {error}")
        raise
    _note(message.id, answer=answer, sent=True)


def _post(message: Any) -> None:
    found = queries.robot(int(message.address))
    if found is None:
        _note(message.id, answer="the robot was removed", sent=False)
        return
    if _posted_lately(message.address) >= robots.A_MINUTE:
        jobs.put("send_message", message.id, run_at=clock.now() + MINUTE)
        return
    try:
        answer = robots.post(
            Robot(found.kind, found.url, found.secret), message.body, message.mentions
        )
    except robots.RobotError as error:
        _keep_error(message.id, locale.translate(error.sentence, "en", **error.values))
        raise
    _note(message.id, answer=answer, sent=True)


def _posted_lately(robot: str) -> int:
    """How many messages a robot posted in the last minute: more than twenty, and its chat shuts it out."""
    query = select(func.count()).where(
        Message.channel != "mail", Message.address == robot, Message.sent_at > clock.now() - MINUTE
    )
    return db.read().scalar(query) or 0


def _keep_error(message_id: int, answer: str) -> None:
    """What the other side said, for the log; it outlives the rollback that the raised error brings."""
    db.keep(lambda session: _write(session.get_one(Message, message_id), answer, sent=False))


def _note(message_id: int, *, answer: str, sent: bool) -> None:
    _write(db.load(Message, message_id), answer, sent=sent)


def _write(message: Message, answer: str, *, sent: bool) -> None:
    message.attempts += 1
    message.answer = answer[:500]
    message.sent_at = clock.now() if sent else None
