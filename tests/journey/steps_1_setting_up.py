"""Setting up: the first link, names, accounts, a team, a class, a spreadsheet; then the manager asks for work."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from courseware.content.definitions import Course
from tests.journey import people
from tests.journey.cast import (
    ADMIN,
    CLASS,
    COLLEAGUE,
    LEARNER,
    MANAGER,
    STRANGER,
    TEAM,
    TRAINER,
    Story,
)
from tests.journey.people import Person
from tests.journey.running import Platform


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
            admin.reads(admin.say("Nothing was imported: {n} things to mend", n=1), "3")
            admin.check()
        people.import_file(admin, [heading, colleague, stranger])
        admin.arrives("/admin/people/imports/\\d+$")
        admin.look()
        admin.reads(COLLEAGUE.name, STRANGER.name, admin.say("Nothing has happened yet."))
        admin.send("run")
        admin.arrives("/admin/people/imports/\\d+$")
        admin.look()
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
        swot = manager.page.locator("[name=item][value='exercise:swot']")
        manager.page.locator("details", has=swot).locator("summary").click()
        swot.check()
        manager.page.get_by_label(TEAM).check()
        manager.fill(due_on=f"{due}", words="请写真实的客户。")
        manager.press("Assign")
        manager.arrives("/assignments/\\d+$")
        story.assignment = manager.path
        manager.reads(LEARNER.name, COLLEAGUE.name)
        manager.look()
