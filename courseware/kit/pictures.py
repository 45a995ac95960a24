"""Pictures belong here that people send to be printed: made small, and free of what a camera writes into them."""

import io

from PIL import Image, ImageOps

#: dots a side: sharp on 60 mm of paper
MOST = 900


def fit_for_print(data: bytes, most: int = MOST) -> bytes:
    """The picture as a PNG of at most so many dots a side; its transparency stays."""
    with Image.open(io.BytesIO(data)) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGBA")
    picture.thumbnail((most, most))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
