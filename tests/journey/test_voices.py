"""A line said aloud in a real browser with a made-up microphone; and the same talk where there is none."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from courseware import db
from courseware.content.definitions import Course
from tests import world
from tests.journey.conftest import CHROMIUM
from tests.journey.people import Person
from tests.journey.running import Platform
from tests.journey.talks import play
from tests.journey.visitor import Visitor
from tests.world import PASSWORD

ROLEPLAY = "negotiation-walk-away"
MODEL = ".voice-beside:has([data-read])"
#: a tone instead of a microphone
MADE_UP = ["--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required"]
BARE = "delete window.MediaRecorder; delete window.speechSynthesis; delete Window.prototype.speechSynthesis;"
#: a voice of the device, which a browser without a desktop has not; what it is told to say is noted
VOICE = """
window.said = [];
const voice = { lang: "zh-CN", name: "test", localService: true };
Object.defineProperty(window, "speechSynthesis", { configurable: true, value: {
  getVoices: () => [voice, { lang: "zh-CN", name: "away", localService: false }],
  addEventListener() {}, cancel() { window.said.push("-"); },
  speak(words) { window.said.push(words.text); },
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
#: seconds that an <audio> plays until its end
PLAYED = """async (sound) => {
  const ended = new Promise((resolve) => { sound.onended = resolve; });
  await sound.play();
  await ended;
  return sound.currentTime;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as tools:
        launched = tools.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-dev-shm-usage", *MADE_UP],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module", autouse=True)
def signed_up(platform: Platform, password_hash: str, shipped: Course) -> None:
    """The cast of the tests on the platform; it needs nobody to set it up."""
    database = db.Database(platform.environment["DATABASE_URL"])
    with db.transaction(database) as session:
        world.populate(session, password_hash, edition=shipped.edition)
    database.dispose()


def learner(person: Person, name: str, *, script: str = "", hears: bool = True) -> Visitor:
    """Somebody of the cast who has begun the talk."""
    who = person(name, on_phone=True)
    # a permission that is granted refuses all others
    who.context.grant_permissions(["microphone" if hears else "geolocation"], origin=who.base)
    if script:
        who.context.add_init_script(script)
    who.go("/login")
    who.fill(email=world.email(name), password=PASSWORD)
    who.press("Sign in")
    who.arrives("/$")
    who.go(f"/roleplays/{ROLEPLAY}")
    who.send("session")
    who.arrives("/sessions/\\d+")
    return who


def record(who: Visitor, seconds: int, *, place: str = ".voice") -> None:
    """Record for so long, by somebody who has agreed to it before."""
    voice = who.page.locator(place).first
    voice.get_by_role("button", name="录音").click()
    who.page.locator(f"{place} .voice-clock", has_text=f"{seconds} 秒").wait_for()
    voice.get_by_role("button", name="停止").click()
    voice.locator("audio").wait_for()


class TestVoices:
    def test_a_line_is_recorded_played_back_and_kept(self, person: Person, shipped: Course):
        lin = learner(person, "lin", script=VOICE)
        voice = lin.page.locator(".voice")
        sent: list[str] = []
        lin.page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
        voice.get_by_role("button", name="录音").click()
        dialog = lin.page.locator("dialog[open]")
        expect(dialog).to_contain_text("30 天")
        lin.check()
        dialog.locator("[data-agree]").click()
        lin.page.locator(".voice-clock", has_text="2 秒").wait_for()
        voice.get_by_role("button", name="停止").click()
        sound = voice.locator("audio")
        expect(sound).to_have_attribute("src", re.compile("^blob:"))
        assert sound.evaluate(PLAYED) > 1.5
        lin.check()
        assert not [each for each in sent if "turns" in each], "nothing leaves before it is kept"
        voice.get_by_role("button", name="保留").click()
        expect(voice).to_contain_text("已保留")
        assert [each for each in sent if each.endswith("/turns/1/recordings")]
        lin.look("/recordings")
        kept = lin.page.locator("#main audio")
        expect(kept).to_have_count(1)
        assert lin.fetch(kept.get_attribute("src") or "")[:4] == b"\x1a\x45\xdf\xa3"
        assert kept.evaluate(PLAYED) > 1.5

    def test_what_is_not_kept_yet_is_there_beside_the_model_answer(
        self, person: Person, shipped: Course
    ):
        lin = person("lin")
        lin.go(f"/roleplays/{ROLEPLAY}")
        lin.follow("Go on where you stopped")
        roleplay = shipped.roleplays[ROLEPLAY]
        lin.page.locator(".bubble.customer .bubble-read").first.click()
        said = lin.page.evaluate("window.said.filter((each) => each !== '-')")
        assert said == [lin.page.locator(".bubble.customer p").first.inner_text()]
        record(lin, 1)
        play(lin, roleplay)
        before = lin.page.locator(".voice").first
        expect(before).to_contain_text("第 1 句")
        assert before.locator("audio").evaluate(PLAYED) > 0.5
        beside = lin.page.locator(MODEL)
        place = f"{MODEL} .voice"
        record(lin, 1, place=place)
        lin.page.reload()
        expect(beside.locator("audio")).to_have_count(1)
        lin.look()
        beside.locator("[data-read]").click()
        models = [node.model.zh for node in roleplay.nodes.values() if node.model]
        assert lin.page.evaluate("window.said.at(-1)") in models
        beside.get_by_role("button", name="丢弃").click()
        expect(beside.locator("audio")).to_have_count(0)

    def test_a_browser_without_recorder_and_voice_offers_neither(
        self, person: Person, shipped: Course
    ):
        otto = learner(person, "otto", script=BARE)
        expect(otto.page.locator(".voice")).to_contain_text("不能录音")
        expect(otto.page.locator("[data-speech-without]")).to_be_visible()
        expect(otto.page.locator(".voice button, .bubble-read")).to_have_count(0)
        otto.look()
        play(otto, shipped.roleplays[ROLEPLAY])
        expect(otto.page.locator(".voice button, .bubble-read")).to_have_count(0)

    def test_a_refused_microphone_is_no_obstacle(self, person: Person, shipped: Course):
        sam = learner(person, "sam", hears=False)
        voice = sam.page.locator(".voice")
        voice.get_by_role("button", name="录音").click()
        sam.page.locator("[data-agree]").click()
        expect(voice).to_contain_text("麦克风没有获得许可")
        sam.check()
        play(sam, shipped.roleplays[ROLEPLAY])
