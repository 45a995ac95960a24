"""The list of all modules beside a lesson: its pieces are rendered once a language and state, and joined."""

from collections.abc import Mapping
from itertools import groupby

from markupsafe import Markup, escape

from courseware.content.definitions import Course
from courseware.learning.types import Standing
from courseware.web.locale import translate

CLASSES = {"passed": "done", "under-way": "begun", "new": "", "locked": "locked"}


def navigation(course: Course, lang: str, standings: Mapping[str, Standing], here: str) -> Markup:
    """The modules of the course by part, with this person's states; `here` is the slug of the page."""
    pieces = _pieces(course, lang)
    out: list[str] = []
    for opening, slugs, closing in pieces.parts:
        out.append(opening.replace("<details>", "<details open>", 1) if here in slugs else opening)
        for slug in slugs:
            state = standings[slug].state if slug in standings else "new"
            out.append(pieces.here[slug] if slug == here else pieces.entry[slug, state])
        out.append(closing)
    return Markup("".join(out))  # noqa: S704 - every piece was escaped when it was made


class _Pieces:
    def __init__(self, course: Course, lang: str) -> None:
        self.parts: list[tuple[str, list[str], str]] = []
        self.entry: dict[tuple[str, str], str] = {}
        self.here: dict[str, str] = {}
        names = {part.id: part.title[lang] for part in course.parts}
        for part, modules in groupby(course.modules, key=lambda m: m.part):
            listed = list(modules)
            opening = f"<details><summary>{escape(names[part])}</summary><ol>"
            self.parts.append((opening, [m.slug for m in listed], "</ol></details>"))
            for module in listed:
                title = f'<span class="num">{module.number:02d}</span> {escape(module.title[lang])}'
                link = f'<a href="/modules/{module.slug}">{title}</a>'
                for state in ("passed", "under-way", "new"):
                    shown = state if module.is_ready else "locked"
                    word = _word(shown, lang)
                    self.entry[module.slug, state] = (
                        f'<li class="{CLASSES[shown]}">{link}{word}</li>'
                    )
                self.here[module.slug] = f'<li class="current" aria-current="page">{link}</li>'


def _word(state: str, lang: str) -> str:
    """The state in a word, for whoever does not see the colour."""
    sentence = {"passed": "passed", "under-way": "begun", "locked": "in preparation"}.get(state)
    return (
        f'<span class="visually-hidden"> ({escape(translate(sentence, lang))})</span>'
        if sentence
        else ""
    )


_cache: dict[tuple[str, str], _Pieces] = {}


def _pieces(course: Course, lang: str) -> _Pieces:
    """The pieces of this state of the course; a changed file gives another digest."""
    key = (course.digest, lang)
    if key not in _cache:
        if len(_cache) > 8:  # a few states of the course while its files are being edited
            _cache.clear()
        _cache[key] = _Pieces(course, lang)
    return _cache[key]
