"""What browsers send."""

from courseware.roleplay.forms.playing import StartForm, TurnForm

__all__ = ["StartForm", "TurnForm"]
