"""Learning: lessons, quizzes through a killed server, talks with customers."""

import pytest

from courseware.content.definitions import Course
from tests.journey.cast import (
    MANAGER,
    SWOT_MODULE,
    TALKS_MODULE,
    TRAINER,
    Story,
)
from tests.journey.people import Person
from tests.journey.quizzes import Sitting, pass_module, retry
from tests.journey.running import Platform
from tests.journey.talks import play


class TestLearning:
    def test_a_learner_sees_where_to_go_on_and_what_counts(self, person: Person, shipped: Course):
        learner = person("learner")
        learner.look("/")
        first, with_form = shipped.ready_modules[0], shipped.by_slug[SWOT_MODULE]
        learner.reads(first.title.zh, MANAGER.name, shipped.exercises["swot"].title.zh)
        learner.look("/certificates")
        learner.reads(with_form.title.zh, shipped.exercises["quarterly-review"].title.zh)
        learner.look("/notices")
        learner.look("/modules")
        learner.look("/case")
        learner.look("/glossary")
        learner.look("/search?q=SWOT")
        learner.look("/account")

    def test_a_lesson_is_read(self, person: Person, shipped: Course):
        learner = person("learner")
        learner.go("/modules")
        learner.page.locator(f'main a[href="/modules/{SWOT_MODULE}"]').first.click()
        learner.arrives(f"/modules/{SWOT_MODULE}")
        learner.look()
        learner.reads(shipped.exercises["swot"].title.zh)
        learner.send("reading")
        learner.arrives(f"/quizzes/{SWOT_MODULE}")
        learner.look()

    def test_nothing_acknowledged_is_lost_when_the_server_dies(
        self, person: Person, shipped: Course, platform: Platform
    ):
        learner = person("learner")
        learner.send("attempt")
        learner.arrives("/attempts/\\d+")
        learner.look()
        sitting = Sitting(learner, shipped.quizzes[SWOT_MODULE])
        sitting.answer(rightly=False)
        sitting.saved()
        learner.page.reload()
        assert len(sitting.given()) == 1, "a reload loses nothing"
        sitting.to(2)
        sitting.answer(rightly=False)
        sitting.saved()
        acknowledged = sitting.given()
        platform.kill_web()
        with learner.expecting("ERR_CONNECTION_REFUSED"):
            sitting.to(3)
            sitting.answer(rightly=False)
            sitting.says("No connection")
            platform.start_web()
            sitting.saved()
        given = sitting.given()
        assert given.keys() > acknowledged.keys()
        learner.page.reload()
        assert sitting.given() == given, "the server has all of them"

    def test_wrong_answers_do_not_pass_and_right_ones_do(self, person: Person, shipped: Course):
        learner = person("learner")
        sitting = Sitting(learner, shipped.quizzes[SWOT_MODULE])
        sitting.to(sitting.count + 1)
        sitting.hand_in()
        learner.look()
        retry(learner)
        sitting.answer_all(rightly=True)
        sitting.hand_in()
        learner.reads(learner.say("Passed with {score}%", score=100))
        learner.look()
        learner.look(f"/quizzes/{SWOT_MODULE}")

    def test_the_other_modules_are_read_and_passed_too(self, person: Person, shipped: Course):
        learner = person("learner")
        for slug in shipped.track("new-seller").modules:
            if shipped.by_slug[slug].is_ready and slug != SWOT_MODULE:
                pass_module(learner, shipped.by_slug[slug])


class TestPractising:
    @pytest.mark.parametrize("industry", ["manufacturing", "finance", "retail"])
    def test_a_scenario_is_played(self, person: Person, shipped: Course, industry: str):
        learner = person("learner")
        learner.look("/roleplays")
        scenes = shipped.by_slug[TALKS_MODULE].roleplays
        roleplay = next(found for found in scenes if found.industry == industry)
        learner.look(f"/roleplays/{roleplay.id}")
        learner.send("session")
        learner.arrives("/sessions/\\d+")
        learner.look()
        played = play(learner, roleplay)
        assert played.result == "good"
        learner.look()
        learner.reads(learner.say("good ending"), *played.lines)
        assert learner.page.locator("[id^=turn-]").count() == len(played.lines)
        evidence = learner.page.locator("details a[href^='#turn-']")
        assert evidence.count() >= len(played.lines), "every mark names its line"

    def test_a_talk_that_goes_badly_says_why(self, person: Person, shipped: Course):
        learner = person("learner")
        scenes = shipped.by_slug[TALKS_MODULE].roleplays
        roleplay = next(found for found in scenes if found.industry == "retail")
        learner.go(f"/roleplays/{roleplay.id}")
        learner.send("session")
        learner.arrives("/sessions/\\d+")
        played = play(learner, roleplay, well=False)
        assert played.result != "good"
        learner.look()

    def test_one_talk_is_handed_in(self, person: Person, shipped: Course, story: Story):
        learner = person("learner")
        scenes = shipped.by_slug[TALKS_MODULE].roleplays
        roleplay = next(found for found in scenes if found.industry == "finance")
        learner.look(f"/roleplays/library/{roleplay.industry}")
        learner.go(f"/roleplays/{roleplay.id}")
        learner.page.locator("a[href^='/sessions/']").first.click()
        learner.send("hand-in")
        learner.reads(learner.say("handed in"), TRAINER.name)
        story.talk = learner.path
        learner.look()
