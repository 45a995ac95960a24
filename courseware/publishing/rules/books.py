"""The course as the text of a book: parts, chapters and a glossary, each leading to the others. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from courseware.content.definitions import Course, Heading, Lang, ModuleDefinition, Term
from courseware.learning.lessons import body
from courseware.learning.tags import Piece, pieces

#: the chapters that are no modules
STORY, GLOSSARY = "case", "glossary"
_HREF = re.compile(r"\shref=\"([^\"]*)\"")
_ID = re.compile(r"\sid=\"([^\"]*)\"")
_HEADING = re.compile(r"^(</?)h([2-5])")
#: what only a page in a browser needs
_SCREEN_ONLY = re.compile(r"\s(?:tabindex|data-[a-z-]+)=\"[^\"]*\"")

#: from the key of a chapter and an id in it ("" for its beginning) to its address in this book
Address = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Style:
    """How a book is put together: where its chapters lie, and how deep their headings are."""

    address: Address
    deeper: int = (
        0  # levels that headings go down, where the chapter's title is not the first level
    )
    platform: str = ""  # address of the platform, for what is not in the book; empty: no link


@dataclass(frozen=True, slots=True)
class Chapter:
    """`number` is the module's; the story of the case has none."""

    key: str
    number: int | None
    title: str
    html: str
    headings: tuple[Heading, ...]  # second level, their ids as in this book


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """The first place in a chapter that leads to a term."""

    number: int | None
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A term, and where the book speaks of it."""

    id: str
    name: str
    other: str  # in the other language
    pinyin: str
    meaning: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class BookText:
    lang: Lang
    title: str
    edition: str
    parts: tuple[Part, ...]
    story: Chapter | None
    letters: tuple[tuple[str, tuple[Entry, ...]], ...]  # the glossary by first letter

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        found = tuple(chapter for part in self.parts for chapter in part.chapters)
        return (*found, self.story) if self.story else found


@dataclass(slots=True)
class _Places:
    """What there is to lead to: the ids of each chapter, and the terms met on the way."""

    ids: Mapping[str, frozenset[str]]
    keys: Mapping[str, str]  # of modules, by slug
    mentioned: dict[str, dict[str, str]] = field(default_factory=dict)  # term → chapter → id


def book_text(course: Course, lang: Lang, style: Style) -> BookText:
    """Everything of the course that can be read in this language, in the order of the course."""
    shown = [module for module in course.modules if lang in module.lessons]
    places = _places(course, shown, lang)
    parts = tuple(
        Part(
            key=f"part-{part.id}",
            title=part.title[lang],
            chapters=tuple(
                _module(course, module, lang, (style, places))
                for module in shown
                if module.part == part.id
            ),
        )
        for part in course.parts
        if any(module.part == part.id for module in shown)
    )
    story = _story(course, lang, (style, places))
    text = BookText(lang, course.title[lang], course.edition, parts, story, ())
    entries = [_entry(term, lang, text, (style, places)) for term in course.glossary.values()]
    return BookText(lang, text.title, text.edition, parts, story, _by_letter(entries, lang))


def key_of(module: ModuleDefinition) -> str:
    return f"m{module.number:02}"


def _places(course: Course, shown: Iterable[ModuleDefinition], lang: Lang) -> _Places:
    ids = {key_of(m): frozenset(h.id for h in m.lessons[lang].headings) for m in shown}
    if lang in course.story:
        ids[STORY] = frozenset(h.id for h in course.story[lang].headings)
    ids[GLOSSARY] = frozenset(course.glossary)
    return _Places(ids, {module.slug: key_of(module) for module in shown})


def _module(
    course: Course, module: ModuleDefinition, lang: Lang, way: tuple[Style, _Places]
) -> Chapter:
    lesson, key = module.lessons[lang], key_of(module)
    html = _relinked(str(body(course, module, lang).html), key, way)
    return Chapter(key, module.number, lesson.title, html, _sections(lesson.headings, key))


def _story(course: Course, lang: Lang, way: tuple[Style, _Places]) -> Chapter | None:
    story = course.story.get(lang)
    if story is None:
        return None
    html = _relinked(str(story.html), STORY, way)
    return Chapter(STORY, None, story.title, html, _sections(story.headings, STORY))


def _sections(headings: Iterable[Heading], key: str) -> tuple[Heading, ...]:
    return tuple(
        Heading(f"{key}-{h.id}", h.title, h.level) for h in headings if h.level == 2 and h.id
    )


def _relinked(html: str, key: str, way: tuple[Style, _Places]) -> str:
    """The page with ids of its own in the whole book, and its links to where the book has their aim."""
    out: list[str] = []
    for piece in pieces(html):
        if not piece.name:
            out.append(piece.source)
        elif piece.name == "a":
            out.append(_link(piece, key, way) if piece.opens else "</a>")
        else:
            tag = _ID.sub(lambda m: f' id="{key}-{m[1]}"', _SCREEN_ONLY.sub("", piece.source))
            out.append(_HEADING.sub(lambda m: f"{m[1]}h{int(m[2]) + way[0].deeper}", tag))
    return "".join(out)


def _link(piece: Piece, key: str, way: tuple[Style, _Places]) -> str:
    """An opening tag; one without an address where the book cannot lead there."""
    style, places = way
    found = _HREF.search(piece.source)
    page, _, anchor = unescape(found[1] if found else "").partition("#")
    aim = _chapter_of(page, key, places)
    if aim == GLOSSARY and anchor in places.ids[GLOSSARY]:
        met = places.mentioned.setdefault(anchor, {})
        mark = "" if key in met else f' id="{met.setdefault(key, f"{key}-to-{anchor}")}"'
        return f'<a class="term"{mark} href="{style.address(GLOSSARY, f"term-{anchor}")}">'
    if aim is not None:
        known = anchor and anchor in places.ids[aim]
        return f'<a href="{style.address(aim, f"{aim}-{anchor}" if known else "")}">'
    if page.startswith("/"):
        where = f"{style.platform}{page}{'#' if anchor else ''}{anchor}"
        return f'<a class="out" href="{escape(where)}">' if style.platform else "<a>"
    return f'<a class="out" href="{found[1]}">' if found else "<a>"


def _chapter_of(page: str, key: str, places: _Places) -> str | None:
    if not page:
        return key
    if page in ("/case", "/glossary"):
        aim = page.removeprefix("/")
        return aim if aim in places.ids else None
    return places.keys.get(page.removeprefix("/modules/"))


def _entry(term: Term, lang: Lang, text: BookText, way: tuple[Style, _Places]) -> Entry:
    style, places = way
    met = places.mentioned.get(term.id, {})
    return Entry(
        id=f"term-{term.id}",
        name=term.name[lang],
        other=term.name["zh" if lang == "en" else "en"],
        pinyin=term.pinyin,
        meaning=term.meaning[lang],
        mentions=tuple(
            Mention(chapter.number, chapter.title, style.address(chapter.key, met[chapter.key]))
            for chapter in text.chapters
            if chapter.key in met
        ),
    )


def _by_letter(entries: Iterable[Entry], lang: Lang) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """By 拼音 or by the English word; what begins with no letter stands at the end, under #."""

    def word(entry: Entry) -> str:
        return (entry.pinyin if lang == "zh" else entry.name).lower()

    def letter(entry: Entry) -> str:
        first = _plain(word(entry)[:1]).upper()
        return first if "A" <= first <= "Z" else "#"

    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (letter(e) == "#", _plain(word(e)), e.id)):
        found.setdefault(letter(entry), []).append(entry)
    return tuple((first, tuple(those)) for first, those in found.items())


def _plain(word: str) -> str:
    """Without the marks of the tones."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if sign.isascii())
