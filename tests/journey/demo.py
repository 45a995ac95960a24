"""The demo world in a browser: a platform of its own, and one signed-in context a role."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person, Team
from courseware.admin.demo import PASSWORD
from courseware.cohorts.models import Cohort
from tests.journey.running import Platform

CHROMIUM = "/usr/bin/chromium"
ROLES = ("learner", "graduate", "trainer", "manager", "admin")


@contextmanager
def demo_platform() -> Iterator[Platform]:
    """Web and worker with the demo people and all that they did, on SQLite."""
    folder = Path(tempfile.mkdtemp())
    (folder / "instance").mkdir()
    running = Platform(folder, f"sqlite:///{folder}/demo.db")
    try:
        running.command("init-db")
        running.command("make-keys")
        running.command("demo")
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def names_in(database_url: str) -> set[str]:
    """What people, teams and classes are called: their names stay as they were written."""
    database = db.Database(database_url)
    with database.readers.connect() as rows:
        found = {
            name for kind in (Person, Team, Cohort) for name in rows.scalars(select(kind.name))
        }
    database.dispose()
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as tools:
        launched = tools.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


def signed_in(browser: Browser, base: str, role: str | None) -> BrowserContext:
    """A context in which a demo person is signed in; nobody where there is no role."""
    context = browser.new_context(base_url=base, reduced_motion="reduce")
    if role is not None:
        page = context.new_page()
        page.goto("/login?lang=zh")
        page.locator('[name="email"]').fill(f"{role}@demo.example")
        page.locator('[name="password"]').fill(PASSWORD)
        page.locator('main button[type="submit"], main button.primary').first.click()
        page.wait_for_url(f"{base}/")
        page.close()
    return context
