"""A page of Markdown: headings, pictures, trainer's notes, and its words by heading."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

from markupsafe import Markup

from courseware.kit.figures import Figure, draw
from courseware.kit.figures.dialogue import say
from courseware.kit.markdown.cleaning import clean, words
from courseware.kit.markdown.converter import CLOSE, OPEN, Fence, convert
from courseware.kit.markdown.inline import plain
from courseware.kit.yamltree import Fault

CALLOUTS = ("note", "tip", "warning", "example")
_PLACE = re.compile(rf"<p>{OPEN}(\d+){CLOSE}</p>|{OPEN}(\d+){CLOSE}")
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_TABLE_HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
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


def render(source: str, first_line: int = 1, change: Callable[[str], str] = str) -> Rendered:
    """A page of Markdown with our fences; `first_line` numbers its first line in its file.

    `change` is applied to every text inside a picture, where Markdown is not read.
    """
    source = source.replace(OPEN, "").replace(CLOSE, "")
    fences, html = convert(source, first_line)
    result = Rendered(Markup(), headings=tuple(_headings(source, first_line)))
    shown = [_fence_html(fence, result, change) for fence in fences]
    page = _TABLE.sub(_scrolled, clean(html))
    result.html = Markup(_PLACE.sub(lambda m: shown[int(m[1] or m[2])].html, page))  # noqa: S704 - cleaned, then our own pictures
    result.passages = tuple(
        _passages(_PLACE.sub(lambda m: f" {escape(shown[int(m[1] or m[2])].words)} ", page))
    )
    return result


def _scrolled(table: re.Match[str]) -> str:
    """A table in a box of its own, which a phone can move sideways, by keyboard too; its head names it."""
    head = _TABLE_HEAD.search(table[0])
    name = escape(words(head[1]) if head else "")
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{name}">{table[0]}</div>'


def _fence_html(fence: Fence, result: Rendered, change: Callable[[str], str]) -> Figure:
    """What a fence shows on the page; notes, kinds and faults go to the result."""
    result.figures.append(fence.kind)
    if fence.kind == "trainer":
        _add_note(fence, result, change)
        return Figure("", "", "")
    if fence.kind == "callout":
        return _callout(fence, result, change)
    if fence.kind == "say":
        figure, faults = say(change(fence.body), fence.line + 1)
    else:
        drawn, faults = draw(fence.kind, fence.body, fence.line + 1, change)
        figure = drawn or Figure("", "", "")
    _no_options(fence, result, set())
    result.faults += faults
    return figure


def _add_note(fence: Fence, result: Rendered, change: Callable[[str], str]) -> None:
    _no_options(fence, result, {"minutes", "title"})
    minutes, title = fence.options.get("minutes", ""), change(fence.options.get("title", ""))
    if not minutes.isdecimal() or not 1 <= int(minutes) <= 60 or not title:
        advice = 'open the fence so: ```trainer minutes="10" title="开场"'
        result.faults.append(
            Fault(fence.line, "trainer", f"needs a title and 1 to 60 minutes: {advice}")
        )
        return
    inner = render(fence.body, fence.line + 1, change)
    result.faults += inner.faults
    result.notes.append(Note(title, int(minutes), inner.html, fence.line))


def _callout(fence: Fence, result: Rendered, change: Callable[[str], str]) -> Figure:
    _no_options(fence, result, {"kind", "title"})
    kind = fence.options.get("kind", "note")
    if kind not in CALLOUTS:
        result.faults.append(
            Fault(fence.line, "callout", f"kind {kind!r} is not one of {', '.join(CALLOUTS)}")
        )
        kind = "note"
    inner = render(fence.body, fence.line + 1, change)
    result.faults += inner.faults
    result.figures += inner.figures
    result.notes += inner.notes
    title = change(fence.options.get("title", ""))
    heading = f'<p class="callout-title">{escape(title)}</p>' if title else ""
    spoken = " ".join([title, *(text for _, text in inner.passages)])
    return Figure(
        f'<aside class="callout callout-{kind}">{heading}{inner.html}</aside>', spoken, ""
    )


def _no_options(fence: Fence, result: Rendered, known: set[str]) -> None:
    for key in sorted(set(fence.options) - known):
        allowed = f"; known: {', '.join(sorted(known))}" if known else ", it takes none"
        result.faults.append(
            Fault(fence.line, fence.kind, f"{key}= is not an option of this fence{allowed}")
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
        found = words(text)
        if found:
            yield anchor or "", found
