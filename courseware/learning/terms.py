"""The glossary inside a lesson: the first place of each term in each section leads to its entry."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape

from courseware.content.definitions import Course, Lang, Term
from courseware.learning.tags import pieces

#: inside these nothing is marked: they lead somewhere already, or are no running text
_CLOSED = frozenset(
    [
        "a",
        "button",
        "caption",
        "code",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "svg",
        "th",
    ]
)
_SECTION = re.compile(r"<h2[^>]*\sid=\"([^\"]*)\"")
_LINK = re.compile(r"<a [^>]*href=\"/glossary#([^\"]+)\"")
#: "leads to", "leads the team": the same letters, and not the noun of the glossary
_AFTER_A_VERB = r"\s+(?:to|the|a|an|this|that|his|her|its|our|your|their|you|us|them|him|me)\b"
_BRACKETS = re.compile(r"\s*[（(][^）)]*[）)]\s*")


def mark_terms(html: str, course: Course, lang: Lang, other: Mapping[str, str]) -> str:
    """The page with its terms as links to the glossary; `other` is the text of the other language by section.

    An English term may be an everyday word: it is marked where the Chinese text of the section names it, too.
    """
    pattern, by_name = _names(course, lang)
    if pattern is None:
        return html
    section, seen, depth = "", set[str](), 0
    out: list[str] = []

    def link(found: re.Match[str]) -> str:
        term = by_name[_bare(found[1])]
        if term.id in seen or (
            lang == "en" and plain_name(term, "zh") not in other.get(section, "")
        ):
            return found[0]
        seen.add(term.id)
        return f'<a class="term" href="/glossary#{escape(term.id)}">{found[1]}</a>{found[2]}'

    for piece in pieces(html):
        if piece.name:
            if start := _SECTION.match(piece.source):
                section, seen = start[1], set()
            elif known := _LINK.match(piece.source):
                seen.add(known[1])
            if piece.name in _CLOSED:
                depth += piece.opens - piece.closes
            out.append(piece.source)
        else:
            out.append(piece.source if depth else pattern.sub(link, piece.source))
    return "".join(out)


def terms_in(html: str, course: Course) -> tuple[Term, ...]:
    """The terms to which a page leads, in the order of the page."""
    found = dict.fromkeys(_LINK.findall(html))
    return tuple(course.glossary[name] for name in found if name in course.glossary)


def sections(html: str) -> dict[str, str]:
    """The words of a page by the id of their section."""
    found: dict[str, list[str]] = {"": []}
    section = ""
    for piece in pieces(html):
        if not piece.name:
            found[section].append(piece.source)
        elif start := _SECTION.match(piece.source):
            section = start[1]
            found.setdefault(section, [])
    return {name: "".join(words) for name, words in found.items()}


def plain_name(term: Term, lang: Lang) -> str:
    """The name as it stands in a sentence: without what the glossary adds in brackets."""
    return _BRACKETS.sub("", term.name[lang]).strip()


@lru_cache(maxsize=8)  # a few states of the course while its files are being edited
def _table(names: tuple[str, ...], lang: Lang) -> re.Pattern[str] | None:
    """What finds every name, the longest first."""
    longest = sorted((name for name in names if name), key=len, reverse=True)
    if not longest:
        return None
    either = "|".join(map(re.escape, longest))
    if lang == "en":
        return re.compile(
            rf"(?<![\w-])({either})((?:s|es)?)(?![\w-])(?!{_AFTER_A_VERB})", re.IGNORECASE
        )
    return re.compile(rf"({either})()")


def _names(course: Course, lang: Lang) -> tuple[re.Pattern[str] | None, Mapping[str, Term]]:
    names = {escape(plain_name(t, lang), quote=False): t for t in course.glossary.values()}
    return _table(tuple(names), lang), {_bare(name): term for name, term in names.items()}


def _bare(name: str) -> str:
    return name.lower()
