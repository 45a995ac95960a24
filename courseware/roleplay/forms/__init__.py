"""What browsers send."""

from courseware.roleplay.forms.playing import (
    COMMENT,
    LONGEST_COMMENT,
    MARK,
    MarkingForm,
    StartForm,
    TurnForm,
    marking_form,
)

__all__ = [
    "COMMENT",
    "LONGEST_COMMENT",
    "MARK",
    "MarkingForm",
    "StartForm",
    "TurnForm",
    "marking_form",
]
