"""Rubric marks, verdicts, anchored comments, the reviewer's draft, the timed lock."""
