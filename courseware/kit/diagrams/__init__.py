"""Diagrams of what people wrote: values in, one SVG figure out, for a page and for paper. Knows no noun of ours.

Every function takes a `width` in pixels of its own; a narrow one (320) is for phones, a wide one (680) for desks and
paper. Nothing is told by colour alone. Words that do not fit are cut with an ellipsis; the tables beside say them whole.
"""

from courseware.kit.diagrams.bones import fishbone, ladder
from courseware.kit.diagrams.calendar import Span, gantt
from courseware.kit.diagrams.drawing import figure_text
from courseware.kit.diagrams.limits import Light, Pair, bars, lights
from courseware.kit.diagrams.network import Link, Member, network
from courseware.kit.diagrams.plane import Axis, Dot, bubbles, heat
from courseware.kit.diagrams.trees import Branch, Force, cascade, forces

NARROW, WIDE = 320, 680

__all__ = [
    "NARROW",
    "WIDE",
    "Axis",
    "Branch",
    "Dot",
    "Force",
    "Light",
    "Link",
    "Member",
    "Pair",
    "Span",
    "bars",
    "bubbles",
    "cascade",
    "figure_text",
    "fishbone",
    "forces",
    "gantt",
    "heat",
    "ladder",
    "lights",
    "network",
]
