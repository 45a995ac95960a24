"""Answering the questions of a quiz on its page, rightly, wrongly, or as far as one likes."""

from typing import Any

from playwright.sync_api import Locator, expect

from courseware.content.definitions import ModuleDefinition, QuestionDefinition, QuizDefinition
from courseware.quiz.types import type_of
from tests.journey.visitor import Visitor


class Sitting:
    """An attempt that is open in somebody's browser."""

    def __init__(self, who: Visitor, quiz: QuizDefinition) -> None:
        self.who, self.page, self.quiz = who, who.page, quiz

    @property
    def shown(self) -> Locator:
        """The question on the screen: one at a time."""
        return self.page.locator("[data-question]:visible")

    @property
    def question(self) -> QuestionDefinition:
        return self.quiz.question(self.shown.get_attribute("data-question") or "")

    @property
    def count(self) -> int:
        return self.page.locator("[data-question]").count()

    def to(self, number: int) -> None:
        """Go to the question of this number, counted from 1."""
        while self.place() > number:
            self.page.locator("[data-quiz-back]").click()
        while self.place() < number:
            self.page.locator("[data-quiz-next]").click()

    def place(self) -> int:
        if not self.shown.count():
            return self.count + 1
        return int((self.shown.get_attribute("id") or "q0").removeprefix("q"))

    def answer(self, *, rightly: bool) -> None:
        question, name = self.question, self.shown.get_attribute("id") or ""
        key = type_of(question).key(question)
        if question.type in ("single", "true_false", "multiple"):
            self._choose(question, key, rightly=rightly)
        elif question.type in ("matching", "categorize"):
            self._place(name, key if rightly else dict(zip(key, _turned(key), strict=True)))
        elif question.type == "ordering":
            self._order(key if rightly else key[::-1])
        else:
            words = str(key if rightly else "不知道")
            self.shown.locator(f'[name="{name}"]').fill(words)
            self.page.keyboard.press("Tab")

    def answer_all(self, *, rightly: bool) -> None:
        for number in range(1, self.count + 1):
            self.to(number)
            self.answer(rightly=rightly)
        self.to(self.count + 1)
        self.saved()

    def saved(self) -> None:
        """The page says that the server has everything; it tries ever more seldom while the line is gone."""
        expect(self.page.locator("[data-quiz-state]")).to_have_text(
            self.who.say("All answers are saved"), timeout=30_000
        )

    def says(self, words: str) -> None:
        """The page says this about saving, in its language."""
        told = {"No connection": "data-offline"}[words]
        sentence = self.page.locator("form[data-quiz]").get_attribute(told) or ""
        expect(self.page.locator("[data-quiz-state]")).to_have_text(sentence)

    def hand_in(self) -> None:
        self.page.locator("#hand-in .button.primary").click()
        self.page.locator(".score").wait_for()

    def given(self) -> dict[str, list[str]]:
        """What the page shows as answered, by question: the values that it would send."""
        found: dict[str, list[str]] = self.page.evaluate("""() => {
          const form = document.querySelector("form[data-quiz]"), found = {};
          for (const box of form.querySelectorAll("[data-question]")) {
            const values = [...box.querySelectorAll("input:not([type=hidden]), select, textarea")]
              .filter((one) => !one.disabled && (["radio", "checkbox"].includes(one.type) ? one.checked : one.value))
              .map((one) => `${one.name.replace(/^q\\d+/, "")}=${one.value}`);
            if (values.length) found[box.dataset.question] = values.sort();
          }
          return found;
        }""")
        return found

    def _choose(self, question: QuestionDefinition, key: Any, *, rightly: bool) -> None:
        wanted = key if isinstance(key, list) else [key]
        inputs = self.shown.locator(".option input")
        values = [inputs.nth(n).get_attribute("value") for n in range(inputs.count())]
        if not rightly:
            wanted = [value for value in values if value not in wanted][:1]
        for value in wanted:
            self.shown.locator(".option", has=self.page.locator(f'input[value="{value}"]')).click()

    def _place(self, name: str, places: dict[str, str]) -> None:
        for left, right in places.items():
            self.shown.locator(f'select[name="{name}-{left}"] + .slot').click()
            self.shown.locator(f'.chip[value="{right}"]').click()

    def _order(self, ids: list[str]) -> None:
        """By keyboard: each item from the last to the first goes to the top, so the first ends there."""
        for item in reversed(ids):
            self.shown.locator(f'[data-item="{item}"] .handle').focus()
            self.page.keyboard.press("Home")


def _turned(key: dict[str, str]) -> list[str]:
    """Each place one further: a wrong answer for most."""
    places = list(key.values())
    return [*places[1:], places[0]]


def retry(who: Visitor) -> None:
    who.send("attempt")
    who.arrives("/attempts/\\d+")


def pass_module(who: Visitor, module: ModuleDefinition) -> None:
    """Read the lesson and pass the quiz at the first go."""
    who.look(f"/modules/{module.slug}")
    who.send("reading")
    who.send("attempt")
    who.arrives("/attempts/\\d+")
    assert module.quiz is not None
    sitting = Sitting(who, module.quiz)
    sitting.answer_all(rightly=True)
    sitting.hand_in()
    who.reads(who.say("Passed with {score}%", score=100))
