"""In a real browser whose clock is wrong: the countdown runs by the server's, and hands in at zero."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect, sync_playwright
from sqlalchemy import select, update

from courseware import db
from courseware.kit import clock
from courseware.quiz.models import AnswerStep, Attempt
from tests.quiz.living import server
from tests.quiz.papers import SLUG

#: this device believes that it is an hour later
WRONG_CLOCK = "const now = Date.now.bind(Date); Date.now = () => now() + 3600000;"


def test_at_zero_the_page_hands_in_what_is_there(place: db.Database, cookie: str, tmp_path: Path):
    with server(place, tmp_path) as (port, _), sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        base = f"http://127.0.0.1:{port}"
        context = browser.new_context(base_url=base)
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": base}])
        context.add_init_script(WRONG_CLOCK)
        page = context.new_page()
        page.goto(f"/quizzes/{SLUG}?lang=en")
        page.get_by_role("button", name="Start the quiz").click()
        page.wait_for_url("**/attempts/*")
        expect(page.get_by_role("timer")).to_have_text(re.compile("19:[0-5]"))
        with db.transaction(place) as session:
            soon = clock.now() + timedelta(seconds=8)
            session.execute(update(Attempt).values(deadline_at=soon))
        page.reload()
        expect(page.get_by_role("timer")).to_have_text(re.compile("^0:0"))
        page.locator("[data-question]:visible").locator("input, select, textarea").locator(
            "visible=true"
        ).first.evaluate("""input => {
            if (input.type === "radio" || input.type === "checkbox") input.checked = true;
            else if (input.tagName === "SELECT") input.selectedIndex = 1;
            else input.value = "1";
            input.dispatchEvent(new Event("change", { bubbles: true }));
        }""")
        expect(page.get_by_role("timer")).to_have_count(0, timeout=25000)  # the result is shown
        browser.close()
    with db.reading(place) as rows:
        attempt = rows.execute(select(Attempt.submitted_at, Attempt.ended_by)).one()
        steps = rows.scalars(select(AnswerStep.outcome)).all()
    assert attempt.submitted_at is not None
    assert attempt.ended_by == "person"  # within the grace
    assert steps == ["counted"]
    place.dispose()
