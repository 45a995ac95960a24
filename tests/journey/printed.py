"""PDFs read back: their text, the name as pixels, and the code that leads to the public page."""

import io
import re

import pypdf
import zxingcpp

from tests.kit import paper
from tests.kit.test_pdf import NAME_BAND, drawn_elsewhere, same_share

CODE = (236, 149, 264, 177)  # mm on the certificate of the course


def text_of(pdf: bytes) -> str:
    """All words of a PDF, with the breaks between lines taken out."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages)


def squeezed(text: str) -> str:
    """Without white space: where a line breaks is not what is asked."""
    return re.sub(r"\s+", "", text)


def address_in(pdf: bytes) -> str:
    """The address of the public page as it is printed."""
    found = re.search(r"https?://[\w.:]+/verify/SSM[-\w]+", squeezed(text_of(pdf)))
    assert found is not None, text_of(pdf)
    return found[0][: found[0].index("SSM-") + len("SSM-2026-XXXX-XXXX-XXXX")]


def name_is_drawn(pdf: bytes, name: str) -> float:
    """How much of the ink of the name lies where Pillow puts it with the same font, 1 being all."""
    band = paper.cut(paper.seen(pdf), NAME_BAND)
    return same_share(paper.ink(band), paper.ink(drawn_elsewhere(name)))


def code_leads_to(pdf: bytes, address: str) -> bool:
    """Whether a reader of codes that is not ours finds the address in the printed one."""
    found = zxingcpp.read_barcodes(paper.cut(paper.seen(pdf), CODE))
    return [code.text for code in found] == [address]
