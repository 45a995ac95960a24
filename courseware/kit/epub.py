"""Writing an EPUB 3 belongs here: pages of HTML in, one file for reading devices out. The same pages give the same bytes."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from xml.etree import ElementTree as ET

import tinyhtml5  # type: ignore[import-untyped]  # has none

SVG = "http://www.w3.org/2000/svg"
XHTML = "{http://www.w3.org/1999/xhtml}"
#: the time in every entry of the archive: it says nothing, and must not change
NO_TIME = (1980, 1, 1, 0, 0, 0)
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
#: what devices and shops ask about; every page of ours holds to it
ACCESSIBILITY = (
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityHazard", "none"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the book. `html` need not be XHTML, but must be clean."""

    name: str  # of the file, without its ending: letters, digits, hyphens
    title: str
    html: str
    depth: int = 1  # in the table of contents; 0: not in it
    kind: str = "chapter"  # a word of epub:type
    inner: tuple[tuple[str, str], ...] = ()  # (id, title) of what the contents show below it


@dataclass(frozen=True, slots=True)
class Publication:
    identifier: str  # such as urn:uuid:…; the same book keeps it when it changes
    title: str
    lang: str  # BCP 47
    author: str
    day: date  # on which it was changed
    description: str
    summary: str  # of its accessibility, a sentence
    pages: tuple[Page, ...]
    css: str
    cover: bytes  # a PNG
    contents: str  # the heading over the table of contents
    cover_name: str  # what the cover's own page is called


def write_epub(book: Publication) -> bytes:
    """The file; what it holds, in the order in which a device needs it."""
    documents = {
        page.name: _document(book, page.title, _section(page.kind, xhtml(page.html)))
        for page in book.pages
    }
    parts: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER,
        "EPUB/package.opf": _package(book, documents),
        "EPUB/nav.xhtml": _document(book, book.contents, _navigation(book)),
        "EPUB/style.css": book.css,
        "EPUB/cover.png": book.cover,
        "EPUB/cover.xhtml": _document(book, book.cover_name, _cover(book)),
    }
    parts |= {f"EPUB/{name}.xhtml": text for name, text in documents.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # First and as it is: devices look for these bytes at this place.
        _put(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, data in parts.items():
            _put(archive, name, data.encode() if isinstance(data, str) else data)
    return out.getvalue()


def xhtml(html: str) -> str:
    """A piece of HTML as XML: every element closed, every attribute quoted, no named entities."""
    body = tinyhtml5.parse(f"<!DOCTYPE html><body>{html}").find(f"{XHTML}body")
    for element in body.iter():
        space, _, name = element.tag.rpartition("}")
        element.tag = name
        if name == "svg" and space == f"{{{SVG}":
            element.set("xmlns", SVG)
        element.attrib.pop("rel", None)
    inner = [escape(body.text or "", quote=False)]
    inner += [ET.tostring(child, encoding="unicode", short_empty_elements=True) for child in body]
    return "".join(inner)


def _put(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, NO_TIME)
    entry.compress_type = how
    entry.create_system = 3  # whatever machine writes it
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data, compresslevel=9 if how == zipfile.ZIP_DEFLATED else None)


def _document(book: Publication, title: str, body: str) -> str:
    lang = escape(book.lang)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{lang}" xml:lang="{lang}">\n<head><meta charset="utf-8"/>'
        f"<title>{escape(title)}</title>"
        '<link rel="stylesheet" type="text/css" href="style.css"/></head>\n'
        f"<body>{body}</body>\n</html>\n"
    )


def _section(kind: str, inner: str) -> str:
    return f'<section epub:type="{kind}">{inner}</section>'


def _cover(book: Publication) -> str:
    picture = f'<img src="cover.png" alt="{escape(book.title)} · {escape(book.author)}"/>'
    return f'<section class="cover" epub:type="cover">{picture}</section>'


def _navigation(book: Publication) -> str:
    marks = [("cover", "cover.xhtml", book.cover_name), ("toc", "nav.xhtml", book.contents)]
    first = next((page for page in book.pages if page.kind in ("part", "chapter")), None)
    if first is not None:
        marks.append(("bodymatter", f"{first.name}.xhtml", first.title))
    entries = "".join(
        f'<li><a epub:type="{kind}" href="{href}">{escape(words)}</a></li>'
        for kind, href, words in marks
    )
    return (
        f'<nav epub:type="toc" id="toc" role="doc-toc"><h1>{escape(book.contents)}</h1>'
        f"{_list(_tree(book.pages))}</nav>"
        f'<nav epub:type="landmarks" hidden="hidden"><ol>{entries}</ol></nav>'
    )


#: an entry of the contents: address, words, and what is below it
Node = tuple[str, str, "list[Node]"]


def _tree(pages: Iterable[Page]) -> list[Node]:
    """The pages by their depth; the first of a depth hangs on the page before it."""
    top: list[Node] = []
    rows = [top]
    for page in pages:
        if not page.depth:
            continue
        rows = rows[: page.depth]
        below: list[Node] = [
            (f"{page.name}.xhtml#{anchor}", words, []) for anchor, words in page.inner
        ]
        rows[-1].append((f"{page.name}.xhtml", page.title, below))
        rows.append(below)
    return top


def _list(nodes: list[Node]) -> str:
    items = "".join(
        f'<li><a href="{escape(href)}">{escape(words)}</a>{_list(below) if below else ""}</li>'
        for href, words, below in nodes
    )
    return f"<ol>{items}</ol>"


def _package(book: Publication, documents: dict[str, str]) -> str:
    items = "".join(_item(name, text) for name, text in documents.items())
    spine = "".join(f'<itemref idref="page-{name}"/>' for name in documents)
    known = "".join(f'<meta property="{name}">{value}</meta>' for name, value in ACCESSIBILITY)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{escape(book.lang)}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{escape(book.identifier)}</dc:identifier>'
        f"<dc:title>{escape(book.title)}</dc:title>"
        f"<dc:language>{escape(book.lang)}</dc:language>"
        f"<dc:creator>{escape(book.author)}</dc:creator>"
        f"<dc:publisher>{escape(book.author)}</dc:publisher>"
        f"<dc:description>{escape(book.description)}</dc:description>"
        f"<dc:date>{book.day.isoformat()}</dc:date>"
        f'<meta property="dcterms:modified">{book.day.isoformat()}T00:00:00Z</meta>'
        f"{known}"
        f'<meta property="schema:accessibilitySummary">{escape(book.summary)}</meta>'
        '<meta name="cover" content="cover-image"/></metadata>\n<manifest>'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="style" href="style.css" media-type="text/css"/>'
        '<item id="cover-image" href="cover.png" media-type="image/png" properties="cover-image"/>'
        '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>'
        f"{items}</manifest>\n"
        f'<spine><itemref idref="cover"/><itemref idref="nav"/>{spine}</spine>\n</package>\n'
    )


def _item(name: str, text: str) -> str:
    drawn = ' properties="svg"' if "<svg" in text else ""
    return f'<item id="page-{name}" href="{name}.xhtml" media-type="application/xhtml+xml"{drawn}/>'
