"""The worker: the only list of jobs, and the loop that does them."""

import logging
import signal
import threading
from collections.abc import Mapping
from datetime import timedelta

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from courseware import db
from courseware.accounts.actions import forget_old_failures
from courseware.admin.jobs import clean_files, end_support
from courseware.assignments.jobs import remind_due, repeat_due
from courseware.certificates.jobs import (
    issue_missed,
    look_after_certificates,
    person_progressed,
    submission_accepted,
)
from courseware.certificates.jobs.badges import make_badge, make_badges
from courseware.certificates.jobs.orders import bind_order, let_orders_go, make_order_piece
from courseware.certificates.jobs.records import (
    make_missing_records,
    make_record,
    watch_signing_key,
)
from courseware.coaching.jobs import ask_for_observations
from courseware.cohorts.actions import forget_strangers
from courseware.feedback.jobs import offer_surveys
from courseware.home.jobs import let_copies_go, make_personal_copy
from courseware.kit import clock, deliveries, jobs
from courseware.notices.jobs import deliver_notices, send_message
from courseware.publishing.jobs import make_book, renew_books
from courseware.quiz.jobs import submit_overdue_attempt
from courseware.reports.jobs import weekly_digest
from courseware.reports.jobs.schedules import let_reports_go, send_report, send_reports
from courseware.roleplay.jobs import coach_session, expire_lines, expire_recordings
from courseware.web.printing import delete_file

HANDLERS: Mapping[str, jobs.Handler] = {
    "ask_for_observations": ask_for_observations,
    "bind_order": bind_order,
    "clean_files": clean_files,
    "coach_session": coach_session,
    "delete_file": delete_file,
    "deliver_notices": deliver_notices,
    "end_support": end_support,
    "expire_lines": expire_lines,
    "expire_recordings": expire_recordings,
    "issue_missed": issue_missed,
    "let_copies_go": let_copies_go,
    "let_orders_go": let_orders_go,
    "let_reports_go": let_reports_go,
    "look_after_certificates": look_after_certificates,
    "make_order_piece": make_order_piece,
    "make_badge": make_badge,
    "make_badges": make_badges,
    "make_book": make_book,
    "make_missing_records": make_missing_records,
    "make_personal_copy": make_personal_copy,
    "make_record": make_record,
    "offer_surveys": offer_surveys,
    "person_progressed": person_progressed,
    "remind_due": remind_due,
    "renew_books": renew_books,
    "repeat_due": repeat_due,
    "send_message": send_message,
    "send_report": send_report,
    "send_reports": send_reports,
    "submit_overdue_attempt": submit_overdue_attempt,
    "submission_accepted": submission_accepted,
    "watch_signing_key": watch_signing_key,
    "weekly_digest": weekly_digest,
}
#: how often an idle worker looks, in seconds
PAUSE = 0.5
#: and one whose database is away
LONG_PAUSE = 5.0
#: done jobs are kept so long
KEEP = timedelta(days=14)

log = logging.getLogger("courseware.worker")


def install(app: Flask) -> None:
    """Add the command to the others; `cli` must have been installed before."""
    group = app.cli.commands["courseware"]
    assert isinstance(group, click.Group)  # noqa: S101 - tells the type checker what cli.install made
    group.add_command(click.Command("worker", callback=lambda: run(app), help=run.__doc__))


def run(app: Flask) -> None:
    """Do jobs until SIGTERM or SIGINT; the job under way is finished first."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    database: db.Database = app.extensions["database"]
    log.info("worker started")
    next_hour = clock.now()
    while not stop.is_set():
        try:
            busy = do_one(app)
            if clock.now() >= next_hour:
                _every_hour(database)
                next_hour = clock.now() + timedelta(hours=1)
        except DBAPIError:  # a database that restarts must not take the worker with it
            log.exception("the database does not answer")
            stop.wait(LONG_PAUSE)
            continue
        if not busy:
            stop.wait(PAUSE)
    log.info("worker stopped")


def do_one(app: Flask) -> bool:
    """Do one due job; whether there was one."""
    with app.app_context():
        return jobs.work_once(app.extensions["database"], HANDLERS)


def do_all(app: Flask, *, most: int = 1000) -> int:
    """Do the jobs that are due, at most so many; how many were done. For tests and commands."""
    done = 0
    while done < most and do_one(app):
        done += 1
    return done


def _every_hour(database: db.Database) -> None:
    """Forget old jobs, and ask for what is due by the clock; several workers ask for it once."""
    with db.transaction(database):
        jobs.clean(clock.now() - KEEP)
        deliveries.forget(clock.now() - KEEP)
        forget_old_failures(clock.now() - KEEP)
        forget_strangers(clock.now() - KEEP)
        jobs.put("repeat_due", key="repeat_due")
        jobs.put("remind_due", key="remind_due")
        jobs.put("clean_files", key="clean_files")
        jobs.put("ask_for_observations", key="ask_for_observations")
        jobs.put("offer_surveys", key="offer_surveys")
        for name in ("expire_recordings", "expire_lines", "let_copies_go", "weekly_digest"):
            jobs.put(name, key=name)
        jobs.put("make_missing_records", key="make_missing_records")
        jobs.put("make_badges", key="make_badges")
        jobs.put("watch_signing_key", key="watch_signing_key")
        jobs.put("let_orders_go", key="let_orders_go")
        jobs.put("let_reports_go", key="let_reports_go")
        jobs.put("send_reports", key="send_reports")
        jobs.put("renew_books", key="renew_books")
        jobs.put("look_after_certificates", key="look_after_certificates")
