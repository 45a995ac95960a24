"""A lesson: its sections, its length, its parts, and the same in both languages."""

import re
from collections import Counter
from collections.abc import Iterator

from courseware.content.checks.view import View
from courseware.content.definitions import Lang, LessonDefinition, ModuleDefinition
from courseware.content.lessons import Page, words_in
from courseware.content.problems import Problem

FIRST = ("objectives", "scene")
LAST = ("worked-example", "say-it", "mistakes", "do-it-now", "key-points")
FREE = frozenset({"say-it"})
#: Fewest and most Chinese characters or English words; fewer is an error, more a warning.
LENGTH = {"zh": (1600, 3200, "Chinese characters"), "en": (1050, 2200, "words")}
SCENE = (60, 120)  # Chinese characters
PICTURES = frozenset({"matrix", "process", "funnel", "chart", "compare"})


def check(view: View) -> Iterator[Problem]:
    yield from _check_story(view)
    for module in view.course.modules:
        for lang, lesson in module.lessons.items():
            yield from _check_one(view, module, lang, lesson)
        if len(module.lessons) == 2:
            yield from _check_both(view, module)
        elif (missing := "en" if "zh" in module.lessons else "zh") and module.lessons:
            name = f"lesson.{missing}.md"
            if not any(p.file.endswith(f"{module.slug}/{name}") for p in view.load.problems):
                place = ("lesson", module.slug, next(iter(module.lessons)))
                yield view.warning(place, "", f"{name} is missing: the module stays in preparation")


def _check_story(view: View) -> Iterator[Problem]:
    """The story of the case: sections with ids, the same in both languages."""
    pages: dict[Lang, Page] = {
        lang: view.load.pages["case", lang]
        for lang in ("zh", "en")
        if ("case", lang) in view.load.pages
    }
    for page in pages.values():
        for heading in page.rendered.headings:
            if heading.level == 2 and not heading.id:
                message = f"the heading {heading.title!r} has no id: add {{#an-id}}"
                yield Problem(page.file, heading.line, "", message)
    if len(pages) == 2 and _ids(pages["zh"]) != _ids(pages["en"]):
        message = f"headings differ between the languages: {_difference(_ids(pages['zh']), _ids(pages['en']))}"
        yield Problem(pages["en"].file, pages["en"].body_line, "", message)


def _check_one(
    view: View, module: ModuleDefinition, lang: Lang, lesson: LessonDefinition
) -> Iterator[Problem]:
    page: Page = view.load.pages[module.slug, lang]
    place = ("lesson", module.slug, lang)
    yield from _front(module, page, lesson)
    yield from _sections(page)
    low, high, unit = LENGTH[lang]
    if lesson.words < low:
        yield view.problem(
            place,
            "",
            f"has {lesson.words} {unit}, {low - lesson.words} too few; a lesson has {low} to {high}",
        )
    if lesson.words > high:
        yield view.warning(
            place, "", f"has {lesson.words} {unit}, {lesson.words - high} above {high}; shorten it"
        )
    yield from _parts(view, place, lang, lesson)
    if not PICTURES & set(page.rendered.figures):
        yield view.problem(place, "", f"has no picture; draw one of {', '.join(sorted(PICTURES))}")
    yield from _notes(page, lesson)


def _front(module: ModuleDefinition, page: Page, lesson: LessonDefinition) -> Iterator[Problem]:
    if page.front is None:
        return
    line = page.front.line_of
    if not 3 <= len(lesson.objectives) <= 5:
        message = f"has {len(lesson.objectives)} objectives; a lesson has 3 to 5"
        yield Problem(page.file, line("objectives"), "objectives", message)
    part = page.front.map.get("part")
    if part != module.part:
        message = f"is {part}, but modules/course.yaml puts the module into part {module.part}"
        yield Problem(page.file, line("part"), "part", message)


def _sections(page: Page) -> Iterator[Problem]:
    """Explicit, unique ids in the order of the house."""
    headings = [h for h in page.rendered.headings if h.level <= 2]
    for heading in headings:
        if heading.level == 1:
            yield Problem(
                page.file, heading.line, "", "# is the page's own title; sections begin with ##"
            )
        elif not heading.id:
            yield Problem(
                page.file,
                heading.line,
                "",
                f"the heading {heading.title!r} has no id: add {{#an-id}}",
            )
    found = [h for h in headings if h.level == 2 and h.id]
    ids = [h.id for h in found]
    for twice in (i for i, n in Counter(ids).items() if n > 1):
        line = [h.line for h in found if h.id == twice][1]
        yield Problem(page.file, line, "", f"the id {twice} stands twice")
    yield from _order(page, ids)


def _order(page: Page, ids: list[str]) -> Iterator[Problem]:
    missing = [name for name in (*FIRST, *LAST) if name not in ids and name not in FREE]
    for name in missing:
        yield Problem(page.file, page.body_line, "", f"the section {{#{name}}} is missing")
    fixed = [name for name in ids if name in (*FIRST, *LAST)]
    wanted = [name for name in (*FIRST, *LAST) if name in fixed]
    free = [i for i, name in enumerate(ids) if name not in (*FIRST, *LAST)]
    if missing:
        return
    if fixed != wanted:
        message = f"sections stand as {', '.join(fixed)}; the order is {', '.join(wanted)}"
        yield Problem(page.file, page.body_line, "", message)
    elif not free:
        yield Problem(
            page.file, page.body_line, "", "no idea stands between scene and worked-example"
        )
    elif free != list(range(len(FIRST), len(FIRST) + len(free))):
        late = next(ids[i] for i in free if i >= len(FIRST) + len(free) or ids[:2] != list(FIRST))
        message = f"the idea {{#{late}}} must stand between scene and worked-example"
        yield Problem(page.file, page.body_line, "", message)


def _parts(
    view: View, place: tuple[str, ...], lang: Lang, lesson: LessonDefinition
) -> Iterator[Problem]:
    """What each fixed section must hold."""
    mistakes = _section(lesson.html, "mistakes")
    count = max(mistakes.count("<li>"), mistakes.count("<h3"), mistakes.count("<tr>") - 1)
    if mistakes and count < 3:
        yield view.problem(
            place, "mistakes", f"names {count} mistakes; name at least three, each with its repair"
        )
    points = _section(lesson.html, "key-points").count("<li>")
    if not 3 <= points <= 5:
        yield view.warning(
            place, "key-points", f"has {points} lines; a lesson closes with 3 to 5, as a list"
        )
    task = _section(lesson.html, "do-it-now")
    if (
        task
        and (lesson.exercises or lesson.roleplays)
        and not re.search(r'href="/(exercises|roleplays)/', task)
    ):
        yield view.problem(
            place, "do-it-now", "links no practice: add [[exercise:id]] or [[roleplay:id]]"
        )
    scene = next((text for anchor, text in lesson.passages if anchor == "scene"), "")
    title = next((h.title for h in lesson.headings if h.id == "scene"), "")
    size = words_in(scene.removeprefix(title), lang)
    if lang == "zh" and scene and not SCENE[0] <= size <= SCENE[1]:
        yield view.warning(
            place, "scene", f"has {size} Chinese characters; a scene has {SCENE[0]} to {SCENE[1]}"
        )


def _section(html: str, anchor: str) -> str:
    match = re.search(rf'<h2 id="{anchor}">.*?(?=<h2|\Z)', html, re.DOTALL)
    return match[0] if match else ""


def _notes(page: Page, lesson: LessonDefinition) -> Iterator[Problem]:
    notes = page.rendered.notes
    line = notes[0].line if notes else page.body_line
    if len(notes) < 4:
        yield Problem(
            page.file, line, "trainer", f"has {len(notes)} trainer's notes; write at least four"
        )
    minutes = sum(note.minutes for note in lesson.trainer_notes)
    if notes and minutes != 60:
        yield Problem(page.file, line, "trainer", f"the minutes add up to {minutes}, not 60")


def _check_both(view: View, module: ModuleDefinition) -> Iterator[Problem]:
    """English is complete and equal: the same ids, lists, pictures and notes."""
    zh, en = module.lessons["zh"], module.lessons["en"]
    place = ("lesson", module.slug, "en")
    pages: list[Page] = [view.load.pages[module.slug, lang] for lang in ("zh", "en")]
    sides: list[tuple[str, list[str], list[str]]] = [
        ("objectives", list(zh.objectives), list(en.objectives)),
        ("headings", _ids(pages[0]), _ids(pages[1])),
        ("pictures", _pictures(pages[0]), _pictures(pages[1])),
        ("trainer", _minutes(pages[0]), _minutes(pages[1])),
        ("terms", list(zh.terms), list(en.terms)),
        ("exercises", list(zh.exercises), list(en.exercises)),
        ("roleplays", list(zh.roleplays), list(en.roleplays)),
    ]
    for name, chinese, english in sides:
        if chinese != english:
            yield view.problem(
                place, name, f"differ between the languages: {_difference(chinese, english)}"
            )


def _ids(page: Page) -> list[str]:
    return [heading.id for heading in page.rendered.headings if heading.level == 2]


def _pictures(page: Page) -> list[str]:
    return [kind for kind in page.rendered.figures if kind != "trainer"]


def _minutes(page: Page) -> list[str]:
    return [f"{note.minutes} minutes" for note in page.rendered.notes]


def _difference(chinese: list[str], english: list[str]) -> str:
    """The first place where two lists part, in words."""
    for number, (a, b) in enumerate(zip(chinese, english, strict=False), 1):
        if a != b:
            return f"number {number} is {a or 'without id'} in zh, {b or 'without id'} in en"
    longer, rest = (
        ("zh", chinese[len(english) :])
        if len(chinese) > len(english)
        else ("en", english[len(chinese) :])
    )
    return f"only {longer} has {', '.join(rest)}"
