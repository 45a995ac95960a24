"""The machine that prints belongs here: its libraries, its fonts, its cache."""

import contextlib
import io
import os
import tempfile
import warnings
from importlib import import_module
from pathlib import Path

from courseware.config import ROOT
from courseware.kit.pdf.errors import PdfSystemError

FONTS = ROOT / "static" / "fonts"


def check_system(fonts: Path = FONTS) -> None:
    """PdfSystemError, naming the Debian package, unless this machine can print well and fast."""
    use_only_own_fonts(fonts)
    try:
        # WeasyPrint explains a missing library on standard output, and then raises.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            libraries = import_module("weasyprint.text.ffi")
    except OSError as error:
        raise PdfSystemError(
            f"PDF needs Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 ({error})"
        ) from error
    if libraries.harfbuzz_subset is None:
        # Without it each document would take ten to fifty times as long, with only a warning.
        raise PdfSystemError("PDF needs HarfBuzz's subsetting: apt-get install libharfbuzz-subset0")


def use_only_own_fonts(fonts: Path = FONTS) -> None:
    """Point Fontconfig at our fonts. Has effect only before WeasyPrint is first imported.

    With fonts of the system the same document would look otherwise on another machine.
    """
    settings = fonts.resolve() / "fonts.conf"
    if not settings.is_file():
        raise PdfSystemError(f"PDF needs the fonts of this project: {settings} is missing.")
    # Absolute: Fontconfig silently finds no font at all by a relative path.
    os.environ["FONTCONFIG_FILE"] = str(settings)
    _have_writable_cache()


def _have_writable_cache() -> None:
    """Fontconfig reads 20 MB of fonts for each document where it cannot keep its notes."""
    home, named = os.environ.get("HOME"), os.environ.get("XDG_CACHE_HOME")
    cache = Path(named) if named else Path(home or "/nonexistent") / ".cache"
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
    if (home or named) and os.access(cache, os.W_OK):
        return
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="fontconfig-")
