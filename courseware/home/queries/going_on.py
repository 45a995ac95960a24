"""What a learner goes on with: what came back, the next thing of a module, or what is left at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courseware.content.definitions import Course, ModuleDefinition, TrackDefinition
from courseware.exercise import queries as exercises
from courseware.exercise.types import SubmissionRow
from courseware.home.rules import next_in_module, open_modules
from courseware.home.types import Next
from courseware.learning.rules import module_ticks
from courseware.learning.types import Opening, Standing, StepFact
from courseware.quiz.queries import has_passed


@dataclass(frozen=True, slots=True)
class Known:
    """What was read about a learner, once, for every part of the page."""

    person_id: int
    course: Course
    track: TrackDefinition
    lang: str
    standings: Mapping[str, Standing]
    steps: Sequence[StepFact]
    forms: Sequence[SubmissionRow]
    closed: Mapping[str, Opening]

    @property
    def modules(self) -> list[ModuleDefinition]:
        """Those of the track that count."""
        listed = (self.course.by_slug[slug] for slug in self.track.modules)
        return [module for module in listed if module.is_ready]

    @property
    def left(self) -> list[ModuleDefinition]:
        """Those not passed, in the order in which they are gone on with."""
        return open_modules(self.modules, self.standings)

    @property
    def is_new(self) -> bool:
        return not (self.standings or self.steps or self.forms)


def going_on(known: Known) -> Next:
    """A form that came back goes before everything else, the modules before what the course asks for at its end."""
    left = known.left
    found = _returned(known) or _in_the_modules(known, left)
    if found is None and left:
        return _waits_for_the_class(known, left)
    return found or _after_the_modules(known)


def _returned(known: Known) -> Next | None:
    for row in known.forms:
        if row.state == "returned":
            title = exercises.definition_of(row).title[known.lang]
            return Next("returned", title, f"/submissions/{row.id}")
    return None


def _in_the_modules(known: Known, left: Sequence[ModuleDefinition]) -> Next | None:
    """What to do next in one of them; a form that is with its reviewer can wait while other work is left."""
    waiting = {f"exercise:{row.exercise}" for row in known.forms if row.state == "submitted"}
    nexts = []
    for module in left:
        if module.slug in known.closed:
            continue
        ticks = module_ticks(module, known.steps, test_out=known.track.test_out)
        nexts.append(next_in_module(module, ticks, known.lang))
        open_now = [tick for tick in ticks if tick.id not in waiting]
        if not all(tick.done for tick in open_now):
            return next_in_module(module, open_now, known.lang)
    return nexts[0] if nexts else None


def _waits_for_the_class(known: Known, left: Sequence[ModuleDefinition]) -> Next:
    """All that is left is not open yet: what opens first, and when."""
    first = min(left, key=lambda module: (known.closed[module.slug].on, module.number))
    href, day = f"/modules/{first.slug}", known.closed[first.slug].on
    return Next("waits", first.title[known.lang], href, first.number, day)


def _after_the_modules(known: Known) -> Next:
    course, lang = known.course, known.lang
    accepted = {s.item for s in known.steps if s.kind == "exercise" and s.grade == "accepted"}
    for exercise in course.completion.exercises:
        if exercise not in accepted and exercise in course.exercises:
            found = course.exercises[exercise]
            return Next("exercise", found.title[lang], f"/exercises/{exercise}")
    if course.final is not None and not has_passed(known.person_id, course.final.slug):
        return Next("final", "", f"/quizzes/{course.final.slug}")
    return Next("done", course.title[lang], "/certificates")
