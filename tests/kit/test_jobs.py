"""What is asked for in a transaction is done after it, by one worker, whatever happens to the others."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from courseware import config, db
from courseware.accounts.models import Team
from courseware.kit import clock, jobs
from courseware.kit.jobs import Job
from tests.kit import workers


def put(database: db.Database, name: str = "note", *arguments: Any, **more: Any) -> None:
    with db.transaction(database):
        jobs.put(name, *arguments, **more)


def rows(database: db.Database) -> list[Any]:
    with db.reading(database) as connection:
        return list(connection.execute(select(Job.__table__).order_by(Job.id)))


def work(database: db.Database, **handlers: jobs.Handler) -> int:
    done = 0
    while jobs.work_once(database, handlers):
        done += 1
    return done


def test_a_job_runs_once_with_what_it_was_given(database: db.Database):
    seen: list[Any] = []
    put(database, "note", 7, "七")
    assert work(database, note=lambda *given: seen.append(given)) == 1
    assert work(database, note=lambda *given: seen.append(given)) == 0
    assert seen == [(7, "七")]
    assert rows(database)[0].done_at is not None


def test_a_job_of_a_transaction_that_failed_never_runs(database: db.Database):
    def fails() -> None:
        with db.transaction(database):
            jobs.put("note", 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert work(database, note=lambda _n: pytest.fail("it ran")) == 0


def test_jobs_run_in_order_and_not_before_their_time(database: db.Database):
    seen: list[int] = []
    put(database, "note", 3, run_at=clock.now() + timedelta(hours=1))
    put(database, "note", 1)
    put(database, "note", 2)
    work(database, note=seen.append)
    assert seen == [1, 2]
    with clock.frozen(clock.now() + timedelta(hours=2)):
        work(database, note=seen.append)
    assert seen == [1, 2, 3]


def test_one_key_is_one_job_until_it_is_begun(database: db.Database):
    seen: list[int] = []

    def handler(number: int) -> None:
        seen.append(number)
        if number == 1:  # a fact that comes while the job runs may not be in what it read
            jobs.put("note", 2, key="k")

    for _ in range(3):
        put(database, "note", 1, key="k")
    put(database, "note", 9, key="other")
    work(database, note=handler)
    assert sorted(seen) == [1, 2, 9]
    put(database, "note", 3, key="k")
    work(database, note=handler)
    assert seen[-1] == 3


def test_the_same_key_from_two_transactions_at_once_harms_neither(own_database: db.Database):
    start = threading.Barrier(4)
    errors: list[BaseException] = []

    def ask() -> None:
        start.wait()
        try:
            for _ in range(10):
                put(own_database, "note", key="k")
        except BaseException as error:
            errors.append(error)

    _all(threading.Thread(target=ask) for _ in range(4))
    assert errors == []
    assert len(rows(own_database)) == 1


def test_a_worker_never_takes_a_job_between_the_question_and_the_commit(own_database: db.Database):
    """A job of that key waits already: it must see what the second transaction commits."""
    seen: list[list[str]] = []

    def look() -> None:
        seen.append(list(db.read().scalars(select(Team.name).where(Team.name == "fact"))))

    put(own_database, "look", key="k")
    asked = threading.Event()

    def second() -> None:
        with db.transaction(own_database) as session:
            session.add(Team(name="fact"))
            jobs.put("look", key="k")
            asked.set()
            time.sleep(0.2)

    other = threading.Thread(target=second)
    other.start()
    asked.wait()
    work(own_database, look=look)
    other.join()
    work(own_database, look=look)
    assert seen[-1] == ["fact"]


def test_a_failing_job_is_tried_later_each_time_and_in_the_end_given_up(database: db.Database):
    tries: list[Any] = []

    def fails() -> None:
        tries.append(clock.now())
        db.write().add(Team(name="half"))
        raise ValueError("the mail server is away")

    put(database, "fails")
    now = clock.now()
    for _ in range(jobs.MAX_ATTEMPTS):
        with clock.frozen(now):
            assert work(database, fails=fails) == 1
            assert work(database, fails=fails) == 0
        [job] = rows(database)
        assert "the mail server is away" in job.error
        now = job.run_at + timedelta(seconds=1)
    waits = [later - earlier for earlier, later in pairwise(tries)]
    assert waits == sorted(waits)
    assert waits[0] >= timedelta(seconds=10)
    assert (job.attempts, job.failed_at is None, job.done_at) == (jobs.MAX_ATTEMPTS, False, None)
    with clock.frozen(now + timedelta(days=9)):
        assert work(database, fails=fails) == 0
    with db.reading(database) as connection:
        assert connection.scalar(select(Team.id).where(Team.name == "half")) is None


def test_a_job_that_nobody_knows_fails_and_holds_up_no_other(database: db.Database):
    seen: list[int] = []
    put(database, "unknown")
    put(database, "note", 1)
    assert work(database, note=seen.append) == 2
    assert seen == [1]
    assert "unknown" in rows(database)[0].error


def test_what_a_dead_worker_had_begun_is_begun_again_when_its_lease_ends(database: db.Database):
    seen: list[int] = []
    put(database, "note", 1)
    now = clock.now()
    with clock.frozen(now):
        assert jobs._claim(database) is not None  # and is never heard of again
        assert work(database, note=seen.append) == 0
    with clock.frozen(now + jobs.LEASE + timedelta(seconds=1)):
        assert work(database, note=seen.append) == 1
    assert seen == [1]


def test_a_job_that_kills_each_worker_is_given_up(database: db.Database):
    put(database, "deadly")
    now = clock.now()
    for _ in range(jobs.MAX_ATTEMPTS):
        with clock.frozen(now):
            assert jobs._claim(database) is not None
        now += jobs.LEASE + timedelta(seconds=1)
    with clock.frozen(now):
        assert work(database, deadly=lambda: pytest.fail("it ran")) == 1
        assert work(database) == 0
    [job] = rows(database)
    assert (job.failed_at, job.done_at) == (now, None)
    assert "ended before it was done" in job.error


def test_a_worker_that_took_too_long_leaves_no_trace(database: db.Database):
    put(database, "slow")
    first = jobs._claim(database)
    assert first is not None
    with clock.frozen(clock.now() + jobs.LEASE * 2):
        second = jobs._claim(database)
    assert second is not None
    with pytest.raises(jobs.LeaseLost), db.transaction(database):
        jobs._finish(first)
    jobs._fail(database, first, "too late")
    assert rows(database)[0].error is None
    with db.transaction(database):
        jobs._finish(second)
    assert rows(database)[0].done_at is not None


def test_done_jobs_are_forgotten_after_a_while_and_failed_ones_kept(database: db.Database):
    put(database, "note", 1)
    put(database, "note", 2)
    put(database, "note", 3)
    with db.transaction(database) as session:
        old = clock.now() - timedelta(days=20)
        session.execute(update(Job).where(Job.arguments != [3]).values(done_at=old))
        session.execute(update(Job).where(Job.arguments == [2]).values(failed_at=old))
    with db.transaction(database):
        jobs.clean(clock.now() - timedelta(days=14))
    assert [row.arguments for row in rows(database)] == [[2], [3]]


def _all(threads: Any) -> None:
    threads = list(threads)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_workers_at_once_do_every_job_and_none_twice(own_database: db.Database):
    for number in range(40):
        put(own_database, "note", number)
    seen: list[int] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            work(own_database, note=seen.append)
        except BaseException as error:
            errors.append(error)

    _all(threading.Thread(target=run) for _ in range(4))
    assert errors == []
    assert sorted(seen) == list(range(40))


def _start(database: db.Database, tmp_path: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.kit.workers", database.url]
    with (tmp_path / "workers.log").open("ab") as log:
        return subprocess.Popen(command, cwd=config.ROOT, env=os.environ, stderr=log)


def test_two_workers_killed_in_the_middle_lose_no_job_and_finish_none_twice(
    own_database: db.Database, tmp_path: Path
):
    with db.transaction(own_database):
        for number in range(workers.JOBS):
            jobs.put("leave_a_mark", number)
    running = [_start(own_database, tmp_path) for _ in range(2)]
    deadline = time.monotonic() + 60
    while len(workers.marks(own_database)) < workers.JOBS // 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    for process in running:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert len(workers.marks(own_database)) >= workers.JOBS // 3
    with clock.frozen(clock.now() + jobs.LEASE * 2):
        work(own_database, leave_a_mark=workers.leave_a_mark)
    assert sorted(workers.marks(own_database)) == list(range(workers.JOBS))
