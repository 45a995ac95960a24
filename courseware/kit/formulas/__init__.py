"""Formulas of forms and checks: one small grammar, parsed and evaluated without running any code."""

from courseware.kit.formulas.evaluation import Value, evaluate
from courseware.kit.formulas.grammar import Formula, FormulaError, names, parse

__all__ = ["Formula", "FormulaError", "Value", "evaluate", "names", "parse"]
