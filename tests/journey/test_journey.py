"""The whole job from one end to the other, in a real browser, by the people whose job it is."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from courseware.content.definitions import Course
from tests.journey import people, printed, reports
from tests.journey.people import (
    ADMIN,
    CLASS,
    COLLEAGUE,
    LEARNER,
    MANAGER,
    STRANGER,
    TEAM,
    TRAINER,
    Person,
    Story,
)
from tests.journey.quizzes import Sitting, pass_module, retry
from tests.journey.running import Platform
from tests.journey.sheets import Sheet, begin
from tests.journey.talks import play

pytestmark = pytest.mark.xdist_group("journey")
SWOT_MODULE = "08-internal-resources-and-capabilities"
TALKS_MODULE = "26-sales-scripts-and-negotiation"


class TestSettingUp:
    def test_the_first_link_makes_the_administrator(self, platform: Platform, person: Person):
        link = platform.command("create-admin")
        admin = person("admin")
        admin.look("/login")
        admin.look("/password")
        admin.look(link.removeprefix(platform.base))
        people.accept(admin, link, name=ADMIN.name, email=ADMIN.email)
        admin.look("/")
        assert admin.status_of(link) == 404, "a link holds once"

    def test_the_organisation_gets_its_name(self, person: Person):
        admin = person("admin")
        admin.look("/admin")
        admin.look("/admin/settings")
        admin.fill(name_zh="棠序科技学院", name_en="Tangxu Academy")
        admin.press("Save")
        admin.reads("棠序科技学院")

    def test_trainer_and_manager_get_accounts_and_choose_passwords(self, person: Person):
        admin = person("admin")
        admin.look("/admin/people/new")
        trainer_link = people.add_person(admin, TRAINER, fields={}, role="trainer")
        admin.check()
        manager_link = people.add_person(admin, MANAGER, fields={"lang": "English"})
        people.accept(person("trainer"), trainer_link)
        people.accept(person("manager", lang="en"), manager_link)

    def test_a_team_gets_its_manager(self, person: Person):
        admin = person("admin")
        admin.look("/admin/teams")
        admin.fill(name=TEAM, manager=MANAGER.email)
        admin.press("Add")
        admin.look("/admin/teams")
        admin.reads(TEAM, MANAGER.name)

    def test_a_class_gets_its_trainer(self, person: Person, shipped: Course):
        admin = person("admin")
        admin.look("/cohorts")
        admin.look("/cohorts/new")
        today = datetime.now(UTC).date()
        admin.fill(name=CLASS, track=shipped.track("new-seller").title.zh, starts_on=f"{today}")
        admin.press("Make the class")
        admin.arrives("/cohorts/\\d+/members")
        admin.follow("Settings")
        admin.look()
        admin.fill(email=TRAINER.email)
        admin.send("trainer")
        admin.reads(TRAINER.name)

    def test_people_come_from_a_file_of_excel(self, person: Person, story: Story):
        admin = person("admin")
        admin.look("/admin/people/import")
        heading = ("邮箱", "姓名", "工号", "团队", "班级")
        colleague = (COLLEAGUE.email, COLLEAGUE.name, "A102", TEAM, CLASS)
        stranger = (STRANGER.email, STRANGER.name, "B001", "", "")
        with admin.expecting("422"):
            people.import_file(admin, [heading, colleague, ("没有邮箱", "李四", "", "", "")])
            admin.reads(admin.say("Nothing was imported"), "3")
            admin.check()
        people.import_file(admin, [heading, colleague, stranger])
        admin.arrives("/admin/people$")
        admin.look("/admin/people")
        admin.reads(COLLEAGUE.name, STRANGER.name)
        story.numbers = people.numbers_of(admin, COLLEAGUE, STRANGER)
        people.accept(person("colleague"), people.link_for(admin, COLLEAGUE))

    def test_a_name_that_no_spreadsheet_can_hold_is_typed_in(self, person: Person):
        admin = person("admin")
        link = people.add_person(admin, LEARNER, fields={"team": TEAM, "cohort": CLASS})
        learner = person("learner", on_phone=True)
        people.accept(learner, link)
        people.sign_out(learner)
        people.sign_in(learner, LEARNER)
        learner.reads(LEARNER.name)


class TestAsking:
    def test_a_manager_sees_their_own_people_only(self, person: Person, story: Story):
        manager = person("manager", lang="en")
        manager.look("/")
        manager.look("/team")
        manager.reads(LEARNER.name, COLLEAGUE.name)
        expect(manager.page.locator("main")).not_to_contain_text(STRANGER.name)
        assert manager.status_of(f"/people/{story.numbers[STRANGER.name]}") == 404
        assert manager.status_of("/cohorts") == 404
        assert manager.status_of("/admin") == 404

    def test_a_manager_asks_the_team_for_a_swot_form(self, person: Person, story: Story):
        manager = person("manager", lang="en")
        manager.look("/assignments")
        manager.look("/assignments/new")
        due = datetime.now(UTC).date() + timedelta(days=5)
        manager.page.locator("main [name=item]").select_option("exercise:swot")
        manager.page.get_by_label(TEAM).check()
        manager.fill(due_on=f"{due}", words="请写真实的客户。")
        manager.press("Ask them")
        manager.arrives("/assignments/\\d+$")
        story.assignment = manager.path
        manager.reads(LEARNER.name, COLLEAGUE.name)
        manager.look()


class TestLearning:
    def test_a_learner_sees_where_to_go_on_and_what_counts(self, person: Person, shipped: Course):
        learner = person("learner")
        learner.look("/")
        first = shipped.by_slug[SWOT_MODULE]
        learner.reads(first.title.zh, MANAGER.name, shipped.exercises["swot"].title.zh)
        learner.look("/certificates")
        learner.reads(first.title.zh, shipped.exercises["quarterly-review"].title.zh)
        learner.look("/notices")
        learner.look("/modules")
        learner.look("/case")
        learner.look("/glossary")
        learner.look("/search?q=SWOT")
        learner.look("/account")

    def test_a_lesson_is_read(self, person: Person, shipped: Course):
        learner = person("learner")
        learner.go("/")
        learner.page.locator(".card.link a").first.click()
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
        trainer.fill(summary="听得很好，复述得清楚。")
        trainer.send("review")
        trainer.look("/reviews")
        learner = person("learner")
        learner.look(story.talk)
        learner.reads("听得很好", TRAINER.name)


class TestCertificates:
    def test_an_accepted_form_comes_with_a_certificate(self, person: Person, shipped: Course):
        learner = person("learner")
        exercise = shipped.exercises["swot"]
        row = f".item:has-text('{exercise.title.zh}') a:has-text('PDF')"
        link = learner.until_shown("/certificates", row).first.get_attribute("href")
        pdf = learner.fetch(link or "")
        text = printed.squeezed(printed.text_of(pdf))
        for part in (LEARNER.name, exercise.title.zh, "棠序科技学院"):
            assert printed.squeezed(part) in text
        assert printed.squeezed(exercise.example["zh"]["conclusion"])[:30] in text, "with the form"

    def test_the_course_certificate_is_printed_with_her_own_name(
        self, person: Person, story: Story, platform: Platform
    ):
        learner = person("learner")
        kind = learner.say("Certificate of completion")
        row = f".item:has-text('{kind}') a:has-text('PDF')"
        link = learner.until_shown("/certificates", row).first.get_attribute("href")
        learner.look()
        pdf = learner.fetch(link or "")
        assert LEARNER.name in printed.text_of(pdf)
        assert printed.name_is_drawn(pdf, LEARNER.name) > 0.85
        assert printed.name_is_drawn(pdf, "叶口") < 0.7, "another character would be seen"
        story.address = printed.address_in(pdf)
        assert story.address.startswith(f"{platform.base}/verify/SSM-")
        assert printed.code_leads_to(pdf, story.address)
        learner.look("/")
        learner.reads(learner.say("You have completed the course"))

    def test_anybody_can_see_that_it_is_genuine(self, person: Person, story: Story):
        anybody = person("anybody", on_phone=True)
        anybody.go(story.address)
        anybody.look()
        anybody.reads(
            anybody.say("This certificate is genuine and valid"), LEARNER.name, "棠序科技学院"
        )
        expect(anybody.page.locator("body")).not_to_contain_text(LEARNER.email)
        anybody.look("/verify")


class TestReports:
    def test_the_trainer_sees_people_by_modules(self, person: Person, shipped: Course):
        trainer = person("trainer")
        trainer.look("/cohorts")
        trainer.page.get_by_role("link", name=CLASS, exact=True).click()
        trainer.look()
        cells = reports.matrix(trainer.page)
        assert set(cells) == {LEARNER.name, COLLEAGUE.name}
        assert cells[LEARNER.name][SWOT_MODULE] == trainer.say("Passed")
        assert cells[COLLEAGUE.name][SWOT_MODULE] == trainer.say("Not begun")
        trainer.follow("Report")
        trainer.look()
        for tab in ("People", "Schedule", "Settings"):
            trainer.follow(tab)
            trainer.look()

    def test_the_manager_sees_who_is_late(self, person: Person, story: Story, platform: Platform):
        platform.let_dates_pass()
        manager = person("manager")
        manager.look(story.assignment)
        late = manager.page.locator(".item.late")
        expect(late).to_have_count(1)
        expect(late).to_contain_text(COLLEAGUE.name)
        manager.look("/team")
        expect(manager.page.locator(".item.late")).to_contain_text(COLLEAGUE.name)
        manager.page.get_by_role("link", name=LEARNER.name, exact=True).click()
        manager.look()
        colleague = person("colleague")
        colleague.look("/")
        expect(colleague.page.locator(".item.late").first).to_contain_text(MANAGER.name)

    def test_screen_paper_and_spreadsheets_say_the_same(self, person: Person):
        manager = person("manager")
        manager.look("/team/report")
        shown = reports.on_screen(manager.page)
        assert {row[0] for row in shown[1:]} == {LEARNER.name, COLLEAGUE.name}
        links = reports.links(manager.page)
        plain, width = [[reports.plain(cell) for cell in row] for row in shown], len(shown[0])
        assert reports.in_csv(manager.fetch(links["CSV"]), width) == plain
        assert reports.in_xlsx(manager.fetch(links["XLSX"]), width) == plain
        pdf = printed.squeezed(printed.text_of(manager.fetch(links["PDF"])))
        for row in shown:
            assert printed.squeezed("".join(row)) in pdf
        for figure in reports.tiles(manager.page):
            assert printed.squeezed(figure) in pdf

    def test_nothing_went_wrong_behind_the_pages(self, platform: Platform, person: Person):
        person("admin").look("/admin/journal")
        person("admin").look("/admin/jobs")
        person("admin").look("/admin/problems")
        for name in ("web", "worker"):
            assert "Traceback" not in platform.log(name), platform.log(name)
            assert '"level": "ERROR"' not in platform.log(name), platform.log(name)
