"""WeasyPrint as we drive it belongs here. Import it only after the fonts are set (see system)."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache

import pikepdf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from courseware.kit.pdf.backdrop import lay_under, open_backdrop
from courseware.kit.pdf.errors import ForbiddenAddress
from courseware.kit.pdf.fence import STATIC, Fence
from courseware.kit.pdf.quick_fonts import quick_fonts

STYLESHEET = re.compile(r'<link rel="stylesheet" href="(static:[^"]+)">')
# Tagged, with a title and bookmarks, for people who have documents read to them.
VARIANT = "pdf/ua-1"
# Stylesheets, and backdrops (one for each kind of document, organisation and language).
KEPT = 32


class Engine:
    """Fonts, stylesheets and backdrops that are read once. Not for several threads at once."""

    def __init__(self, fence: Fence) -> None:
        self._fetcher = _FencedFetcher(fence)
        self._fonts = FontConfiguration()
        self._stylesheet = lru_cache(maxsize=KEPT)(self._parse_stylesheet)
        self._backdrop = lru_cache(maxsize=KEPT)(self._render_backdrop)

    def render(self, html: str) -> bytes:
        return self._write(html, variant=VARIANT)

    def render_over(self, html: str, backdrop: str) -> bytes:
        """The document with the backdrop's first page under its own first page."""
        return lay_under(self.render(html), self._backdrop(backdrop))

    def _write(self, html: str, *, variant: str | None) -> bytes:
        """The linked stylesheets are taken out and given parsed: parsing them costs as much
        as laying out a page."""
        with _collector_paused(), self._fetcher.refusals_raised(), quick_fonts():
            # A piece that is printed several times may name its stylesheet each time.
            named = dict.fromkeys(STYLESHEET.findall(html))
            styles = [self._stylesheet(address) for address in named]
            document = weasyprint.HTML(
                string=STYLESHEET.sub("", html), base_url=STATIC, url_fetcher=self._fetcher
            )
            pdf: bytes = document.write_pdf(
                stylesheets=styles, font_config=self._fonts, pdf_variant=variant
            )
        return pdf

    def _parse_stylesheet(self, address: str) -> weasyprint.CSS:
        return weasyprint.CSS(url=address, font_config=self._fonts, url_fetcher=self._fetcher)

    def _render_backdrop(self, html: str) -> pikepdf.Pdf:
        return open_backdrop(self._write(html, variant=None))


class _FencedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """The fence in the shape that WeasyPrint expects; never its own opener."""

    def __init__(self, fence: Fence) -> None:
        super().__init__(allowed_protocols=())
        self._fence = fence
        self._refusal: ForbiddenAddress | None = None

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        try:
            found = self._fence.fetch(url)
        except ForbiddenAddress as error:
            self._refusal = error
            raise FatalURLFetchingError(str(error)) from error
        return URLFetcherResponse(url, found.data, {"Content-Type": found.mime})

    @contextmanager
    def refusals_raised(self) -> Iterator[None]:
        """ForbiddenAddress when anything was refused inside.

        WeasyPrint's own fatal error is no Exception and would end a worker; and in a picture
        within a picture it is only logged, and the document comes out with a hole.
        """
        self._refusal = None
        with suppress(FatalURLFetchingError):
            yield
        if self._refusal is not None:
            raise self._refusal


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A document is a hundred thousand objects that all live until it is written; looking
    through them again and again for garbage takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
