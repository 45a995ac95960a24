"""A mail reaches its server once, readable, and a missing or broken server loses nothing."""

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from courseware import db, worker
from courseware.kit import jobs, outbox
from courseware.kit.jobs import Job
from courseware.kit.outbox import Message
from courseware.settings import actions as settings


class Postbox:
    """What the server took; `refuse` is its next answers instead."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.refuse: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuse:
            return self.refuse.pop()
        mail = message_from_bytes(envelope.content, policy=default)
        self.mails.append((envelope.rcpt_tos, mail))  # type: ignore[arg-type]  # aiosmtpd has no types
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def configure(database: db.Database, port: int) -> None:
    with db.transaction(database):
        settings.change(
            smtp_host="127.0.0.1", smtp_port=port, smtp_tls=False, mail_from="学院 <a@test.example>"
        )


def post(database: db.Database, key: str = "k") -> None:
    with db.transaction(database):
        outbox.put_mail(
            "lin@test.example", "您有一份新的任务", "林夏：\n\n请在周五前完成。\n", key=key
        )


def messages(database: db.Database) -> list[Any]:
    with db.reading(database) as rows:
        return list(rows.execute(select(Message.__table__)))


def test_a_mail_arrives_once_and_readable(
    app: Flask, database: db.Database, postbox: tuple[Postbox, int]
):
    box, port = postbox
    configure(database, port)
    for _ in range(2):
        post(database)
        worker.do_all(app)
    [(to, mail)] = box.mails
    assert to == ["lin@test.example"]
    assert mail["Subject"] == "您有一份新的任务"
    assert "学院" in mail["From"]
    assert mail.get_content().splitlines() == ["林夏：", "", "请在周五前完成。"]
    assert mail["Message-ID"]
    [row] = messages(database)
    assert (row.attempts, row.sent_at is None) == (1, False)
    assert "accepted <" in row.answer


def test_a_message_that_was_sent_is_not_sent_again_by_a_second_job(
    app: Flask, database: db.Database, postbox: tuple[Postbox, int]
):
    box, port = postbox
    configure(database, port)
    post(database)
    worker.do_all(app)
    with db.transaction(database):
        jobs.put("send_message", messages(database)[0].id)
    worker.do_all(app)
    assert len(box.mails) == 1


def test_a_refusal_is_kept_and_the_mail_tried_again(
    app: Flask, database: db.Database, postbox: tuple[Postbox, int]
):
    box, port = postbox
    configure(database, port)
    box.refuse = ["451 come back later"]
    post(database)
    worker.do_all(app)
    assert (box.mails, messages(database)[0].sent_at) == ([], None)
    with db.transaction(database) as session:
        [job] = session.scalars(select(Job))
        assert "come back later" in (job.error or "")
        job.run_at = job.created_at
    worker.do_all(app)
    assert len(box.mails) == 1


def test_without_a_mail_server_nothing_fails(app: Flask, database: db.Database):
    post(database)
    worker.do_all(app)
    [row] = messages(database)
    assert (row.sent_at, row.answer) == (None, "no mail server is configured")
    with db.reading(database) as rows:
        assert rows.scalars(select(Job.error)).all() == [None]


def test_a_mail_of_a_transaction_that_failed_is_never_sent(
    app: Flask, database: db.Database, postbox: tuple[Postbox, int]
):
    box, port = postbox
    configure(database, port)

    def fails() -> None:
        with db.transaction(database):
            outbox.put_mail("lin@test.example", "x", "x", key="x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    worker.do_all(app)
    assert (box.mails, messages(database)) == ([], [])
