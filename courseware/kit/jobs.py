"""The job queue: one table, written in the caller's transaction, claimed by workers with a lease."""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5

Handler = Callable[..., None]
log = logging.getLogger("courseware.jobs")


class Job(db.Base):
    """Something to do after a commit. Done jobs stay for a while, so that an operator can look."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "done_at", "run_at"),)

    id: Mapped[db.pk]
    name: Mapped[db.code]
    arguments: Mapped[list[Any]] = mapped_column(db.Json)
    #: two jobs with the same key that nobody has begun are one
    key: Mapped[str | None] = mapped_column(unique=True)
    run_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[db.prose | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    name: str
    arguments: list[Any]
    attempt: int


class LeaseLost(Exception):
    """It took longer than the lease, and another worker has begun the same job."""


def put(name: str, *arguments: Any, key: str | None = None, run_at: datetime | None = None) -> None:
    """Ask for a job in the caller's transaction; with a `key`, a waiting job of that key stands for both."""
    row = {"name": name, "arguments": list(arguments), "key": key, "run_at": run_at or clock.now()}
    # The waiting job is locked, not only seen: a worker that took it before our commit would
    # run it without what we are about to commit.
    wish = db.insert(Job).values(row)
    db.write().execute(wish.on_conflict_do_update(index_elements=[Job.key], set_={"key": key}))


def work_once(database: db.Database, handlers: Mapping[str, Handler]) -> bool:
    """Claim and run one due job; whether there was one. A handler may run twice, never zero times."""
    job = _claim(database)
    if job is None:
        return False
    if job.attempt > MAX_ATTEMPTS:  # whoever ran it never came back to say that it failed
        _fail(database, job, "Each worker that began this job ended before it was done.")
        return True
    try:
        with db.working(database):
            handlers[job.name](*job.arguments)
            _finish(job)
    except LeaseLost:
        log.warning("job %s was taken over", job.id)
    except Exception:  # whatever a handler raises is written into its row; the worker goes on
        _fail(database, job, traceback.format_exc())
    return True


def try_again(job_id: int) -> None:
    """Let a job that was given up start anew; one that is done or waits stays as it is."""
    job = db.load(Job, job_id)
    if job.failed_at is not None:
        job.failed_at, job.attempts, job.run_at = None, 0, clock.now()


def clean(before: datetime) -> None:
    """Forget the jobs that were done before `before`."""
    db.write().execute(delete(Job).where(Job.done_at < before, Job.failed_at.is_(None)))


def _due(now: datetime) -> Any:
    free = (Job.leased_until.is_(None)) | (Job.leased_until < now)
    return (Job.done_at.is_(None)) & (Job.failed_at.is_(None)) & (Job.run_at <= now) & free


def _claim(database: db.Database) -> Claimed | None:
    """Take the job that is due first; the attempt is counted now, since a worker may not live to count it."""
    now = clock.now()
    with db.reading(database) as connection:  # a plain look first: an idle worker takes no lock
        if connection.execute(select(Job.id).where(_due(now)).limit(1)).first() is None:
            return None
    with db.transaction(database) as session:
        first = select(Job.id).where(_due(now)).order_by(Job.run_at, Job.id).limit(1)
        statement = (
            update(Job)
            .where(Job.id == first.with_for_update(skip_locked=True).scalar_subquery())
            # Without its key: what is asked for from now on may not be seen by this run.
            .values(leased_until=now + LEASE, attempts=Job.attempts + 1, key=None)
            .returning(Job.id, Job.name, Job.arguments, Job.attempts)
            .execution_options(synchronize_session=False)
        )
        row = session.execute(statement).first()
        return Claimed(*row) if row else None


def _finish(job: Claimed) -> None:
    """Mark the job as done, in the handler's transaction: of two workers one has its effects."""
    mine = (Job.id == job.id) & (Job.attempts == job.attempt) & Job.done_at.is_(None)
    done = update(Job).where(mine).values(done_at=clock.now(), error=None).returning(Job.id)
    if db.write().scalar(done) is None:
        raise LeaseLost


def _fail(database: db.Database, job: Claimed, error: str) -> None:
    """Keep the error, and try again later each time, until it is given up."""
    now = clock.now()
    with db.transaction(database):
        row = db.load(Job, job.id)
        if row.attempts != job.attempt:  # another worker has it now
            return
        row.error = error
        row.leased_until = None
        row.run_at = now + timedelta(seconds=10 * 4**row.attempts)
        if row.attempts >= MAX_ATTEMPTS:
            row.failed_at = now
