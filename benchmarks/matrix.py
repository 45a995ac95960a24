"""The matrix of a thousand people by fifty modules: the server's answer, the first paint, and scrolling on a slow machine."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.serving import free_port, wait_for
from courseware import config, db
from courseware.content import current
from courseware.factory import create_app
from tests import world
from tests.postgres import Server
from tests.reports.crowd import fill
from tests.schema import build_schema

PEOPLE, TIMES = 1000, 7
ANSWER, PAINT, TASK = 300, 1000, 100  #: milliseconds
SLOWER = 4  #: times, that the browser's processor is slowed
CHROMIUM = "/usr/bin/chromium"
#: waits for the paint, and keeps every task of more than fifty milliseconds
WATCH = """window.tasks = []; new PerformanceObserver((list) => list.getEntries().forEach((one) =>
  window.tasks.push([one.startTime, one.duration]))).observe({type: "longtask", buffered: true})"""
PAINTED = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime'
#: down the whole list and back, then a jump to the end and to the side
SCROLL = """async () => {
  const box = document.querySelector(".matrix-live");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const from = performance.now();
  for (let step = 0; step < 120; step += 1) { box.scrollTop += 240; await frame(); }
  for (let step = 0; step < 40; step += 1) { box.scrollLeft += 40; box.scrollTop -= 400; await frame(); }
  box.scrollTop = box.scrollHeight; await frame(); await frame();
  box.scrollTop = 0; await frame(); await frame();
  return from;
}"""


@dataclass(frozen=True)
class Place:
    """A running server with a thousand people in it."""

    base: str
    cookies: dict[str, str]  # by person
    cast: world.Cast

    @property
    def paths(self) -> dict[str, str]:
        """Who asks for which page."""
        return {"tara": f"/cohorts/{self.cast.cohort}/matrix", "bo": "/team/matrix"}


def measure() -> list[dict[str, Any]]:
    """The slowest answer on each database; paint and longest task in the browser."""
    return [line for kind in ("sqlite", "postgresql") for line in measure_on(kind)]


def measure_on(kind: str) -> list[dict[str, Any]]:
    """The slowest answer on one database; with SQLite, paint and longest task in the browser, too."""
    with served(kind) as place:
        slowest = max(
            _answer(place, who, path + ending)
            for who, path in place.paths.items()
            for ending in ("", ".json")
        )
        results = [_line(f"matrix of 1,000 × 50, answer, {kind}", slowest, ANSWER)]
        if kind == "sqlite":
            with browsing(place, "tara") as page:
                paint, task = in_browser(page, place.paths["tara"])
            words = "matrix of 1,000 × 50, longest task while scrolling at ¼ speed"
            results.append(_line("matrix of 1,000 × 50, first paint at ¼ speed", paint, PAINT))
            results.append(_line(words, task, TASK))
    return results


def in_browser(page: Page, path: str) -> tuple[float, float]:
    """First contentful paint and the longest task while scrolling, in milliseconds, on a slowed processor."""
    page.add_init_script(WATCH)
    page.goto(
        path
    )  # style sheets and scripts come from the cache later, as on every visit but the first
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    paints = []
    for _ in range(3):
        page.goto(path, wait_until="load")
        page.wait_for_selector("[data-matrix][data-ready]")
        paints.append(page.evaluate(PAINTED))
    page.wait_for_timeout(1000)
    started = page.evaluate(SCROLL)
    page.wait_for_timeout(500)
    tasks = [length for at, length in page.evaluate("window.tasks") if at >= started]
    return statistics.median(paints), max(tasks, default=0.0)


@contextmanager
def browsing(place: Place, who: str, **how: Any) -> Iterator[Page]:
    """A browser in which somebody is signed in."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(base_url=place.base, **how)
        context.add_cookies([{"name": "session", "value": place.cookies[who], "url": place.base}])
        yield context.new_page()
        browser.close()


@contextmanager
def served(kind: str, *, people: int = PEOPLE) -> Iterator[Place]:
    """A server process on a database with so many people in one class and one team."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder}/app.db"
        if kind != "sqlite":
            url = stack.enter_context(Server.start()).create("matrix")
        values = {"INSTANCE": str(folder), "SECRET_KEY": "bench", "DATABASE_URL": url}
        values["LOG_LEVEL"] = "ERROR"
        cast, cookies = _prepare(config.from_environment(values), people)
        port = free_port()
        log = stack.enter_context((folder / "log").open("w"))
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=config.ROOT,
            env={**os.environ, **values, "PORT": str(port)},
            stderr=log,
        )
        stack.callback(process.wait)
        stack.callback(process.terminate)
        wait_for(port)
        yield Place(f"http://127.0.0.1:{port}", cookies, cast)


def _prepare(settings: config.Settings, people: int) -> tuple[world.Cast, dict[str, str]]:
    served_before = current.library() if current.is_serving() else None
    app = create_app(settings)
    database: db.Database = app.extensions["database"]
    build_schema(database)
    with db.transaction(database) as session:
        cast = world.populate(session, "no password")
        fill(session, current.course(), (cast.cohort, cast.team), people)
    cookies = {}
    for who in ("tara", "bo"):
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = f"{getattr(cast, who)}.1", True
            cookie["lang"] = "zh"
        client.get("/account")
        found = client.get_cookie("session")
        assert found is not None
        cookies[who] = found.value
    database.dispose()
    if served_before is not None:  # a test that runs this goes on with its own course
        current.serve(served_before)
    return cast, cookies


def _answer(place: Place, who: str, path: str) -> float:
    """The median time of a warm answer, in milliseconds, until its last byte is here."""
    request = urllib.request.Request(  # noqa: S310 - our own address
        place.base + path, headers={"Cookie": f"session={place.cookies[who]}"}
    )
    times = []
    for _ in range(TIMES + 2):
        started = time.perf_counter()
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the same
            assert answer.status == 200, path
            answer.read()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times[2:])


def _line(name: str, value: float, bound: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value),
        "unit": "ms",
        "against": f"bound {bound} ms",
        "ratio": round(bound / max(value, 1), 2),
        "goal": 1,
    }


if __name__ == "__main__":
    for result in measure():
        print(result, flush=True)
