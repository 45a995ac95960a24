"""Lessons as they are read: with their terms marked, alone or beside the other language; made once each state."""

from collections.abc import Callable
from html import unescape
from typing import Any, NamedTuple, TypeVar, cast

from markupsafe import Markup

from courseware.content.definitions import Course, Lang, ModuleDefinition, Term
from courseware.learning.pairing import Pair, side_by_side
from courseware.learning.tags import pieces
from courseware.learning.terms import mark_terms, sections, terms_in

#: lessons that are kept: modules × languages × what is made of each, of one or two states of the course
MOST = 800


class Body(NamedTuple):
    """A lesson to be read, and the entries of the terms in it."""

    html: Markup
    terms: tuple[Term, ...]


def body(course: Course, module: ModuleDefinition, lang: Lang) -> Body:
    """The lesson in one language, its terms leading to the glossary."""
    return _kept(_key("body", course, module, lang), lambda: _body(course, module, lang))


def pairs(course: Course, module: ModuleDefinition, lang: Lang) -> tuple[Pair, ...]:
    """The lesson paragraph by paragraph, the reader's language first."""

    def make() -> tuple[Pair, ...]:
        other = _other(lang)
        # as plain text: pieces of Markup would escape what they are joined with
        texts = (str(body(course, module, one).html) for one in (lang, other))
        return side_by_side(*texts)

    return _kept(_key("pairs", course, module, lang), make)


def letters(course: Course, module: ModuleDefinition, lang: Lang) -> str:
    """The text of a lesson without any space: what marked words are looked for in."""

    def make() -> str:
        return squeezed(text_of(module.lessons[lang].html)) if lang in module.lessons else ""

    return _kept(_key("letters", course, module, lang), make)


def text_of(html: str) -> str:
    """The words of a page as a reader may select them: without those inside drawings."""
    found, depth = [], 0
    for piece in pieces(html):
        if piece.name == "svg":
            depth += piece.opens - piece.closes
        elif not piece.name and not depth:
            found.append(piece.source)
    return unescape("".join(found))


def squeezed(text: str) -> str:
    """Without any space: two browsers put different space between the same paragraphs."""
    return "".join(text.split())


def _body(course: Course, module: ModuleDefinition, lang: Lang) -> Body:
    lesson, other = module.lessons[lang], module.lessons.get(_other(lang))
    words = sections(other.html) if other else {}
    html = Markup(mark_terms(str(lesson.html), course, lang, words))  # noqa: S704 - clean before, and links of ours
    return Body(html, terms_in(html, course))


def _other(lang: Lang) -> Lang:
    return "zh" if lang == "en" else "en"


Made = TypeVar("Made")
Key = tuple[str, str, str, str, int]
_cache: dict[Key, Any] = {}


def _key(what: str, course: Course, module: ModuleDefinition, lang: Lang) -> Key:
    """Tells what is kept apart; the page itself, too, since Chinese is read in two kinds of characters."""
    lesson = module.lessons.get(lang)
    return what, course.digest, module.slug, lang, hash(lesson.html) if lesson else 0


def _kept(key: Key, make: Callable[[], Made]) -> Made:
    if key not in _cache:
        if len(_cache) > MOST:
            _cache.clear()
        _cache[key] = make()
    return cast(Made, _cache[key])
