"""lesson.zh.md and lesson.en.md, and the two files of the case's story: read, resolved, rendered."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from courseware.content import digests
from courseware.content.definitions import (
    Heading,
    Lang,
    LessonDefinition,
    StoryDefinition,
    TrainerNote,
)
from courseware.content.reading import Document, Entry, Load
from courseware.content.references import REFERENCE, References
from courseware.kit.figures import DRAWN
from courseware.kit.markdown import Rendered, render
from courseware.kit.yamltree import Fault, Map, read

#: Reading speed of Chinese, characters a minute.
CHARACTERS_A_MINUTE = 300
_OBJECTIVES = re.compile(r"<h2[^>]*\bid=\"objectives\"[^>]*>.*?</h2>", re.DOTALL)
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*([a-z]*)")
_HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’.,%-]*")
#: Fences whose bodies are no Markdown: references in them become words, not links.
_NO_LINKS = DRAWN | {"say"}


@dataclass(frozen=True, slots=True)
class Page:
    """One rendered file with the lines that the checks need."""

    file: str
    front: Entry | None
    body_line: int
    rendered: Rendered


def read_lesson(
    load: Load, slug: str, lang: Lang, minutes: int | None = None
) -> LessonDefinition | None:
    """The lesson in one language; `minutes` is the reading time of the Chinese one, when this is the other."""
    path = load.root / "modules" / slug / f"lesson.{lang}.md"
    if not path.is_file():
        return None
    document = Document(load, path)
    front, body_line, body = _front_matter(document)
    page = _render(document, lang, body_line, body)
    lesson = _lesson(front, lang, page, minutes)
    load.pages[slug, lang] = Page(document.file, front, body_line, page)
    document.mark(body_line, "lesson", slug, lang)
    return lesson if document.close() else None


def _lesson(front: Entry, lang: Lang, page: Rendered, minutes: int | None) -> LessonDefinition:
    objectives = front.inner("objectives", "write o1: …, o2: …, o3: …")
    aims = {name: objectives.string(name) for name in objectives.map}
    for name, aim in aims.items():
        where = objectives.where(name)
        aims[name] = front.document.references.plain(aim, lang, objectives.line_of(name), where)
    amount = words_in(" ".join(text for _, text in page.passages), lang)
    html = _with_objectives(page.html, aims)
    notes = tuple(
        TrainerNote(note.title, note.minutes, note.html, _anchor_above(page, note.line))
        for note in page.notes
    )
    lesson = LessonDefinition(
        lang=lang,
        title=front.string("title"),
        objectives=aims,
        terms=front.strings("terms"),
        exercises=front.strings("exercises"),
        roleplays=front.strings("roleplays"),
        check=front.strings("check"),
        headings=_headings(page),
        html=html,
        trainer_notes=notes,
        words=amount,
        minutes=minutes or max(1, math.ceil(amount / CHARACTERS_A_MINUTE)),
        digest=digests.digest(
            [aims, page.html, [[note.title, note.minutes, note.html] for note in notes]]
        ),
        passages=page.passages,
    )
    front.string("part")
    front.done()
    return lesson


def read_story(load: Load, lang: Lang) -> StoryDefinition | None:
    """The story of the running case; its title is the first heading."""
    path = load.root / "modules" / f"case.{lang}.md"
    if not path.is_file():
        return None
    document = Document(load, path)
    lines = document.text.split("\n")
    title = lines[0].removeprefix("# ").strip() if lines[0].startswith("# ") else ""
    if not title:
        document.faults.append(
            Fault(1, "", "begins without a title: write `# title` in the first line")
        )
    page = _render(document, lang, 2, "\n".join(lines[1:]))
    load.pages["case", lang] = Page(document.file, None, 2, page)
    return StoryDefinition(title, _headings(page), page.html) if document.close() else None


def heading_titles(load: Load, slug: str, lang: Lang) -> dict[str, str]:
    """The explicit heading ids of a lesson, read before anything is rendered, so that lessons may link each other."""
    path = load.root / "modules" / slug / f"lesson.{lang}.md"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    return {
        m[2]: m[1].strip()
        for m in re.finditer(r"^#{2,3} +(.+?) *\{#([^\s}]+)\} *$", text, re.MULTILINE)
    }


def words_in(text: str, lang: Lang) -> int:
    """Chinese characters (zh) or words (en)."""
    return len((_HAN if lang == "zh" else _WORD).findall(text))


def _front_matter(document: Document) -> tuple[Entry, int, str]:
    """The front matter, the line on which the body begins, and the body."""
    lines = document.text.split("\n")
    end = next((i for i, line in enumerate(lines) if i and line.strip() == "---"), 0)
    if lines[0].strip() != "---" or not end:
        message = (
            "has no front matter: begin with --- , the seven keys, and --- (see docs/authoring.md)"
        )
        document.faults.append(Fault(1, "", message))
        return Entry(Map(1), "", [], 1, document=document), 1, document.text
    tree, faults = read("\n".join(lines[1:end]), 2)
    document.faults += faults
    # An unreadable front matter gives one fault, not seven missing keys.
    kept = [] if faults else document.faults
    return (
        Entry(tree if isinstance(tree, Map) else Map(1), "", kept, 1, document=document),
        end + 2,
        "\n".join(lines[end + 1 :]),
    )


def _with_objectives(html: str, aims: Mapping[str, str]) -> Markup:
    """The objectives are written once, in the front matter, and shown under their own heading."""
    lines = Markup("").join(Markup("<li>{}</li>").format(aim) for aim in aims.values())
    found = _OBJECTIVES.search(html)
    if found is None:
        return Markup(html)  # noqa: S704 - cleaned by kit.markdown
    shown = Markup('<ul class="objectives">{}</ul>').format(lines)
    return Markup(html[: found.end()] + shown + html[found.end() :])  # noqa: S704 - both halves are clean


def _render(document: Document, lang: Lang, first_line: int, body: str) -> Rendered:
    references = document.references
    source = "\n".join(_linked(document, lang, first_line, body))

    def words(text: str) -> str:
        return REFERENCE.sub(lambda m: references.words(m, lang), text).replace("{literal}", "")

    page = render(source, first_line, words)
    document.faults += page.faults
    return page


def _linked(document: Document, lang: Lang, first_line: int, body: str) -> Iterator[str]:
    """The lines of the body with their references as links; pictures keep theirs until they are drawn."""
    references = document.references
    fences: list[tuple[str, str]] = []
    for number, line in enumerate(body.split("\n"), first_line):
        bare = line.strip()
        match = _FENCE.match(line)
        if fences and bare and set(bare) == {fences[-1][0][0]} and len(bare) >= len(fences[-1][0]):
            fences.pop()
        elif match and match[2] and (not fences or fences[-1][1] in ("callout", "trainer")):
            fences.append((match[1], match[2]))
        references.look_for_typed(line, lang, number, "")
        inside = fences[-1][1] if fences else ""
        _check_html(references.findings, bare, inside, number)
        linked = _link_line(references, line, lang, number)
        yield line if inside in _NO_LINKS else linked.replace("{literal}", "")


def _link_line(references: References, line: str, lang: Lang, number: int) -> str:
    if "[[" not in line:
        return line
    linked = REFERENCE.sub(lambda match: references.link(match, lang, number, ""), line)
    if linked == line and not any(fault.line == number for fault in references.faults):
        message = f"holds [[ that is no reference: {line.strip()[:40]!r}; see docs/authoring.md"
        references.faults.append(Fault(number, "", message))
    return linked


def _check_html(findings: list[Fault], line: str, inside: str, number: int) -> None:
    match = (
        _HTML.search(re.sub(r"`[^`]*`", "", line)) if inside in ("", "callout", "trainer") else None
    )
    if match:
        message = (
            f"holds raw HTML ({match[0]}); write Markdown or one of the fences of docs/authoring.md"
        )
        findings.append(Fault(number, "", message))


def _headings(page: Rendered) -> tuple[Heading, ...]:
    return tuple(Heading(h.id, h.title, h.level) for h in page.headings)


def _anchor_above(page: Rendered, line: int) -> str:
    """Below which heading with an id a line stands."""
    return next((h.id for h in reversed(page.headings) if h.id and h.line < line), "")
