"""Elements belong here: what a screen reader walks through, written from the tags of the drawn pages."""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from courseware.kit.pdf.sheets.leaves import Tag


class Elements:
    """Writes the tags of a document; `owners` learns, page by page, which element each piece belongs to."""

    def __init__(self, pdf: pikepdf.Pdf, pages: Sequence[Any], owners: Sequence[list[Any]]) -> None:
        self._pdf, self._pages, self._owners = pdf, pages, owners
        self._kinds: dict[str, Name] = {}
        self._scopes: dict[str, Any] = {}

    def of(self, tag: Tag, above: Any) -> Any:
        """The element of a tag, with all that is within it."""
        entries: dict[str, Any] = {"/S": self._kind(tag.kind), "/P": above}
        if len(tag.places) == 1:
            ((page, piece),) = tag.places
            entries |= {"/Pg": self._pages[page], "/K": piece}
        elif tag.places:  # a row that goes on over a page
            entries["/K"] = Array([self._piece(page, piece) for page, piece in tag.places])
        if tag.words:
            entries["/Alt"] = pikepdf.String(tag.words)
        if tag.scope:
            entries["/A"] = self._scope(tag.scope)
        made = self._pdf.make_indirect(Dictionary(entries))
        for page, piece in tag.places:
            self._owners[page][piece] = made
        if tag.within:
            made.K = Array([self.of(part, made) for part in tag.within])
        return made

    def _piece(self, page: int, piece: int) -> Dictionary:
        return Dictionary(Type=Name.MCR, Pg=self._pages[page], MCID=piece)

    def _kind(self, kind: str) -> Name:
        if kind not in self._kinds:
            self._kinds[kind] = Name(f"/{kind}")
        return self._kinds[kind]

    def _scope(self, scope: str) -> Any:
        if scope not in self._scopes:
            entries = {"/O": Name.Table, "/Scope": Name(f"/{scope}")}
            self._scopes[scope] = self._pdf.make_indirect(Dictionary(entries))
        return self._scopes[scope]
