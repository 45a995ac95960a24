"""A thousand certificates signed and zipped by two workers: how long, and how much memory.

The real job: two processes of the worker's own loop take the pieces from the queue, print, sign and keep each
certificate, and one of them binds the archive. Measured from the click on "order" to the finished file.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from courseware import config, db, worker
from courseware.accounts.models import Person
from courseware.certificates.actions.orders import place_order
from courseware.certificates.models import Certificate, CertificateOrder
from courseware.certificates.rules import new_serial
from courseware.certificates.types.orders import Wish
from courseware.factory import create_app
from courseware.kit import clock

ROOT = Path(__file__).parent.parent
COURSE = ROOT / "tests" / "data" / "course"
MANY, WORKERS = 1000, 2
#: goals: seconds for all; MB of one process at its highest, more than an idle worker needs
SECONDS, GROWTH = 30, 200
LONGEST = 600
FAMILIES, GIVEN = "赵钱孙李周吴郑王冯陈", "安博晨丹恩凡刚航嘉凯"
FACTS: dict[str, Any] = {
    "title": {"zh": "销售战略管理", "en": "Sales Strategy Management"},
    "track": {"zh": "新销售", "en": "New seller"},
    "modules": 50,
    "exercises": [],
    "average": 88.5,
}


def measure(database: db.Database, kind: str) -> dict[str, Any]:
    """One result in the form of benchmarks/soak.json; the database has the schema and nobody in it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "INSTANCE": folder,
            "DATABASE_URL": database.writers.url.render_as_string(hide_password=False),
            "COURSE_ROOT": str(COURSE),
            "SECRET_KEY": "orders",
            "PUBLIC_URL": "https://courseware.example",
            "LOG_LEVEL": "ERROR",
        }
        app = create_app(config.from_environment(environment), database)
        with workers(environment) as pids:
            _wait_until_warm(pids)
            # Only now: a worker that starts makes the files that are missing, and there would be nothing left to sign.
            wish = _written(database)
            idle = [_memory(pid, "VmRSS") for pid in pids]
            started = time.monotonic()
            with db.transaction(database):
                number = place_order(1, wish)
            key = _finished(database, number)
            seconds = round(time.monotonic() - started, 1)
            highest = [_memory(pid, "VmHWM") for pid in pids]
        found = _there(app.extensions["storage"].path(key))
    growth = max(high - low for high, low in zip(highest, idle, strict=True))
    is_good = seconds < SECONDS and growth < GROWTH
    return {
        "name": f"certificates signed and zipped by {WORKERS} workers in under {SECONDS} s, {kind}",
        "found": found if is_good else 0,
        "wanted": MANY,
        "seconds": seconds,
        "MB at most": round(max(highest)),
        "MB more than an idle worker": round(growth),
        "there": found,
    }


def _written(database: db.Database) -> Wish:
    """One person who asks, a thousand who hold a certificate."""
    with db.transaction(database) as session:
        session.add(Person(email="asks@orders.example", name="谭老师", is_administrator=True))
        session.flush()
        people = [{"email": f"p{n}@orders.example", "name": _name(n)} for n in range(MANY)]
        session.execute(insert(Person), people)
        query = select(Person.id, Person.name).where(Person.email.like("p%")).order_by(Person.id)
        rows = [
            {
                "serial": new_serial(2026),
                "kind": "course",
                "person_id": row.id,
                "source_id": row.id,
                "subject": "new-seller",
                "edition": "2026-1",
                "facts": FACTS | {"name": row.name},
                "issued_at": clock.now(),
            }
            for row in session.execute(query)
        ]
        session.execute(insert(Certificate), rows)
    return Wish(None, "zip", tuple(row["serial"] for row in rows))


def _name(number: int) -> str:
    if number % 20 == 19:
        return f"Maximilian Student {number}"
    return FAMILIES[number % 10] + GIVEN[number // 10 % 10] + GIVEN[number // 100 % 10]


@contextmanager
def workers(environment: dict[str, str]) -> Iterator[list[int]]:
    """Processes that do what `flask courseware worker` does."""
    command = [sys.executable, "-m", "benchmarks.orders"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=os.environ | environment) for _ in range(WORKERS)
    ]
    try:
        yield [process.pid for process in running]
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(30)


def _wait_until_warm(pids: list[int]) -> None:
    """Until each has loaded everything and sleeps between two looks at the queue."""
    deadline, before = time.monotonic() + 60, [-1.0] * len(pids)
    while time.monotonic() < deadline:
        time.sleep(2)
        now = [_memory(pid, "VmRSS") for pid in pids]
        if now == before and min(now) > 0:
            return
        before = now


def _finished(database: db.Database, number: int) -> str:
    wanted = select(CertificateOrder.file, CertificateOrder.failure).where(
        CertificateOrder.id == number
    )
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        with db.reading(database) as rows:
            row = rows.execute(wanted).one()
        if row.file:
            return str(row.file)
        if row.failure:
            raise RuntimeError(row.failure)
        time.sleep(0.1)
    raise TimeoutError("The order was not finished.")


def _there(path: Path) -> int:
    """How many signed certificates the archive holds."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".pdf")]
        return sum(b"/ByteRange" in archive.read(name) for name in names)


def _memory(pid: int, what: str) -> float:
    """In MB, from the system's own account."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(f"{what}:"))) / 1024


if __name__ == "__main__":
    worker.run(create_app())
