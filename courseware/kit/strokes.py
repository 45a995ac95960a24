"""Single bars belong here: label and figure above, bar below; the same SVG on a phone, a screen and paper."""

from html import escape

from courseware.kit.charts import Bar, text_width

# Millimetres.
WIDTH, HEIGHT = 100.0, 9.6
TEXT_SIZE = 3.7
#: what fits beside the figure, in halves of a Chinese character
LABEL_MOST = 42
TICKS = 4


def stroke(bar: Bar) -> str:
    """One bar with its words; quarters are marked, so that its length can be read in black and white."""
    filled = WIDTH * min(max(bar.share, 0.0), 1.0)
    ticks = "".join(f"M{WIDTH * n / TICKS:g} 5.6v3" for n in range(1, TICKS))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="stroke" role="img" width="{WIDTH:g}mm" '
        f'height="{HEIGHT:g}mm" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        f"<title>{escape(bar.label)}: {escape(bar.figure)}</title>"
        f'<text class="name" x="0" y="4" font-size="{TEXT_SIZE}" fill="#1c2733">{escape(_short(bar.label))}</text>'
        f'<text class="figure" x="{WIDTH:g}" y="4" text-anchor="end" font-size="{TEXT_SIZE}" font-weight="700" '
        f'fill="#1c2733">{escape(bar.figure)}</text>'
        f'<path class="rail" fill="#e6ebf0" stroke="#8b98a6" stroke-width=".2" d="M0 5.6h{WIDTH:g}v3h-{WIDTH:g}z"/>'
        f'<path class="bar" fill="#1d4e79" d="M0 5.6h{filled:.2f}v3h-{filled:.2f}z"/>'
        f'<path class="ticks" fill="none" stroke="#8b98a6" stroke-width=".2" d="{ticks}"/></svg>'
    )


def _short(label: str) -> str:
    if text_width(label) <= LABEL_MOST:
        return label
    while text_width(label) > LABEL_MOST - 2:
        label = label[:-1]
    return label.rstrip() + "…"
