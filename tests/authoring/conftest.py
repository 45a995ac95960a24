"""A trainer's browser, on a server of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from courseware import db
from tests import world
from tests.quiz.living import server

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
def place(sqlite_template: tuple[Path, world.Cast], tmp_path: Path) -> db.Database:
    shutil.copy(sqlite_template[0], tmp_path / "editor.db")
    return db.Database(f"sqlite:///{tmp_path / 'editor.db'}")


@pytest.fixture
def page(
    place: db.Database,
    one_app: Flask,
    sqlite_template: tuple[Path, world.Cast],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Page]:
    """Tara's browser, with protected forms as on a real server."""
    monkeypatch.setenv("CSRF", "1")
    signer = one_app.session_interface.get_signing_serializer(one_app)
    value = signer.dumps({"_user_id": f"{sqlite_template[1].tara}.1", "_fresh": True, "lang": "en"})
    with server(place, tmp_path) as (port, _), sync_playwright() as tools:
        browser: Browser = tools.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox"]
        )
        base = f"http://127.0.0.1:{port}"
        context = browser.new_context(base_url=base, viewport={"width": 1200, "height": 900})
        context.add_cookies([{"name": "session", "value": value, "url": base}])
        context.set_default_timeout(8000)
        made = context.new_page()
        faults: list[str] = []
        made.on("pageerror", lambda error: faults.append(str(error)))
        yield made
        browser.close()
        assert faults == []
    place.dispose()
