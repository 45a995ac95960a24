"""What start pages decide. Pure."""

from courseware.home.rules.leading import next_look, together
from courseware.home.rules.learner import due_state, next_in_module, open_modules

__all__ = ["due_state", "next_in_module", "next_look", "open_modules", "together"]
