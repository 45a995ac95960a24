"""Results: certificates, the public page, matrix and reports."""

from playwright.sync_api import expect

from courseware.content.definitions import Course
from tests.journey import printed, reports
from tests.journey.cast import (
    CLASS,
    COLLEAGUE,
    LEARNER,
    MANAGER,
    SWOT_MODULE,
    Story,
)
from tests.journey.people import Person
from tests.journey.running import Platform


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
        row = "#course .item a:has-text('PDF')"
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
        # This platform has no public address: its certificates say so themselves.
        anybody.reads(
            anybody.say("This is a test and proves nothing"), LEARNER.name, "棠序科技学院"
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
