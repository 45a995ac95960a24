"""Forms: filled in, returned, mended, accepted."""

from courseware.content.definitions import Course
from tests.journey.cast import (
    TRAINER,
    Story,
)
from tests.journey.people import Person
from tests.journey.quizzes import Sitting
from tests.journey.sheets import Sheet, begin


class TestFinalExam:
    def test_the_final_exam_is_taken_on_the_screen(self, person: Person, shipped: Course):
        learner = person("learner")
        assert shipped.final is not None
        learner.look("/quizzes/final")
        learner.send("attempt")
        learner.arrives("/attempts/\\d+")
        sitting = Sitting(learner, shipped.final)
        sitting.answer_all(rightly=True)
        sitting.hand_in()
        learner.look()
        learner.reads(learner.say("Passed with {score}%", score=100))
        learner.look("/quizzes/final")


class TestForms:
    def test_a_draft_is_saved_as_it_is_typed(self, person: Person, shipped: Course, story: Story):
        learner = person("learner")
        learner.look("/exercises")
        swot = begin(learner, shipped.exercises["swot"])
        story.swot = learner.path
        swot.fill()
        swot.saved()
        typed = swot.values()
        learner.page.reload()
        assert swot.values() == typed
        learner.look()
        manager = person("manager")
        assert manager.status_of(story.swot) == 404, "a draft is nobody else's"

    def test_an_unfinished_form_is_not_taken_and_nothing_is_lost(
        self, person: Person, shipped: Course
    ):
        learner = person("learner")
        swot = Sheet(learner, shipped.exercises["swot"])
        typed = swot.values()
        learner.page.locator("[name=conclusion]").fill("")
        with learner.expecting("422"):
            learner.send("handover")
            learner.reads(learner.say("Not handed in yet; nothing was lost"))
            learner.check()
        assert swot.values() | {"conclusion": typed["conclusion"]} == typed
        learner.page.locator("[name=conclusion]").fill(typed["conclusion"])
        swot.judge(shipped.rubrics[swot.exercise.rubric])
        swot.hand_in()
        learner.look()

    def test_goals_begin_with_the_conclusion_of_swot(
        self, person: Person, shipped: Course, story: Story
    ):
        learner = person("learner")
        smart = begin(learner, shipped.exercises["smart-goals"])
        story.smart = learner.path
        conclusion = shipped.exercises["swot"].example["zh"]["conclusion"]
        assert smart.values()["starting_point"] == conclusion
        smart.fill(leave=("starting_point",))
        smart.judge(shipped.rubrics[smart.exercise.rubric])
        smart.saved()
        learner.look()
        smart.hand_in()

    def test_the_trainer_returns_single_fields(self, person: Person, story: Story):
        trainer = person("trainer")
        trainer.look("/")
        trainer.look("/reviews")
        trainer.page.locator(f'.queue a[href="{story.smart}"]').click()
        trainer.look()
        trainer.page.locator('[name="comment.balance"]').fill("这一条再写具体：是哪一位客户？")
        trainer.page.locator('[name="mend"][value="balance"]').check()
        trainer.send("return")
        trainer.arrives("/reviews")

    def test_just_these_are_mended(self, person: Person, shipped: Course, story: Story):
        learner = person("learner")
        learner.look("/")
        learner.page.locator(".card.link a").first.click()
        learner.arrives(story.smart)
        learner.reads("这一条再写具体", TRAINER.name)
        smart = Sheet(learner, shipped.exercises["smart-goals"])
        assert {name for name in smart.values() if not name.startswith("mark.")} == {"balance"}
        learner.look()
        learner.page.locator("[name=balance]").fill("只盯岳溪机械一家，我会冷落别家。")
        smart.hand_in()
        trainer = person("trainer")
        trainer.go(story.smart)
        trainer.reads("岳溪机械一家", "这一条再写具体")
        trainer.look()
        trainer.send("acceptance")
        trainer.arrives("/reviews")

    def test_the_manager_accepts_what_they_asked_for(self, person: Person, story: Story):
        manager = person("manager")
        manager.look("/reviews")
        manager.page.locator(f'.queue a[href="{story.swot}"]').click()
        manager.look()
        manager.send("acceptance")
        manager.arrives("/reviews")
        assert manager.status_of(story.smart) == 200, "accepted, so the manager may read it"

    def test_the_review_begins_with_the_goals(self, person: Person, shipped: Course, story: Story):
        learner = person("learner")
        review = begin(learner, shipped.exercises["quarterly-review"])
        goals = shipped.exercises["smart-goals"].example["zh"]["goals"]
        shown = review.values()
        for place, goal in enumerate(goals):
            assert shown[f"results-{place}-goal"] == goal["goal"]
        review.fill()
        review.judge(shipped.rubrics[review.exercise.rubric])
        review.saved()
        story.review = learner.path
        learner.look()
        review.hand_in()

    def test_the_trainer_works_the_one_queue(self, person: Person, story: Story):
        trainer = person("trainer")
        trainer.go("/reviews")
        trainer.page.locator(f'.queue a[href="{story.review}"]').click()
        trainer.send("acceptance")
        trainer.arrives("/reviews")
        trainer.page.locator(f'.queue a[href="{story.talk}"]').click()
        trainer.look()
        for rubric in trainer.page.locator("#marking .rubric").all():
            rubric.locator('input[value="3"]').check()
            line = rubric.locator("select")
            if not line.input_value():  # no line of the scenario's: a mark rests on something
                line.select_option(index=1)
        trainer.fill(summary="听得很好，复述得清楚。")
        trainer.send("review")
        trainer.page.locator("#marking").wait_for(state="detached")  # its draft is saved first
        trainer.look("/reviews")
        learner = person("learner")
        learner.look(story.talk)
        learner.reads("听得很好", TRAINER.name)
