"""A block of a lesson as it stands on a slide: what it holds, how high it is, where it may be parted. Pure."""

import re
from dataclasses import dataclass

from courseware.learning.tags import Block, blocks
from courseware.publishing.rules.fitting import (
    LINE,
    LINES,
    announces,
    lines,
    marked,
    plain,
    shortened,
    width,
    written,
)

_START = re.compile(r"^<ol[^>]*>")
#: a drawing takes what room there is, and needs so many lines of it
DRAWING = 6.5
_PARAGRAPH_GAP, _ITEM_GAP, _ROW_GAP = 0.4, 0.25, 0.55
#: lines of a slide that leave room for larger type, of words alone
SHORT_PAGE = 5.5
_WORDS = ("p", "ul", "ol", "other")
#: signs of the narrowest column of a table, and between two
_NARROWEST, _CELL_GAP = 2.5, 1.8
#: the names of speakers stand beside what they say
_SAID, _REMARK = 28, 32


@dataclass(frozen=True, slots=True)
class Atom:
    """What is not parted: a paragraph, an entry of a list, a row, a turn of a talk."""

    html: str
    lines: float
    source: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A block on a slide; between its atoms it may go on with the next slide."""

    name: str  # p, ul, ol, table, say, figure, other
    atoms: tuple[Atom, ...]
    head: str = ""
    tail: str = ""
    head_lines: float = 0
    first: int = 1  # of an ordered list: the number of its first entry
    leads: bool = False  # a sentence that announces what follows

    @property
    def lines(self) -> float:
        return self.head_lines + sum(atom.lines for atom in self.atoms)

    @property
    def html(self) -> str:
        head = f'<ol start="{self.first}">' if self.name == "ol" and self.first > 1 else self.head
        return head + "".join(atom.html for atom in self.atoms) + self.tail

    @property
    def source(self) -> str:
        """What the trainer reads: the text in full; tables and pictures are on the slide."""
        if self.name in ("table", "figure"):
            return ""
        return self.head + "".join(atom.source for atom in self.atoms) + self.tail

    def parted(self, room: float) -> "tuple[Standing, ...]":
        """As it is, or in parts that are at most so high; each has at least one atom."""
        parts: list[Standing] = []
        held: list[Atom] = []
        for atom in self.atoms:
            if held and self.head_lines + sum(a.lines for a in held) + atom.lines > room:
                parts.append(self._part(held, parts))
                held = []
            held.append(atom)
        return (*parts, self._part(held, parts))

    def _part(self, atoms: list[Atom], before: "list[Standing]") -> "Standing":
        first = self.first + sum(len(part.atoms) for part in before)
        return Standing(self.name, tuple(atoms), self.head, self.tail, self.head_lines, first)


def standing(block: Block, most: float) -> Standing:
    """A block of the lesson on a slide; a paragraph keeps at most so many signs."""
    if block.name == "p":
        return _paragraph(block.html, most)
    if block.name in ("ul", "ol"):
        return _list(block)
    if block.name == "dl":
        return _talk(block)
    if "<svg" in block.html or "fig-matrix" in block.html:
        high = DRAWING if "<svg" in block.html else _matrix_lines(block.html)
        return Standing("figure", (Atom(block.html, high, block.html),))
    if "<table" in block.html:
        return _table(block.html)
    return _other(block)


def _paragraph(html: str, most: float) -> Standing:
    words = marked(html)
    short = shortened(words, most)
    atom = Atom(f"<p>{written(short)}</p>", lines(short) + _PARAGRAPH_GAP, html)
    return Standing("p", (atom,), leads=announces(words))


def _list(block: Block) -> Standing:
    head, inner, tail = _opened(block.html)
    # Several lines at most: a single entry that fills a slide is prose.
    most = LINE * 5
    atoms = []
    for entry in blocks(inner):
        words = shortened(marked(entry.html), most)
        atoms.append(
            Atom(f"<li>{written(words)}</li>", lines(words, LINE - 2) + _ITEM_GAP, entry.html)
        )
    found = _START.match(head)
    number = re.search(r'start="(\d+)"', found[0]) if found else None
    first = int(number[1]) if number else 1
    return Standing(block.name, tuple(atoms), head, tail, first=first)


def _talk(block: Block) -> Standing:
    head, inner, tail = _opened(block.html)
    atoms = []
    for turn in blocks(inner):
        remark = re.search(r'<dd class="say-note">(.*?)</dd>', turn.html)
        said = re.search(r'<dd class="say-words">(.*?)</dd>', turn.html, re.DOTALL)
        high = lines(plain(said[1] if said else turn.html), _SAID) + 0.6
        high += 0.8 * lines(plain(remark[1]), _REMARK) if remark else 0
        atoms.append(Atom(turn.html, high, turn.html))
    return Standing("say", tuple(atoms), head, tail)


def _table(html: str) -> Standing:
    """A table goes on with its head repeated; what surrounds its rows is the same on each slide."""
    start, end = html.index("<tbody"), html.rindex("</tbody>")
    start = html.index(">", start) + 1
    head, tail = html[:start], html[end:]
    top = re.search(r"<thead.*?</thead>", head, re.DOTALL)
    names = _cells(top[0]) if top else ()
    found = blocks(html[start:end])
    columns = _columns([names, *(_cells(row.html) for row in found)])
    high = _row_lines(names, columns) if names else 0
    rows = (Atom(row.html, _row_lines(_cells(row.html), columns), row.html) for row in found)
    return Standing("table", tuple(rows), head, tail, high)


def _columns(rows: list[tuple[str, ...]]) -> list[float]:
    """How wide a browser makes the columns, about: by their longest cells, none very narrow."""
    wants = [
        max(_NARROWEST, *(width(row[place]) for row in rows if place < len(row)))
        for place in range(max(map(len, rows)))
    ]
    room = LINE - _CELL_GAP * len(wants)
    return [max(_NARROWEST, room * want / sum(wants)) for want in wants]


def _row_lines(cells: tuple[str, ...], columns: list[float]) -> float:
    high = (lines(cell, column) for cell, column in zip(cells, columns, strict=False))
    return max(high, default=0) * 0.9 + _ROW_GAP


def _cells(html: str) -> tuple[str, ...]:
    return tuple(plain(m[1]) for m in re.finditer(r"<t[hd][^>]*>(.*?)</t[hd]>", html, re.DOTALL))


def _matrix_lines(html: str) -> float:
    """Cells of titles and entries, each entry a line of its own at least."""
    total = 0.0
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        column = LINE / max(1, len(cells)) - 2
        high = (sum(lines(plain(one.html), column) for one in _entries(cell)) for cell in cells)
        total += max(high, default=0) * 0.9 + 0.4
    return min(total, LINES)


def _entries(cell: str) -> list[Block]:
    found: list[Block] = []
    for one in blocks(cell):
        found += blocks(_opened(one.html)[1]) if one.name == "ul" else [one]
    return found


def _other(block: Block) -> Standing:
    """A box or a quotation: its paragraphs, shortened, in what surrounds them."""
    head, inner, tail = _opened(block.html)
    atoms = [atom for one in blocks(inner) for atom in _inside(one)]
    return Standing("other", tuple(atoms), head, tail, 0.8)


def _inside(block: Block) -> tuple[Atom, ...]:
    found = standing(block, LINE * 2)
    if found.name == "p" and 'class="' in block.html[: block.html.find(">")]:
        return (Atom(block.html, found.lines, block.html),)
    return (Atom(found.html, found.lines, block.html),)


def _opened(html: str) -> tuple[str, str, str]:
    """The first tag, what is in it, and the last."""
    start, end = html.index(">") + 1, html.rindex("<")
    return html[:start], html[start:end].strip(), html[end:]


def paged(found: list[Standing]) -> list[list[Standing]]:
    """The blocks below one heading on as few slides as they need, in their order, and none nearly bare."""
    pages = _filled(found, LINES)
    for room in (LINES - step / 2 for step in range(1, int(LINES))):
        evener = _filled(found, room)
        if len(evener) > len(pages):
            break
        pages = evener
    return pages


def _filled(found: list[Standing], most: float) -> list[list[Standing]]:
    """Slide after slide, each as full as it may be."""
    pages: list[list[Standing]] = [[]]
    for block in found:
        if _high(pages[-1]) + block.lines <= most:
            pages[-1].append(block)
            continue
        lead = pages[-1][-1] if pages[-1] and pages[-1][-1].leads else None
        parts = block.parted(most - (lead.lines if lead else 0))
        if lead and lead.lines + parts[0].lines <= LINES:
            pages[-1].pop()
        else:
            lead, parts = None, block.parted(most)
        pages.append([lead, parts[0]] if lead else [parts[0]])
        pages += [[part] for part in parts[1:]]
    return [page for page in pages if page]


def is_short(page: list[Standing]) -> bool:
    """Whether its words may be larger: few, and no table or picture that needs the room."""
    return _high(page) <= SHORT_PAGE and all(block.name in _WORDS for block in page)


def _high(page: list[Standing]) -> float:
    return sum(block.lines for block in page)
