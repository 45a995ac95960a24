"""People from a spreadsheet: looked at first, then imported whole, and taken back if it was a mistake."""

from courseware.admin.imports.doing import carry_out, undo
from courseware.admin.imports.planning import Change, Plan, Planned, plan_import
from courseware.admin.imports.reading import Problem

__all__ = ["Change", "Plan", "Planned", "Problem", "carry_out", "plan_import", "undo"]
