"""From facts to the chapters of a report: standing, quizzes, skills, forms, what was asked, hours. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from statistics import median
from typing import Any

from courseware.assignments.rules import module_of
from courseware.content.definitions import Course, QuestionDefinition, Text
from courseware.reports.types import Line, Report
from courseware.reports.types.whole import (
    AskedLine,
    Figure,
    FormFact,
    FormLine,
    HoursLine,
    ObjectiveLine,
    QuizLine,
    SkillLine,
    StandingLine,
)
from courseware.roleplay.rules.skills import picture_of
from courseware.roleplay.types.skills import Played

#: so many modules before the middle of the group is ahead, so many after it behind
LEAD = 2
#: objectives are compared from so many answers on
ENOUGH_ANSWERS = 5
WEAKEST = 5
STUCK = frozenset({"failing", "returned", "quiet", "below"})
ORDER = {"stuck": 0, "behind": 1, "on-track": 2, "ahead": 3, "done": 4}
#: what an item is called, by kind and item
Named = Callable[[str, str], Text]


def standings_of(lines: Sequence[Line]) -> tuple[StandingLine, ...]:
    """Those who need somebody first."""
    middle = median([line.passed for line in lines]) if lines else 0
    found = [_standing(line, middle) for line in lines]
    return tuple(sorted(found, key=lambda s: (ORDER[s.standing], -s.late, s.passed, s.name)))


def _standing(line: Line, middle: float) -> StandingLine:
    reasons = {need.kind for need in line.needs}
    if line.is_complete:
        name = "done"
    elif reasons & STUCK:
        name = "stuck"
    elif line.late or "behind" in reasons or line.passed <= middle - LEAD:
        name = "behind"
    elif line.passed >= middle + LEAD:
        name = "ahead"
    else:
        name = "on-track"
    return StandingLine(
        line.person_id, line.name, name, line.passed, line.need, line.late, line.is_current
    )


def quizzes_of(
    course: Course, steps: Iterable[Any], answers: Iterable[tuple[str, int, float]]
) -> tuple[QuizLine, ...]:
    """Each part of the course: best results of its quizzes, and how its questions were answered anywhere."""
    best: dict[tuple[str, int, str], float] = {}
    for step in steps:
        module = course.by_slug.get(step.module)
        if step.kind == "quiz" and step.score is not None and module is not None:
            key = (module.part, step.person_id, step.item)
            best[key] = max(step.score, best.get(key, 0.0))
    asked: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for question, count, earned in answers:
        part = course.question_parts.get(question)
        if part is not None:
            asked[part][0] += count
            asked[part][1] += earned
    lines = []
    for each in course.parts:
        scores = [score for (part, _, _), score in best.items() if part == each.id]
        people = {person for part, person, _ in best if part == each.id}
        times, earned = asked[each.id]
        if scores or times:
            average = round(sum(scores) / len(scores), 1) if scores else None
            lines.append(
                QuizLine(each.title, len(people), average, int(times), share(earned, times))
            )
    return tuple(lines)


def objectives_of(
    course: Course, answers: Iterable[tuple[str, int, float]]
) -> tuple[ObjectiveLine, ...]:
    """The objectives with enough answers, the weakest first."""
    questions = questions_in(course)
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    links: dict[tuple[str, str], str] = {}
    for question_id, count, earned in answers:
        question = questions.get(question_id)
        if question is not None and question.module in course.by_slug:
            key = (question.module, question.objective)
            sums[key][0] += count
            sums[key][1] += earned
            links.setdefault(key, question.link)
    found = [
        ObjectiveLine(
            module=slug,
            number=course.by_slug[slug].number,
            words=_objective(course, slug, objective),
            answers=int(count),
            right=share(earned, count) or 0.0,
            link=f"/modules/{links[slug, objective] or slug}",
        )
        for (slug, objective), (count, earned) in sums.items()
        if count >= ENOUGH_ANSWERS
    ]
    return tuple(sorted(found, key=lambda line: (line.right, -line.answers, line.link)))


def questions_in(course: Course) -> dict[str, QuestionDefinition]:
    """Every question of the course, by id."""
    return {q.id: q for quiz in course.quizzes.values() for q in quiz.questions}


def _objective(course: Course, slug: str, objective: str) -> Text:
    lessons = course.by_slug[slug].lessons
    words = {lang: lesson.objectives.get(objective, objective) for lang, lesson in lessons.items()}
    return Text(words.get("zh", objective), words.get("en", words.get("zh", objective)))


def share(part: float, whole: float) -> float | None:
    """Per cent, to one place; none of nothing."""
    return round(100 * part / whole, 1) if whole else None


def skills_of(course: Course, talks: Mapping[int, Sequence[Played]]) -> tuple[SkillLine, ...]:
    """The mean of the people's means, by industry and skill."""
    means: dict[tuple[str, str], list[float]] = defaultdict(list)
    names: dict[str, Text] = {}
    for played in talks.values():
        for row in picture_of(course, played).rows:
            names[row.criterion.id] = row.criterion.name
            for cell in row.cells:
                if cell.mean is not None:
                    means[cell.industry, row.criterion.id].append(cell.mean)
    return tuple(
        SkillLine(industry, names[skill], round(sum(found) / len(found), 1), len(found))
        for (industry, skill), found in sorted(means.items())
    )


def forms_of(
    course: Course,
    forms: Iterable[FormFact],
    returns: Mapping[str, int],
    named: Named,
) -> tuple[FormLine, ...]:
    """Each form that was handed in."""
    by: dict[str, list[FormFact]] = defaultdict(list)
    for form in forms:
        by[form.exercise].append(form)
    lines = [
        FormLine(
            exercise=exercise,
            title=named("exercise", exercise),
            people=len({form.owner_id for form in by[exercise]}),
            handed_in=len(by[exercise]),
            waiting=sum(form.is_waiting for form in by[exercise]),
            returned=returns.get(exercise, 0),
            accepted=sum(form.accepted_at is not None for form in by[exercise]),
        )
        for exercise in {*by, *returns}
    ]
    numbers = {
        line.exercise: course.by_slug[module].number
        for line in lines
        if (module := module_of(course, "exercise", line.exercise))
    }
    return tuple(sorted(lines, key=lambda line: (numbers.get(line.exercise, 99), line.exercise)))


def asked_of(asked: Iterable[Any], now: datetime, named: Named) -> tuple[AskedLine, ...]:
    """What was asked, by item and date, the latest date first."""
    by: dict[tuple[str, str, date | None], list[Any]] = defaultdict(list)
    for one in asked:
        by[one.kind, one.item, one.due_on].append(one)
    lines = [
        AskedLine(
            title=named(kind, item),
            due_on=on,
            people=len({one.person_id for one in found}),
            kept=sum(one.fulfilled_at is not None and one.fulfilled_at <= one.due_at for one in found),
            late=sum(one.fulfilled_at is not None and one.fulfilled_at > one.due_at for one in found),
            overdue=sum(one.fulfilled_at is None and one.due_at < now for one in found),
            open=sum(one.fulfilled_at is None and one.due_at >= now for one in found),
        )
        for (kind, item, on), found in by.items()
    ]  # fmt: skip
    return tuple(
        sorted(lines, key=lambda line: (line.due_on or date.min, line.title.zh), reverse=True)
    )


def hours_of(
    course: Course, lines: Sequence[Line], steps: Iterable[Any], sessions: Mapping[int, int]
) -> tuple[HoursLine, ...]:
    """Reading time as lessons state it, once each; the stated minutes of every role-play played; attended classes."""
    read: dict[int, set[str]] = defaultdict(set)
    played: dict[int, int] = defaultdict(int)
    for step in steps:
        if step.kind == "lesson":
            read[step.person_id].add(step.module)
        elif step.kind == "roleplay" and step.item in course.roleplays:
            played[step.person_id] += course.roleplays[step.item].minutes
    return tuple(
        HoursLine(
            line.person_id,
            line.name,
            sum(_reading(course, slug) for slug in read[line.person_id]),
            played[line.person_id],
            sessions.get(line.person_id, 0),
        )
        for line in lines
    )


def _reading(course: Course, slug: str) -> int:
    module = course.by_slug.get(slug)
    return next((lesson.minutes for lesson in module.lessons.values()), 0) if module else 0


def figures_of(report: Report, more: Mapping[str, float | int]) -> dict[str, float | int | None]:
    """The figures of the summary, in their order."""
    lines = report.lines
    return {
        "people": len(lines),
        "passed": report.passed,
        "average": report.average,
        "roleplays": sum(line.roleplays for line in lines),
        "accepted": sum(line.exercises for line in lines),
        **more,
        "late": report.late,
    }


def compared(
    now: Mapping[str, float | int | None], before: Mapping[str, float | int | None]
) -> tuple[Figure, ...]:
    return tuple(Figure(key, value, before.get(key)) for key, value in now.items())
