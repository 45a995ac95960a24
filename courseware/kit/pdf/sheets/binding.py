"""Binding belongs here: drawn pages behind the cover, one foot on all, one tree of what is read out."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from courseware.kit.pdf.sheets.elements import Elements
from courseware.kit.pdf.sheets.fonts import font_object
from courseware.kit.pdf.sheets.ink import Ink, Type
from courseware.kit.pdf.sheets.leaves import (
    ACROSS,
    HEIGHT,
    LEFT,
    MM,
    POINT,
    WIDTH,
    Book,
    Leaf,
    painted,
)

FOOT = Type(7.5 * POINT, "#5d6b7a")
FOOT_MIDDLE = 202.5
#: an own line is as high as its letters
FOOT_LINE = 1.448


class Part(Protocol):
    """Something that draws itself on as many pages as it takes."""

    def draw(self, book: Book) -> None: ...


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands at the foot of every page, beside its number."""

    words: str


def bind(cover: bytes, parts: Sequence[Part], foot: Foot, fonts: Path) -> bytes:
    """The cover's pages, then the parts; A4 across, the cover without feet of its own.

    DoesNotFit when no font of ours has a sign. The same values give the same bytes.
    """
    book = Book(Ink(fonts))
    for part in parts:
        part.draw(book)
    if book.leaves:
        book.leaf.pack()
    with pikepdf.open(io.BytesIO(cover)) as pdf:
        before = len(pdf.pages)
        total = before + len(book.leaves)
        feet = [_foot(book.ink, foot, number, total) for number in range(1, total + 1)]
        keys = Dictionary(
            {
                f"/Sheet{key}": font_object(pdf, book.ink.face(key), used)
                for key, used in _used(book)
            }
        )
        for page, drawn in zip(list(pdf.pages), feet, strict=False):
            _stand_on(page, drawn, keys)
        resources = pdf.make_indirect(Dictionary(Font=keys))
        for number, leaf in enumerate(book.leaves):
            pdf.pages.append(_page(pdf, leaf, feet[before + number], resources))
        _tag(pdf, book, before)
        _mark(pdf, book.marks, before)
        out = io.BytesIO()
        # A report has a hundred thousand small objects: packed together they take a tenth.
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _used(book: Book) -> list[tuple[str, dict[int, tuple[int, str]]]]:
    return [(key, used) for key, used in sorted(book.ink.used.items()) if used]


def _foot(ink: Ink, foot: Foot, number: int, total: int) -> bytes:
    base = FOOT_MIDDLE - FOOT.size * FOOT_LINE / 2 + FOOT.base(FOOT_LINE)
    drawn = ink.line(foot.words, (LEFT, base), FOOT)
    drawn += ink.line(f"{number} / {total}", (WIDTH - LEFT, base), FOOT, side="right")
    return b"/Artifact BMC\n%bEMC\n" % painted(FOOT, drawn)


def _stand_on(page: pikepdf.Page, foot: bytes, keys: Dictionary) -> None:
    """A foot on a page of the cover."""
    resources: Any = page.obj.Resources
    fonts = Dictionary(resources.get(Name.Font, {}))
    for name, font in keys.items():
        fonts[name] = font
    page.obj.Resources = Dictionary({**resources, "/Font": fonts})
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n%b%bQ" % (ACROSS, foot))


def _page(pdf: pikepdf.Pdf, leaf: Leaf, foot: bytes, resources: pikepdf.Object) -> pikepdf.Page:
    drawn = pdf.make_stream(leaf.packed, Filter=Name.FlateDecode)
    below = pdf.make_stream(b"\n%b%bQ" % (ACROSS, foot))
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(WIDTH * MM, 6), round(HEIGHT * MM, 6)]),
        Resources=resources,
        Contents=Array([drawn, below]),
        Tabs=Name.S,
    )
    return pikepdf.Page(pdf.make_indirect(page))


def _tag(pdf: pikepdf.Pdf, book: Book, before: int) -> None:
    """What is read out, below the document's own elements, and for each page whose its pieces are."""
    root = pdf.Root.get(Name.StructTreeRoot)
    if root is None:
        return
    top = root.K[0] if isinstance(root.K, Array) else root.K
    tree = root.ParentTree.Nums
    free = max((int(key) for key in list(tree)[::2]), default=-1) + 1
    pages = [page.obj for page in list(pdf.pages)[before:]]
    owners: list[list[Any]] = [[None] * len(leaf.owners) for leaf in book.leaves]
    elements = Elements(pdf, pages, owners)
    top.K.extend(elements.of(tag, top) for tag in book.tags.within)
    for number, (page, mine) in enumerate(zip(pages, owners, strict=True), free):
        page.StructParents = number
        owned: list[Any] = [number, pdf.make_indirect(Array(mine))]
        tree.extend(owned)


def _mark(pdf: pikepdf.Pdf, marks: Sequence[tuple[str, int]], before: int) -> None:
    """Bookmarks, below the title's."""
    with pdf.open_outline() as outline:
        level = outline.root[0].children if outline.root else outline.root
        level.extend(OutlineItem(title, before + leaf) for title, leaf in marks)
