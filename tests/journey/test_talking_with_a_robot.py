"""The AI customer and coach in a real browser, against a model on this machine."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journey import people
from tests.journey.cast import ADMIN
from tests.journey.people import Person
from tests.journey.running import Platform
from tests.roleplay.stub_model import Model, Say, as_json, serving

SCENARIO = "/roleplays/manufacturing-first-talk"


@pytest.fixture(scope="module", autouse=True)
def _no_proxy() -> Iterator[None]:
    before = os.environ.get("NO_PROXY")
    os.environ["NO_PROXY"] = "127.0.0.1"
    yield
    os.environ.pop("NO_PROXY")
    if before is not None:
        os.environ["NO_PROXY"] = before


@pytest.fixture(scope="module")
def model(_no_proxy: None) -> Iterator[Model]:
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def ada(model: Model, platform: Platform, person: Person) -> people.Visitor:
    """The administrator, with the model set up by hand on the settings page."""
    visitor = person("ada", on_phone=True)
    people.accept(visitor, platform.command("create-admin"), name=ADMIN.name, email=ADMIN.email)
    visitor.look("/admin/settings")
    visitor.page.fill("[name=robot_url]", model.url)
    visitor.page.fill("[name=robot_model]", "small")
    visitor.page.fill("[name=robot_key]", "sk-1")
    visitor.press("Save")
    model.script = [Say("ready")]
    visitor.press("Try the AI service")
    visitor.reads("ready")
    visitor.check()
    return visitor


def test_the_customer_thinks_and_answers_and_the_coach_comes_by_itself(
    ada: people.Visitor, model: Model
):
    page = ada.page
    ada.look(SCENARIO)
    page.click("button[name=robot]")
    wait = page.locator(".robot-wait")
    expect(wait).to_be_hidden()
    ada.check()
    model.script = [Say(as_json(choice="s1-c", reply="这话我爱听。").words, delay=0.5)]
    page.fill("#own", "您今年最头疼的是哪一段？")
    page.click(".replies .button.primary")
    expect(wait).to_be_visible()
    expect(wait).to_be_hidden()
    _one_of_the_lines_was_asked_for(ada, model)
    _play_to_the_end(ada, model)
    model.script = [
        Say(as_json(advice=[{"turn": 1, "text": "约定一个日期。"}]).words, delay=0.5),
    ]
    page.locator("#coach form button").click()
    expect(page.locator("#coach [data-poll]")).to_be_visible()
    expect(page.locator("#coach")).to_contain_text("约定一个日期。", timeout=15_000)
    ada.check()


def _one_of_the_lines_was_asked_for(ada: people.Visitor, model: Model) -> None:
    """The stub named a line that is not offered: the words are there still, and the learner names the nearest."""
    assert model.data()["the learner's line"] == "您今年最头疼的是哪一段？"
    expect(ada.page.locator("input[name=line]")).to_have_value("您今年最头疼的是哪一段？")
    ada.check()
    ada.page.locator(".reply").first.click()


def _play_to_the_end(ada: people.Visitor, model: Model) -> None:
    model.think = lambda _body: as_json(choice="", reply="您接着说。")
    page = ada.page
    for _ in range(12):
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        if page.locator("[data-play]").count() == 0:
            break
        if page.locator("#line").count():
            page.fill("#line", "我们有一个案例，可以给您看数字。")
            page.click(".replies .button.primary")
        else:
            page.locator(".replies details").last.locator("summary").click()
            page.locator(".reply").first.click()
        page.wait_for_timeout(300)
    expect(page.locator("#coach")).to_be_visible()
