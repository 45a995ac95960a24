"""In a real browser: the form beside its text follows what is typed, and the text that is kept is the text that was typed."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from courseware import db
from courseware.authoring.models import OwnDefinition


def type_in(page: Page, old: str, new: str) -> None:
    page.evaluate(
        """([old, fresh]) => { const text = document.querySelector("#yaml");
        text.value = text.value.replaceAll(old, fresh);
        text.dispatchEvent(new Event("input", {bubbles: true})); }""",
        [old, new],
    )


def test_the_preview_follows_the_text(page: Page, place: db.Database):
    page.goto("/authoring/forms/new?copy=plan")
    page.get_by_role("button", name="Copy it").click()
    page.wait_for_url("**/authoring/forms/*")
    preview, findings = page.locator("[data-preview]"), page.locator("[data-findings]")
    expect(findings).to_contain_text("Every check is passed")
    expect(preview.get_by_label("Owner")).to_be_disabled()
    preview.get_by_text("A filled example").click()
    expect(preview).to_contain_text("New customers")
    type_in(page, 'en: "Owner"', 'en: "Leader"')
    expect(preview.get_by_label("Leader")).to_be_visible(timeout=3000)
    expect(preview).to_contain_text("New customers")  # what was unfolded stays so
    type_in(page, "type: person", "type: colour")
    expect(findings).to_contain_text("colour")
    expect(preview.get_by_label("Leader")).to_be_visible()  # the last one that could be shown stays
    expect(preview).to_have_class("editor-preview old")
    expect(page.locator("[data-autosave-state]")).to_contain_text("Saved")
    with db.reading(place) as rows:
        kept = str(rows.scalar(select(OwnDefinition.draft)))
    assert "type: colour" in kept
    assert "goals-0" not in kept
