"""The printer belongs here: what one process keeps from document to document."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from courseware.kit.pdf.errors import MissingGlyph
from courseware.kit.pdf.fence import Fence
from courseware.kit.pdf.glyphs import missing_characters, replace_characters
from courseware.kit.pdf.system import check_system

if TYPE_CHECKING:
    from courseware.kit.pdf.engine import Engine


class Printer:
    """Prints HTML documents. One for each process; safe to share between its threads.

    Documents name their stylesheets as <link rel="stylesheet" href="static:css/….css">; those
    are parsed once. `stored` gives the bytes behind <img src="storage:<key>">.
    """

    def __init__(self, static_root: Path, stored: Callable[[str], bytes] | None = None) -> None:
        self.fence = Fence(static_root, stored)
        self.fonts = static_root.resolve() / "fonts"
        self._engine: Engine | None = None
        # One at a time: Pango's font map and its caches are not made for threads, and
        # rendering holds the interpreter anyway.
        self._lock = Lock()

    def render(
        self, html: str, *, backdrop: str | None = None, replace_missing: bool = False
    ) -> bytes:
        """The PDF of a document; the same document gives the same bytes.

        `backdrop` is a document of one page without text that is laid under the first page.
        It is rendered once and kept: what is the same on every certificate belongs there.
        MissingGlyph: see there for the two ways on. ForbiddenAddress: the fence refused.
        """
        missing = missing_characters(html, self.fonts)
        if missing and not replace_missing:
            raise MissingGlyph(missing)
        html = replace_characters(html, missing) if missing else html
        with self._lock:
            engine = self._warm_engine()
            if backdrop is None:
                return engine.render(html)
            return engine.render_over(html, backdrop)

    def warm_up(self) -> None:
        """Load WeasyPrint and the fonts now (about half a second) and not in the first request."""
        with self._lock:
            self._warm_engine()

    def _warm_engine(self) -> "Engine":
        if self._engine is None:
            check_system(self.fonts)
            # Only here: WeasyPrint looks at the fonts when it is imported, and a process
            # that never prints need not load it.
            from courseware.kit.pdf.engine import Engine  # noqa: PLC0415 - see above

            self._engine = Engine(self.fence)
        return self._engine
