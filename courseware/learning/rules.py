"""When a module or the course is complete. The list the learner sees is the list that decides."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from courseware.cohorts.types import ClassReason
from courseware.content.definitions import Course, ModuleDefinition, TrackDefinition
from courseware.learning.types import Opening, StepFact, Tick

#: on what a track lets somebody pass a module by the first try at its quiz, in per cent; none = not allowed
TestOut = int | None


def module_ticks(
    module: ModuleDefinition, steps: Iterable[StepFact], *, test_out: TestOut = None
) -> tuple[Tick, ...]:
    """What the module asks for, in order: lesson, quiz, required exercises, required role-plays.

    Where the track lets people test out and the first try at the quiz reached it, that is all.
    """
    passed = [s for s in steps if s.passed and s.module == module.slug]
    tested_out = _tested_out(module, passed, test_out)
    if tested_out is not None:
        return (Tick("test-out", True, tested_out, have=1),)
    ticks = [
        _tick("lesson", passed, "lesson", module.slug),
        _tick("quiz", passed, "quiz", module.slug),
    ]
    ticks += [_tick(f"exercise:{e}", passed, "exercise", e) for e in module.required.exercises]
    ticks += [_tick(f"roleplay:{r}", passed, "roleplay", r) for r in module.required.roleplays]
    if module.required.any_roleplays:
        ticks.append(_any_roleplays(module, passed))
    return tuple(ticks)


def test_out_open(
    module: ModuleDefinition, steps: Iterable[StepFact], test_out: TestOut
) -> TestOut:
    """What the first try at the quiz must reach to pass the module; none once it was tried, or where it cannot."""
    tried = any(s.kind == "quiz" and s.item == module.slug for s in steps)
    return None if tried or not module.is_ready else test_out


def course_ticks(
    course: Course, track: TrackDefinition, steps: Sequence[StepFact]
) -> tuple[Tick, ...]:
    """What the course asks for: every ready module of the track, the final exam if there is one, accepted exercises."""
    ready = [course.by_slug[slug] for slug in track.modules if course.by_slug[slug].is_ready]
    ticks = [_module_tick(module, steps, track.test_out) for module in ready]
    if course.final is not None:
        finals = [
            s for s in steps if s.kind == "final" and (s.score or 0) >= course.completion.final
        ]
        ticks.append(Tick("final", bool(finals), min((s.at for s in finals), default=None)))
    for exercise in course.completion.exercises:
        accepted = [
            s.at
            for s in steps
            if s.kind == "exercise" and s.item == exercise and s.grade == "accepted"
        ]
        ticks.append(Tick(f"accepted:{exercise}", bool(accepted), min(accepted, default=None)))
    return tuple(ticks)


def closed_modules(
    course: Course,
    classes: Sequence[ClassReason],
    *,
    alone: Iterable[str],
    asked: Collection[str],
    touched: Collection[str],
) -> dict[str, Opening]:
    """The modules that somebody cannot open yet, because their class opens them later and nothing else asks for them.

    `alone`: tracks they take without a class; `asked`: what they were asked to do; `touched`: what they have begun.
    """
    tracks = {track.id: frozenset(track.modules) for track in course.tracks}
    free = {slug for track in alone for slug in tracks.get(track, ())}
    found: dict[str, Opening] = {}
    for slug in {slug for each in classes for slug in each.later}:
        module = course.by_slug.get(slug)
        if module is None or slug in touched or slug in free:
            continue
        items = {slug, *(e.id for e in module.exercises), *(r.id for r in module.roleplays)}
        if not items.isdisjoint(asked):
            continue
        if any(slug in tracks.get(c.track, ()) and slug not in c.later for c in classes):
            continue
        on, first = min(((c.later[slug], c) for c in classes if slug in c.later), key=_day)
        found[slug] = Opening(on, first.id, first.name)
    return found


def best_scores(steps: Iterable[StepFact]) -> dict[str, float]:
    """The best score of each module's quiz among these steps, in per cent."""
    found: dict[str, float] = {}
    for step in steps:
        if step.kind == "quiz" and step.score is not None:
            found[step.module] = max(step.score, found.get(step.module, 0))
    return found


def first_passed(steps: Iterable[StepFact], kind: str) -> datetime | None:
    """When the first step of a kind passed; none while none has."""
    return min((step.at for step in steps if step.kind == kind and step.passed), default=None)


def completed_at(ticks: Sequence[Tick]) -> datetime | None:
    """When the last condition came true; none while one is open, or where there are none."""
    if not ticks or not all(tick.done for tick in ticks):
        return None
    return max((tick.at for tick in ticks if tick.at), default=None)


#: of a drill: every type of objection
ANY = "any"


def is_about(kind: str, item: str, done: tuple[str, str, str]) -> bool:
    """Whether what was done (kind, item, module) may be what an obligation of this kind and item asks for."""
    done_kind, done_item, module = done
    if kind == "module":
        return item in (done_item, module)
    if kind != done_kind:
        return False
    return item == done_item or (kind == "drill" and item == ANY)


def times_met(kind: str, steps: Iterable[tuple[StepFact, int | None]]) -> int:
    """How many times steps, each with the number of the row behind it, meet an obligation.

    A line of the drill counts once, however often it is answered.
    """
    if kind == "drill":
        return len({source for _step, source in steps})
    return sum(1 for _each in steps)


def fulfils(grade_needed: bool, pass_line: int | None, step: StepFact) -> bool:
    """Whether a step meets an obligation: passed, over its pass line, and accepted where that was asked."""
    if grade_needed and step.grade != "accepted":
        return False
    if pass_line is not None and step.kind != "exercise":
        return step.score is not None and step.score >= pass_line
    return step.passed


def _day(pair: tuple[date, ClassReason]) -> tuple[date, int]:
    return pair[0], pair[1].id


def _tested_out(
    module: ModuleDefinition, passed: Iterable[StepFact], test_out: TestOut
) -> datetime | None:
    """When the first try at the quiz reached what the track asks for."""
    if test_out is None:
        return None
    first = (s for s in passed if s.kind == "quiz" and s.item == module.slug and s.ordinal == 1)
    return min((s.at for s in first if (s.score or 0) >= test_out), default=None)


def _module_tick(module: ModuleDefinition, steps: Sequence[StepFact], test_out: TestOut) -> Tick:
    at = completed_at(module_ticks(module, steps, test_out=test_out))
    return Tick(f"module:{module.slug}", at is not None, at)


def _tick(name: str, passed: Iterable[StepFact], kind: str, item: str) -> Tick:
    times = [s.at for s in passed if s.kind == kind and s.item == item]
    return Tick(name, bool(times), min(times, default=None), have=min(len(times), 1))


def _any_roleplays(module: ModuleDefinition, passed: Iterable[StepFact]) -> Tick:
    wanted = {r.id for r in module.roleplays if r.industry != "any"}
    firsts: dict[str, datetime] = {}
    for step in passed:
        if step.kind == "roleplay" and step.item in wanted:
            firsts[step.item] = min(step.at, firsts.get(step.item, step.at))
    need = module.required.any_roleplays
    done = len(firsts) >= need
    return Tick(
        "roleplays", done, sorted(firsts.values())[need - 1] if done else None, len(firsts), need
    )
