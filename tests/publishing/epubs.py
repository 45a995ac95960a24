"""An EPUB looked into as a reading device does: what is wrong with it, in sentences."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from xml.etree import ElementTree as ET

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
OUTSIDE = re.compile(r"^[a-z]+:")


@dataclass
class Opened:
    archive: zipfile.ZipFile
    package: ET.Element
    pages: dict[str, ET.Element] = field(default_factory=dict)  # XHTML by path

    @property
    def manifest(self) -> dict[str, ET.Element]:
        items = self.package.iterfind(f"{OPF}manifest/{OPF}item")
        return {normpath(join("EPUB", item.attrib["href"])): item for item in items}

    def words(self, path: str) -> str:
        return "".join(self.pages[path].itertext())


def opened(data: bytes) -> Opened:
    archive = zipfile.ZipFile(io.BytesIO(data))
    book = Opened(archive, ET.fromstring(archive.read("EPUB/package.opf")))
    for name in archive.namelist():
        if name.endswith(".xhtml"):
            book.pages[name] = ET.fromstring(archive.read(name))
    return book


def wrong_with(book: Opened) -> list[str]:
    """Empty for a book that a device takes: the rules that a library of ours can check."""
    return [*_container(book), *_manifest(book), *_ids(book), *_links(book), *_names(book)]


def _container(book: Opened) -> Iterator[str]:
    first = book.archive.infolist()[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield "mimetype is not the first file, or not as it is"
    if book.archive.read("mimetype") != b"application/epub+zip":
        yield "mimetype says something else"
    container = book.archive.read("META-INF/container.xml").decode()
    if 'full-path="EPUB/package.opf"' not in container:
        yield "the container does not name the package"


def _manifest(book: Opened) -> Iterator[str]:
    named, kept = set(book.manifest), set(book.archive.namelist())
    yield from (f"{path} is not in the file" for path in named - kept)
    besides = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    yield from (f"{path} is not in the manifest" for path in kept - named - besides)
    for path, item in book.manifest.items():
        says = "svg" in item.get("properties", "").split()
        if path in book.pages and says != (book.pages[path].find(f".//{SVG}svg") is not None):
            yield f"{path}: the manifest is wrong about its pictures"
    spine = [ref.attrib["idref"] for ref in book.package.iterfind(f"{OPF}spine/{OPF}itemref")]
    ids = {item.attrib["id"] for item in book.manifest.values()}
    pages = {book.manifest[path].attrib["id"] for path in book.pages}
    yield from (f"the spine names {ref}" for ref in spine if ref not in ids)
    yield from (f"{ref} is not in the spine" for ref in pages - set(spine))
    for name in ("identifier", "title", "language"):
        if not (book.package.findtext(f".//{DC}{name}") or "").strip():
            yield f"there is no {name}"


def _ids(book: Opened) -> Iterator[str]:
    for path, page in book.pages.items():
        found = [element.attrib["id"] for element in page.iter() if "id" in element.attrib]
        yield from (f"{path}: {each} twice" for each in set(found) if found.count(each) > 1)


def _links(book: Opened) -> Iterator[str]:
    ids = {
        path: {element.attrib.get("id") for element in page.iter()}
        for path, page in book.pages.items()
    }
    for path, page in book.pages.items():
        for element in page.iter():
            for aim in (element.get("href"), element.get("src")):
                if aim is None or OUTSIDE.match(aim):
                    continue
                file, _, anchor = aim.partition("#")
                where = normpath(join(dirname(path), file)) if file else path
                if where not in book.manifest or (anchor and anchor not in ids.get(where, ())):
                    yield f"{path} leads to {aim}, which is not there"


def _names(book: Opened) -> Iterator[str]:
    """What is read aloud: a language and a title for each page, words for each picture."""
    for path, page in book.pages.items():
        if not page.get("lang") or not (page.findtext(f"{XHTML}head/{XHTML}title") or "").strip():
            yield f"{path} has no language or no title"
        for picture in page.iter(f"{SVG}svg"):
            if not picture.get("aria-label"):
                yield f"{path}: a picture without words"
        for picture in page.iter(f"{XHTML}img"):
            if "alt" not in picture.attrib:
                yield f"{path}: a picture without words"
