"""QR codes belong here: an address in, a square picture out."""

import io

import segno


def qr_svg(address: str) -> str:
    """Inline SVG of one path, four quiet modules around it, sized by CSS. The address is
    also its title, so that a person who cannot see the picture still gets it."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        border=4,
        svgclass="qr",
        lineclass=None,
        title=address,
    )
    return out.getvalue().decode().strip()
