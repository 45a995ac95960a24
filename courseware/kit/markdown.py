"""Markdown → cleaned HTML: the author's HTML is cleaned first, then our own pictures are put in."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

import nh3
from markdown import Markdown
from markupsafe import Markup

from courseware.kit.figures import DRAWN, Figure, draw
from courseware.kit.figures.dialogue import say
from courseware.kit.yamltree import Fault

FENCES = DRAWN | {"say", "callout", "trainer"}
CALLOUTS = ("note", "tip", "warning", "example")

_TAGS = {
    *(
        "p",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "code",
        "pre",
    ),
    *("blockquote", "table", "thead", "tbody", "tr", "th", "td", "a", "hr", "del", "sup", "sub"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "th": {"align"},
    "td": {"align"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
_INLINE_TAGS = {"strong", "em", "code", "a", "del", "sup", "sub", "br"}
#: A fence's place in the cleaned HTML; authors cannot type these characters, they are taken out before.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(rf"<p>{_OPEN}(\d+){_CLOSE}</p>|{_OPEN}(\d+){_CLOSE}")
_FENCE_LINE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})[ \t]*([a-z][a-z0-9-]*)(.*)$")
_HEADING_LINE = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
_HEADING_ID = re.compile(r"\{#([^\s}]+)\}\s*$")


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading and the line it stands in; `id` is empty where the author gave none."""

    id: str
    title: str
    level: int
    line: int


@dataclass(frozen=True, slots=True)
class Note:
    """A `trainer` fence: never part of the page."""

    title: str
    minutes: int
    html: Markup
    line: int


@dataclass(slots=True)
class Rendered:
    html: Markup
    headings: tuple[HeadingLine, ...] = ()
    notes: list[Note] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)  # kinds, in order
    passages: tuple[tuple[str, str], ...] = ()  # (heading id, plain text), pictures as their words
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class _Fence:
    kind: str
    options: dict[str, str]
    body: str
    line: int


def render(source: str, first_line: int = 1) -> Rendered:
    """A page of Markdown with our fences; `first_line` numbers its first line in its file."""
    source = source.replace(_OPEN, "").replace(_CLOSE, "")
    fences, html = _convert(source, first_line)
    result = Rendered(Markup(), headings=tuple(_headings(source, first_line)))
    shown = [_fence_html(fence, result) for fence in fences]
    clean = _clean(html)
    result.html = Markup(_PLACE.sub(lambda m: shown[int(m[1] or m[2])].html, clean))  # noqa: S704 - cleaned, then our own pictures
    result.passages = tuple(
        _passages(_PLACE.sub(lambda m: f" {escape(shown[int(m[1] or m[2])].words)} ", clean))
    )
    return result


def render_inline(source: str) -> Markup:
    """One line of Markdown (a question, an option) as cleaned HTML without a paragraph around it."""
    if not _MARKED.search(source):
        return Markup(escape(source).replace("\n", "<br>"))  # noqa: S704 - escaped
    page = _page()
    page.reset()
    html = nh3.clean(
        page.convert(source).replace("</p>\n<p>", "<br>"), tags=_INLINE_TAGS, attributes=_ATTRIBUTES
    )
    return Markup(html.strip())  # noqa: S704 - cleaned


def plain(source: str) -> str:
    """A text without its Markdown signs, for places that show plain words."""
    return _words(str(render_inline(source)))


_MARKED = re.compile(r"[*_`<\[\]\\#~&]|^\s*(\d+\.|[-+>])\s|\n\n", re.MULTILINE)


def _convert(source: str, first_line: int) -> tuple[list[_Fence], str]:
    page = _page()
    page.reset()
    page.fences = []
    html = page.convert(_number_fences(source, first_line))
    return page.fences, html


class _Page(Markdown):
    """Python-Markdown with our extensions; collects the fences it meets."""

    fences: list[_Fence]

    def __init__(self) -> None:
        fences = [
            {"name": name, "class": name, "format": _keep_fence, "validator": _keep_options}
            for name in sorted(FENCES)
        ]
        super().__init__(
            extensions=["tables", "attr_list", "sane_lists", "pymdownx.superfences"],
            extension_configs={
                "tables": {"use_align_attribute": True},
                "pymdownx.superfences": {
                    "custom_fences": fences,
                    "disable_indented_code_blocks": True,
                },
            },
        )
        self.fences = []


_local = threading.local()


def _page() -> _Page:
    """One converter a thread: making it costs more than a lesson does."""
    if not hasattr(_local, "page"):
        _local.page = _Page()
    page: _Page = _local.page
    return page


def _number_fences(source: str, first_line: int) -> str:
    """Gives each fence of ours its line as an option: superfences tells its makers no line."""
    lines = source.split("\n")
    closing = ""
    for index, line in enumerate(lines):
        match = _FENCE_LINE.match(line)
        if closing:
            bare = line.strip(" \t>")
            if set(bare) == {closing[0]} and len(bare) >= len(closing):
                closing = ""
        elif match:
            closing = match[2]
            if match[3] in FENCES:
                lines[index] = f'{line.rstrip()} fenceline="{index + first_line}"'
    return "\n".join(lines)


# superfences calls both with its own list of arguments: (language, inputs, options, attrs, md)
# and (source, language, class, options, md).
def _keep_options(*given: Any) -> bool:
    given[2].update(given[1])
    return True


def _keep_fence(*given: Any, **_rest: Any) -> str:
    source, language, _, options, md = given
    line = int(options.pop("fenceline", "0"))
    md.fences.append(_Fence(language, options, source, line))
    return f"<p>{_OPEN}{len(md.fences) - 1}{_CLOSE}</p>"


def _fence_html(fence: _Fence, result: Rendered) -> Figure:
    """What a fence shows on the page; notes, kinds and faults go to the result."""
    result.figures.append(fence.kind)
    if fence.kind == "trainer":
        _add_note(fence, result)
        return Figure("", "", "")
    if fence.kind == "callout":
        return _callout(fence, result)
    if fence.kind == "say":
        figure, faults = say(fence.body, fence.line + 1)
    else:
        drawn, faults = draw(fence.kind, fence.body, fence.line + 1)
        figure = drawn or Figure("", "", "")
    _no_options(fence, result, set())
    result.faults += faults
    return figure


def _add_note(fence: _Fence, result: Rendered) -> None:
    _no_options(fence, result, {"minutes", "title"})
    minutes, title = fence.options.get("minutes", ""), fence.options.get("title", "")
    if not minutes.isdecimal() or not 1 <= int(minutes) <= 60 or not title:
        advice = 'open the fence so: ```trainer minutes="10" title="开场"'
        result.faults.append(
            Fault(fence.line, "trainer", f"needs a title and 1 to 60 minutes: {advice}")
        )
        return
    inner = render(fence.body, fence.line + 1)
    result.faults += inner.faults
    result.notes.append(Note(title, int(minutes), inner.html, fence.line))


def _callout(fence: _Fence, result: Rendered) -> Figure:
    _no_options(fence, result, {"kind", "title"})
    kind = fence.options.get("kind", "note")
    if kind not in CALLOUTS:
        result.faults.append(
            Fault(fence.line, "callout", f"kind {kind!r} is not one of {', '.join(CALLOUTS)}")
        )
        kind = "note"
    inner = render(fence.body, fence.line + 1)
    result.faults += inner.faults
    result.figures += inner.figures
    result.notes += inner.notes
    title = fence.options.get("title", "")
    heading = f'<p class="callout-title">{escape(title)}</p>' if title else ""
    words = " ".join([title, *(text for _, text in inner.passages)])
    return Figure(f'<aside class="callout callout-{kind}">{heading}{inner.html}</aside>', words, "")


def _no_options(fence: _Fence, result: Rendered, known: set[str]) -> None:
    for key in sorted(set(fence.options) - known):
        allowed = f"; known: {', '.join(sorted(known))}" if known else ", it takes none"
        result.faults.append(
            Fault(fence.line, fence.kind, f"{key}= is not an option of this fence{allowed}")
        )


def _clean(html: str) -> str:
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"}
    )


def _headings(source: str, first_line: int) -> Iterator[HeadingLine]:
    closing = ""
    for number, line in enumerate(source.split("\n"), first_line):
        bare = line.strip()
        if closing:
            if bare and set(bare) == {closing[0]} and len(bare) >= len(closing):
                closing = ""
            continue
        fence = re.match(r"`{3,}|~{3,}", bare)
        if fence:
            closing = fence[0]
            continue
        match = _HEADING_LINE.match(line)
        if match:
            anchor = _HEADING_ID.search(match[2])
            title = _HEADING_ID.sub("", match[2]).strip()
            yield HeadingLine(anchor[1] if anchor else "", plain(title), len(match[1]), number)


_SECTION = re.compile(r"<h[12](?: id=\"([^\"]*)\")?>")


def _passages(html: str) -> Iterator[tuple[str, str]]:
    """Plain text under each heading of the first two levels; what stands before them belongs to ""."""
    pieces = _SECTION.split(html)
    for anchor, text in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        words = _words(text)
        if words:
            yield anchor or "", words


def _words(html: str) -> str:
    """The text of cleaned HTML; the end of a block parts words, the end of an inline tag does not."""
    spaced = re.sub(r"</(?:p|li|td|th|tr|h\d)>|<br[^>]*>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", spaced)).split())
