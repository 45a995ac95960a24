"""The list of all modules beside a lesson: its pieces are rendered once a language and state, and joined."""

from itertools import groupby

from markupsafe import Markup, escape

from courseware.content.definitions import Course, ModuleDefinition
from courseware.kit.chinese import is_shown
from courseware.learning.types import PageFacts
from courseware.web.locale import translate

Neighbours = tuple[ModuleDefinition | None, ModuleDefinition | None]

CLASSES = {"passed": "done", "under-way": "begun", "new": "", "locked": "locked"}


def navigation(course: Course, lang: str, facts: PageFacts, here: str) -> Markup:
    """The modules of the course by part, with this person's states; `here` is the slug of the page."""
    pieces = _pieces(course, lang)
    out: list[str] = []
    for opening, slugs, closing in pieces.parts:
        out.append(opening.replace("<details>", "<details open>", 1) if here in slugs else opening)
        for slug in slugs:
            if slug == here:
                out.append(pieces.here[slug])
            elif slug in facts.passed:
                out.append(pieces.passed[slug])
            else:
                out.append((pieces.begun if slug in facts.begun else pieces.new)[slug])
        out.append(closing)
    return Markup("".join(out))  # noqa: S704 - every piece was escaped when it was made


def table_of_contents(course: Course, lang: str, slug: str) -> Markup:
    """The headings of a lesson, rendered once."""
    return _pieces(course, lang).contents[slug]


def neighbours(course: Course, lang: str, slug: str) -> Neighbours:
    """The ready modules before and after one, where there are any."""
    return _pieces(course, lang).neighbours[slug]


class _Pieces:
    def __init__(self, course: Course, lang: str) -> None:
        self.parts: list[tuple[str, list[str], str]] = []
        self.passed: dict[str, str] = {}
        self.begun: dict[str, str] = {}
        self.new: dict[str, str] = {}
        self.here: dict[str, str] = {}
        self.neighbours = _neighbours(course)
        self.contents = {m.slug: _contents(m, lang) for m in course.modules if lang in m.lessons}
        names = {part.id: part.title[lang] for part in course.parts}
        for part, modules in groupby(course.modules, key=lambda m: m.part):
            listed = list(modules)
            opening = f"<details><summary>{escape(names[part])}</summary><ol>"
            self.parts.append((opening, [m.slug for m in listed], "</ol></details>"))
            for module in listed:
                title = f'<span class="num">{module.number:02d}</span> {escape(module.title[lang])}'
                link = f'<a href="/modules/{module.slug}">{title}</a>'
                for state, pieces in self._states():
                    shown = state if module.is_ready else "locked"
                    word = _word(shown, lang)
                    pieces[module.slug] = f'<li class="{CLASSES[shown]}">{link}{word}</li>'
                self.here[module.slug] = f'<li class="current" aria-current="page">{link}</li>'

    def _states(self) -> tuple[tuple[str, dict[str, str]], ...]:
        return ("passed", self.passed), ("under-way", self.begun), ("new", self.new)


def _neighbours(course: Course) -> dict[str, Neighbours]:
    found: dict[str, Neighbours] = {}
    for here in course.modules:
        line = [m for m in course.modules if m.is_ready or m is here]
        at = line.index(here)
        after = line[at + 1] if at + 1 < len(line) else None
        found[here.slug] = (line[at - 1] if at else None, after)
    return found


def _contents(module: ModuleDefinition, lang: str) -> Markup:
    lines = [
        f'<li><a href="#{escape(heading.id)}">{escape(heading.title)}</a></li>'
        for heading in module.lessons[lang].headings
        if heading.level == 2
    ]
    label = escape(translate("In this lesson", lang))
    html = f'<nav class="toc" data-scrollspy aria-label="{label}"><ol>{"".join(lines)}</ol></nav>'
    return Markup(html)  # noqa: S704 - every piece was escaped above


def _word(state: str, lang: str) -> str:
    """The state in a word, for whoever does not see the colour."""
    sentence = {"passed": "passed", "under-way": "begun", "locked": "in preparation"}.get(state)
    return (
        f'<span class="visually-hidden"> ({escape(translate(sentence, lang))})</span>'
        if sentence
        else ""
    )


_cache: dict[tuple[str, str, bool], _Pieces] = {}


def _pieces(course: Course, lang: str) -> _Pieces:
    """The pieces of this state of the course; a changed file gives another digest."""
    key = (course.digest, lang, is_shown())
    if key not in _cache:
        if len(_cache) > 8:  # a few states of the course while its files are being edited
            _cache.clear()
        _cache[key] = _Pieces(course, lang)
    return _cache[key]
