"""Many finished PDFs one after the other in one file: pages only, for the printer."""

import hashlib
import io
from pathlib import Path
from types import TracebackType
from typing import Any

import pikepdf

#: so many documents are held open at once: then they are written out
A_VOLUME = 50


class Gathering:
    """Collects documents and writes them as one; what many of them share, such as a font, is kept once.

    Signatures are left behind: they prove a document, and this is another one.
    """

    def __init__(self, path: Path, *, title: str) -> None:
        self.path, self.title = path, title
        self._volumes: list[Path] = []
        self._book = pikepdf.new()
        self._open: list[pikepdf.Pdf] = []
        self._labels: list[tuple[str, int]] = []
        self._pages = 0

    def __enter__(self) -> "Gathering":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._close()
            for volume in self._volumes:
                volume.unlink(missing_ok=True)

    def add(self, document: bytes, label: str, *, most: int | None = None) -> None:
        """Put a document at the end, with a bookmark; of its pages so `most`, else all."""
        source = pikepdf.open(io.BytesIO(document))
        self._open.append(source)
        self._labels.append((label, self._pages))
        for page in list(source.pages)[:most]:
            _plain(page)
            self._book.pages.append(page)
            self._pages += 1
        if len(self._open) >= A_VOLUME:
            self._write_volume()

    def _write_volume(self) -> None:
        if not self._open:
            return
        volume = self.path.with_name(f"{self.path.name}.{len(self._volumes)}")
        self._volumes.append(volume)
        _share(self._book)
        self._book.save(volume, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        self._close()
        self._book = pikepdf.new()

    def _finish(self) -> None:
        self._write_volume()
        for volume in self._volumes:
            source = pikepdf.open(volume)
            self._open.append(source)
            self._book.pages.extend(source.pages)
        _share(self._book)
        with self._book.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(words, page) for words, page in self._labels)
        with self._book.open_metadata(set_pikepdf_as_editor=False) as facts:
            facts["dc:title"] = self.title
        self._book.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        self._book.save(self.path, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    def _close(self) -> None:
        self._book.close()
        for source in self._open:
            source.close()
        self._open = []


def _plain(page: pikepdf.Page) -> None:
    """Without the field of a signature, and without the place in a structure tree that stays behind."""
    if "/Annots" in page:
        kept = [a for a in page.Annots if a.get("/Subtype") != "/Widget"]  # type: ignore[attr-defined, unused-ignore]  # an array at run time
        page.Annots = pikepdf.Array(kept)
    if "/StructParents" in page:
        del page["/StructParents"]


def _share(book: pikepdf.Pdf) -> None:
    """Let every stream that is there several times be there once, from the leaves up."""
    while True:
        first: dict[bytes, Any] = {}
        same: dict[tuple[int, int], Any] = {}
        for thing in book.objects:
            if not isinstance(thing, pikepdf.Stream):
                continue
            key = _print_of(thing)
            if key in first:
                same[thing.objgen] = first[key]
            else:
                first[key] = thing
        if not same or not _replace(book, same):
            return


def _print_of(thing: Any) -> bytes:
    """What makes a stream the same as another: its words and its bytes; references count by their number."""
    words = repr(sorted((key, _words(value)) for key, value in thing.items() if key != "/Length"))
    return hashlib.sha256(words.encode() + b"\0" + thing.read_raw_bytes()).digest()


def _words(value: Any) -> Any:
    if getattr(value, "is_indirect", False):
        return ("ref", value.objgen)
    if isinstance(value, pikepdf.Dictionary):
        return sorted((key, _words(inner)) for key, inner in value.items())
    if isinstance(value, pikepdf.Array):
        return [_words(inner) for inner in value]
    return repr(value)


def _replace(book: pikepdf.Pdf, same: dict[tuple[int, int], Any]) -> bool:
    """Point every reference to the one that stays; whether any was changed."""
    changed = False
    for thing in book.objects:
        changed |= _point(thing, same)
    return changed


def _point(thing: Any, same: dict[tuple[int, int], Any]) -> bool:
    changed = False
    if isinstance(thing, pikepdf.Array):
        places: Any = range(len(thing))
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        places = list(thing.keys())
    else:
        return False
    for place in places:
        value = thing[place]
        if getattr(value, "is_indirect", False):
            if value.objgen in same:
                thing[place] = same[value.objgen]
                changed = True
        elif isinstance(value, (pikepdf.Array, pikepdf.Dictionary)):
            changed |= _point(value, same)
    return changed
