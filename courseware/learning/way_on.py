"""What comes next for the reader of a lesson: reading, the quiz, a form or a role-play, the next module."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from courseware.content.definitions import Course, Lang, ModuleDefinition, Text
from courseware.learning.types import StepFact, Tick


class NextStep(NamedTuple):
    kind: str  # lesson, quiz, exercise, roleplay, module, end
    href: str
    name: str = ""  # title of the form, the role-play or the module


def next_step(
    course: Course,
    module: ModuleDefinition,
    done: tuple[Sequence[Tick], Sequence[StepFact]],
    *,
    after: ModuleDefinition | None,
    lang: Lang,
) -> NextStep:
    """The first condition of the module that is not met, then a form of it not yet done, then the next module."""
    ticks, steps = done
    for tick in ticks:
        if not tick.done:
            return _condition(course, module, tick, lang)
    tested_out = any(tick.id == "test-out" for tick in ticks)
    begun = {step.item for step in steps if step.kind == "exercise"}
    form = None if tested_out else _form(module, begun)
    if form is not None:
        return NextStep("exercise", f"/exercises/{form[0]}", form[1][lang])
    if after is not None:
        return NextStep("module", f"/modules/{after.slug}", after.title[lang])
    return NextStep("end", "/certificates")


def _condition(course: Course, module: ModuleDefinition, tick: Tick, lang: Lang) -> NextStep:
    kind, _, item = tick.id.partition(":")
    if kind == "lesson":
        return NextStep("lesson", "#next")
    if kind == "quiz":
        return NextStep("quiz", f"/quizzes/{module.slug}")
    if kind == "exercise":
        return NextStep("exercise", f"/exercises/{item}", course.exercises[item].title[lang])
    if kind == "roleplay":
        return NextStep("roleplay", f"/roleplays/{item}", course.roleplays[item].title[lang])
    return NextStep("roleplay", f"/roleplays#{module.slug}")


def _form(module: ModuleDefinition, begun: Collection[str]) -> tuple[str, Text] | None:
    """A form of the module that a learner fills in and has not done."""
    for exercise in module.exercises:
        if exercise.filled_by == "learner" and exercise.id not in begun:
            return exercise.id, exercise.title
    return None
