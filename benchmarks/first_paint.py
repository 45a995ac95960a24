"""Lesson and home as they arrive on a slow phone: first paint, requests, weight, and whether anything jumps."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

from benchmarks.lesson_page import MODULE, prepare_learner
from benchmarks.matrix import CHROMIUM, PAINTED, SLOWER
from benchmarks.serving import free_port, wait_for
from courseware import config

TIMES = 5
PAGES = {"lesson": f"/modules/{MODULE}", "home": "/"}
PHONE = {"width": 360, "height": 780}
#: a poor mobile line: bytes a second each way, and milliseconds until the first of them
LINE = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
BOUNDS = {"ms": 1800.0, "requests": 15.0, "KB": 200.0, "shift": 0.05}
WORDS = {
    "ms": "first paint at ¼ speed, 1.6 Mbit/s, 150 ms",
    "requests": "requests",
    "KB": "everything it loads",
    "shift": "layout shift",
}
#: adds up what moved without being asked to
WATCH = """window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => {
  if (!one.hadRecentInput) window.shift += one.value; })).observe({type: "layout-shift", buffered: true})"""
#: milliseconds after the last byte in which something may still move
REST = 500


@dataclass
class Line:
    """What came over the line for one page."""

    requests: int = 0
    size: float = 0

    def follow(self, session: CDPSession) -> None:
        session.on("Network.requestWillBeSent", lambda _: self._count())
        session.on("Network.loadingFinished", lambda done: self._weigh(done["encodedDataLength"]))

    def _count(self) -> None:
        self.requests += 1

    def _weigh(self, size: float) -> None:
        self.size += size


def measure() -> list[dict[str, Any]]:
    """Four results a page: the median of the paint, the most of everything else."""
    with served() as (base, cookie), sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        results = []
        for name, path in PAGES.items():
            visits = [visit(browser, base + path, cookie) for _ in range(TIMES)]
            for unit in BOUNDS:
                values = [found[unit] for found in visits]
                value = statistics.median(values) if unit == "ms" else max(values)
                results.append(_result(f"{name} on a slow phone, {WORDS[unit]}", value, unit))
        browser.close()
    return results


def visit(browser: Browser, url: str, cookie: str) -> dict[str, float]:
    """A first visit: nothing of the page is in the cache."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True)  # type: ignore[arg-type]  # a dict of two numbers
    context.add_cookies([{"name": "session", "value": cookie, "url": url}])
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    line = Line()
    line.follow(session)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, **LINE})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answer = page.goto(url, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200, url
    page.wait_for_timeout(REST)
    found = {
        "ms": float(page.evaluate(PAINTED)),
        "requests": float(line.requests),
        "KB": line.size / 1000,
        "shift": float(page.evaluate("window.shift")),
    }
    context.close()
    return found


@contextmanager
def served() -> Iterator[tuple[str, str]]:
    """A server process, and the cookie of a learner on the way."""
    with tempfile.TemporaryDirectory() as folder:
        values = {"INSTANCE": folder, "SECRET_KEY": "bench", "LOG_LEVEL": "ERROR"}
        cookie = prepare_learner(config.from_environment(values)).partition("=")[2]
        port = free_port()
        with (Path(folder) / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "app.py"],
                cwd=config.ROOT,
                env={**os.environ, **values, "PORT": str(port)},
                stderr=log,
            )
            try:
                wait_for(port)
                yield f"http://127.0.0.1:{port}", cookie
            finally:
                process.terminate()
                process.wait()


def _result(name: str, value: float, unit: str) -> dict[str, Any]:
    bound = BOUNDS[unit]
    return {
        "name": name,
        "value": round(value, 3 if unit == "shift" else 0),
        "unit": unit,
        "against": f"bound {bound:g}",
        "ratio": round(bound / max(value, bound / 100), 2),
        "goal": 1,
    }


if __name__ == "__main__":
    for result in measure():
        print(result, flush=True)
