"""Two browsers in one form at the same time: different fields come in live, the same field offers both versions."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright

from courseware import db
from courseware.accounts.queries import me_by_id
from courseware.content.definitions import Course
from courseware.exercise import queries
from courseware.exercise.actions.together import open_group_form
from tests import world
from tests.exercise.test_together import make_group
from tests.quiz.living import server

SAVED = "[data-autosave-state=saved]"


@pytest.fixture
def place(sqlite_template: tuple[Path, world.Cast], tmp_path: Path) -> Iterator[db.Database]:
    shutil.copy(sqlite_template[0], tmp_path / "together.db")
    database = db.Database(f"sqlite:///{tmp_path / 'together.db'}")
    yield database
    database.dispose()


@pytest.fixture
def number(place: db.Database, course: Course, sqlite_template: tuple[Path, world.Cast]) -> int:
    """The form that lin and sam fill in."""
    cast = sqlite_template[1]
    with db.transaction(place) as session:
        group = make_group(session, cast, cast.lin, cast.sam)
        lin = me_by_id(cast.lin)
        assert lin is not None
        return open_group_form(lin, course.exercises["board"], "", group_id=group)


@pytest.fixture
def two(
    place: db.Database,
    number: int,
    tmp_path: Path,
    one_app: Flask,
    sqlite_template: tuple[Path, world.Cast],
) -> Iterator[tuple[Page, Page]]:
    serializer = one_app.session_interface.get_signing_serializer(one_app)  # type: ignore[attr-defined]
    cast = sqlite_template[1]
    with server(place, tmp_path) as (port, _), sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        pages = []
        for person in (cast.lin, cast.sam):
            base = f"http://127.0.0.1:{port}"
            context = browser.new_context(base_url=base, reduced_motion="reduce")
            value = serializer.dumps({"_user_id": f"{person}.1", "_fresh": True})
            context.add_cookies([{"name": "session", "value": value, "url": base}])
            context.set_default_timeout(8000)
            page = context.new_page()
            page.goto(f"/submissions/{number}?lang=en")
            pages.append(page)
        yield pages[0], pages[1]
        browser.close()


def test_two_browsers_write_in_one_form(two: tuple[Page, Page], number: int, place: db.Database):
    lin, sam = two
    expect(lin.locator("[data-here]")).to_contain_text("Also here: 萨姆 Sam")

    # Different fields: each sees who writes where, and the other's words come in by themselves.
    lin.fill("#situation", "两班倒")
    expect(sam.locator("#f-situation [data-writing]")).to_contain_text("林夏 is writing here")
    sam.fill("#offer", "检测机")
    expect(lin.locator("#offer")).to_have_value("检测机")
    expect(lin.locator("#f-offer [data-changed-by]")).to_contain_text("Changed by 萨姆 Sam")
    expect(sam.locator("#situation")).to_have_value("两班倒")

    # Rows that both add are all there.
    lin.fill("[name='steps-0-step']", "参观")
    expect(sam.locator("[name='steps-0-step']")).to_have_value("参观")

    # The same field: the one who saves later chooses; what others wrote elsewhere is not touched.
    sam.route("**/others?*", lambda route: route.abort())  # sam hears nothing for a moment
    lin.fill("#situation", "两班倒，返工多")
    expect(lin.locator(SAVED)).to_be_visible()
    sam.fill("#situation", "三班倒")
    dialog = sam.locator("dialog[open]")
    expect(dialog).to_contain_text("两班倒，返工多")
    expect(dialog.locator("fieldset")).to_have_count(1)
    sam.unroute("**/others?*")
    dialog.get_by_role("button", name="Save as chosen").click()
    expect(sam.locator(SAVED)).to_be_visible()
    lin.locator("#price").focus()
    expect(lin.locator("#situation")).to_have_value("三班倒")

    # What comes into the field one is in waits until one leaves it.
    lin.locator("#offer").focus()
    sam.fill("#offer", "两台检测机")
    expect(lin.locator("#f-offer [data-changed-by]")).to_contain_text("shown when you leave")
    expect(lin.locator("#offer")).to_have_value("检测机")
    lin.locator("#price").focus()
    expect(lin.locator("#offer")).to_have_value("两台检测机")

    with db.reading(place):
        answers = queries.draft(number).answers
    assert (answers["situation"], answers["offer"]) == ("三班倒", "两台检测机")
    assert [row["step"] for row in answers["steps"]] == ["参观"]
