"""In a real browser: the picture and the checks follow what is typed, and a click finds the line."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from courseware import db
from courseware.authoring.models import OwnDefinition


def draft(place: db.Database) -> str:
    with db.reading(place) as rows:
        return str(rows.scalar(select(OwnDefinition.draft)))


def test_the_picture_follows_the_text(page: Page, place: db.Database):
    page.goto("/authoring/scenarios/new?copy=long-talk")
    page.get_by_role("button", name="Copy it").click()
    page.wait_for_url("**/authoring/scenarios/*")
    findings, text = page.locator("[data-findings]"), page.locator("#yaml")
    expect(findings).to_contain_text("Every check is passed")
    expect(findings.locator("svg text").filter(has_text="c5").first).to_be_visible()
    page.evaluate(
        """() => { const text = document.querySelector("#yaml");
        text.value = text.value.replace("next: c4", "next: nowhere").replace("  c5:", "  fifth:").replaceAll("next: c5", "next: fifth");
        text.dispatchEvent(new Event("input", {bubbles: true})); }"""
    )
    expect(findings).to_contain_text("there is no node 'nowhere'", timeout=3000)
    expect(findings.locator("svg text").filter(has_text="fifth").first).to_be_visible()
    findings.get_by_role("button", name="line").first.click()
    chosen = text.evaluate("t => t.value.slice(t.selectionStart, t.selectionEnd)")
    assert chosen.strip() == "r3:"
    expect(page.locator("[data-code-lines] .bad")).to_have_count(1)
    expect(page.locator("[data-autosave-state]")).to_contain_text("Saved")
    assert "next: nowhere" in draft(place)
    # A picture that can no longer be drawn stays, pale, beside the reason.
    text.press("Control+Home")
    text.press_sequentially("[[")
    expect(findings.locator(".graph.old")).to_be_visible()
    expect(findings).to_contain_text("cannot be read")
    # The Tab key leaves the field unless asked to indent.
    text.press("Tab")
    expect(text).not_to_be_focused()
    page.get_by_label("The Tab key indents").check()
    text.focus()
    text.press("Control+Home")
    text.press("Tab")
    expect(text).to_be_focused()
    assert text.input_value().startswith("  [[")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200
