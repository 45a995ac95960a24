"""Filling in a form as its author filled in the example, field by field, by its inputs."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import expect

from courseware.content.definitions import ExerciseDefinition, FieldDefinition, RubricDefinition
from tests.journey.visitor import Visitor


class Sheet:
    """A form that is open in somebody's browser."""

    def __init__(self, who: Visitor, exercise: ExerciseDefinition) -> None:
        self.who, self.page, self.exercise = who, who.page, exercise
        self._lists: set[str] = set()
        self.example: Mapping[str, Any] = exercise.example["zh"]

    def fill(self, *, leave: tuple[str, ...] = ()) -> None:
        """Type the whole example, except what is carried over already."""
        self._find_lists()
        for field in self.exercise.fields:
            if field.key in self.example and field.key not in leave:
                self._field(field, self.example[field.key])

    def judge(self, rubric: RubricDefinition, level: int = 2) -> None:
        """One's own marks."""
        for criterion in rubric.criteria:
            self.page.locator(f'[name="mark.{criterion.id}"][value="{level}"]').check()

    def saved(self) -> None:
        """The page says that the server has everything that was typed."""
        words = "已保存" if self.who.lang == "zh" else "Saved"
        self.page.evaluate("document.activeElement.blur()")
        expect(self.page.locator("[data-autosave-state]")).to_contain_text(words)
        self.page.wait_for_function(
            "() => !Object.keys(localStorage).some((key) => key.startsWith('autosave:'))"
        )

    def values(self) -> dict[str, str]:
        """What stands in the inputs, by name."""
        found: dict[str, str] = self.page.evaluate("""() => Object.fromEntries(
          [...document.querySelectorAll("form.sheet input, form.sheet select, form.sheet textarea")]
            .filter((one) => !["hidden", "submit"].includes(one.type) && !one.closest("fieldset[disabled]"))
            .filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked)
            .map((one) => [one.type === "checkbox" ? `${one.name}=${one.value}` : one.name, one.value]))""")
        return found

    def hand_in(self) -> None:
        self.who.send("handover")
        self.page.locator("form.sheet").wait_for(state="detached")

    def _field(self, field: FieldDefinition, value: Any) -> None:
        if field.type == "multi_choice":
            for option in value:
                self.page.locator(f'[name="{field.key}"][value="{option}"]').check()
        elif field.type in ("choice", "rating"):
            self.page.locator(f'[name="{field.key}"][value="{value}"]').check()
        elif field.type == "list":
            self._make_room(field.key, len(value))
            for place, words in enumerate(value):
                self._type(f"{field.key}-{place}", words)
        elif field.type == "table":
            self._table(field, value)
        elif field.type != "computed":
            self._type(field.key, value)

    def _table(self, field: FieldDefinition, rows: list[Mapping[str, Any]]) -> None:
        self._make_room(field.key, len(rows))
        for place, row in enumerate(rows):
            for column in field.columns:
                if column.key in row and column.type != "computed":
                    self._type(f"{field.key}-{place}-{column.key}", row[column.key])

    def _make_room(self, key: str, rows: int) -> None:
        box = self.page.locator(f'[data-rows="{key}"]')
        for _ in range(rows - box.locator("[data-row]").count()):
            box.locator("[data-add]").click()
        self._find_lists()

    def _find_lists(self) -> None:
        """The names of the inputs that are lists to choose from."""
        selects = "all => all.map((one) => one.name)"
        self._lists = set(self.page.locator("form.sheet select").evaluate_all(selects))

    def _type(self, name: str, value: Any) -> None:
        field = self.page.locator(f'[name="{name}"]')
        if name in self._lists:
            field.select_option(str(value))
        else:
            field.fill(str(value))


def begin(who: Visitor, exercise: ExerciseDefinition) -> Sheet:
    """Look at what the form is about, and start it."""
    who.look(f"/exercises/{exercise.id}")
    who.send("submission")
    who.arrives("/submissions/\\d+")
    return Sheet(who, exercise)
