"""QR codes belong here: an address in, a square picture out."""

import io

import segno


def qr_svg(address: str) -> str:
    """Inline SVG of one path, with the four quiet modules around it, sized by CSS."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=4,
        svgclass="qr",
        lineclass=None,
    )
    return out.getvalue().decode().strip()
