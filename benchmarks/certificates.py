"""How fast certificates are made, against WeasyPrint used in the obvious way on the same page, both unsigned.

Ours is the whole way that a request goes, from the row to the bytes. The obvious way is
`HTML(string=…).write_pdf()` with the styles in the document; filling the template in is not
counted there. It is measured on twenty certificates; a thousand of them are fifty times that,
which is said in the result.
"""

import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

from flask import Flask

from benchmarks.pdfs import naively, one_core
from courseware import config, db
from courseware.certificates.documents import print_page
from courseware.certificates.documents.looks import Look
from courseware.certificates.documents.pages import page_of
from courseware.certificates.rules import new_serial
from courseware.certificates.types import CertificateRow
from courseware.factory import create_app
from courseware.web.printing import printer
from courseware.web.render import render_text
from tests.certificates.looks import organisation, row_of
from tests.conftest import DATA

LOOK = Look("formal", "landscape", "both")
NAIVE, MANY, PROCESSES = 20, 1000, 2
FIRST_DAY = datetime(2026, 1, 1, 4, tzinfo=UTC)


def measure() -> list[dict[str, Any]]:
    """Two results in the form of benchmarks/results.json."""
    with scratch_app().app_context():
        printer().warm_up()
        with one_core():
            ours, naive = one_by_one()
    return [
        result("certificate as PDF", "ms", ours * 1000, naive * 1000, goal=30),
        result(
            f"{MANY} certificates as PDF, {PROCESSES} processes; naive in one, extrapolated from {NAIVE}",
            "s",
            many(),
            naive * MANY,
            goal=50,
        ),
    ]


def one_by_one() -> tuple[float, float]:
    """Seconds of the processor for one, ours warm and the obvious way: medians."""
    pages = [page_of(row(n), LOOK, organisation(), copy=False) for n in range(NAIVE + 1)]
    html = [render_text("pdf/certificate.html", page=page, with_art=True) for page in pages]
    naive = [spent(lambda n=n: naively(html[n])) for n in range(NAIVE + 1)][1:]
    rows = [row(n) for n in range(201)]
    ours = [spent(lambda n=n: print_page(rows[n], LOOK, copy=False)) for n in range(201)][1:]
    return statistics.median(ours), statistics.median(naive)


def many() -> float:
    """Seconds of the processor that the busier process takes for its share; laying out the mould is in it.

    Not by the clock: whatever else runs on the machine would count against ours alone.
    """
    shares = [range(start, MANY, PROCESSES) for start in range(PROCESSES)]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        return max(pool.map(make_all, shares, chunksize=1))


def make_all(numbers: range) -> float:
    with scratch_app().app_context():
        printer().warm_up()
        rows = [row(number) for number in numbers]
        start = time.process_time()
        sizes = [len(print_page(one, LOOK, copy=False)) for one in rows]
        took = time.process_time() - start
    assert min(sizes) > 10_000
    return took


@cache
def scratch_app() -> Flask:
    settings = config.from_environment(
        {
            "INSTANCE": tempfile.mkdtemp(),
            "COURSE_ROOT": str(DATA / "course"),
            "SECRET_KEY": "bench",
            "PUBLIC_URL": "https://training.example.com",
            "LOG_LEVEL": "ERROR",
        }
    )
    app = create_app(settings, db.Database("sqlite://"))
    app.extensions["organisation"] = SimpleNamespace(now=organisation)
    return app


def row(number: int) -> CertificateRow:
    """A course's certificate with a name, a serial, a day and figures of its own."""
    found = row_of(
        "王李张刘陈杨赵黄"[number % 8] + "伟芳娜敏静丽强"[number % 7] + "磊军洋勇艳杰"[number % 6],
        serial=new_serial(2026),
        issued_at=FIRST_DAY + timedelta(days=number % 300),
    )
    found.facts.update(modules=20 + number % 30, average=70 + number % 29 / 2)
    return found


def spent(way: Callable[[], bytes]) -> float:
    start = time.process_time()
    way()
    return time.process_time() - start


def result(name: str, unit: str, value: float, against: float, *, goal: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "against": round(against, 1),
        "ratio": round(against / value, 1),
        "goal": goal,
    }


if __name__ == "__main__":
    for one in measure():
        print(one)
