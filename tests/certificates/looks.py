"""Certificates of every look for tests: made-up rows, printed once a look, and the eyes that compare them."""

import io
from datetime import UTC, datetime
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from courseware.certificates.documents.looks import Look
from courseware.certificates.types import CertificateRow
from courseware.settings.rules import DESIGNS, LANGUAGE_SETS, ORIENTATIONS, Organisation
from tests.kit import paper

LOOKS = [Look(*names) for names in product(DESIGNS, ORIENTATIONS, LANGUAGE_SETS)]
GOLDEN = Path(__file__).parent / "golden"
#: dots an inch of the pictures that are compared
DPI = 75
#: of a golden picture: small enough to be kept, large enough that a moved line is seen
GOLDEN_DPI = 40
SERIAL = "SSM-2026-7Q4K-9F2M-0XT3"
FACTS: dict[str, Any] = {
    "name": "欧阳明",
    "title": {"zh": "销售战略管理", "en": "Sales Strategy Management"},
    "track": {"zh": "新销售", "en": "New seller"},
    "modules": 50,
    "exercises": [{"zh": "季度计划", "en": "Quarterly plan"}] * 7,
    "average": 92.4,
}


def row_of(name: str = "欧阳明", kind: str = "course", **changes: Any) -> CertificateRow:
    given = {
        "id": 1,
        "serial": SERIAL,
        "kind": kind,
        "person_id": 1,
        "source_id": 1,
        "subject": "new-seller",
        "edition": "2026-1",
        "facts": FACTS | {"name": name},
        "issued_at": datetime(2026, 11, 23, 4, tzinfo=UTC),
        "expires_at": datetime(2028, 11, 23, 4, tzinfo=UTC),
        "revoked_at": None,
        "revoked_reason": None,
        "erased": False,
    }
    return CertificateRow(**(given | changes))


def organisation(**pictures: str) -> Organisation:
    return Organisation(
        name_zh="华东锐进科技有限公司",
        name_en="Huadong Ruijin Technology Ltd",
        signatory_zh="张敏",
        signatory_en="Zhang Min",
        signatory_title_zh="销售培训总监",
        signatory_title_en="Head of Sales Training",
        **pictures,
    )


def name_of(look: Look) -> str:
    return f"{look.design}-{look.orientation}-{look.languages}"


@cache
def picture_file(kind: str) -> bytes:
    """A logo, a seal or a signature as somebody would upload it."""
    picture = Image.new("RGBA", (480, 140 if kind != "seal" else 480))
    draw = ImageDraw.Draw(picture)
    if kind == "signature":
        draw.line([(20, 100), (90, 20), (150, 120), (260, 40), (450, 80)], "#14208c", 9)
    else:
        draw.ellipse((10, 10, 130, 130), "#c83c14")
        draw.rectangle((170, 40, 470, 100), "#303050")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def seen(pdf: bytes, dpi: int = DPI) -> Image.Image:
    """The first page as a grey picture, drawn twice as fine: viewers set large letters on whole dots."""
    return paper.seen(pdf, dpi=2 * dpi).reduce(2)


def difference(one: Image.Image, other: Image.Image) -> int:
    """How far the two places that differ most are apart, 0 to 255: seen as an eye does, not dot by dot."""
    assert one.size == other.size
    seen = [picture.filter(ImageFilter.BoxBlur(1)) for picture in (one, other)]
    _, most = ImageChops.difference(*seen).getextrema()
    return int(most)
