"""Definitions as JSON and back; the text of one written here."""

from courseware.authoring.rules.definitions import digest_of, question_from, rubric_from, to_json

__all__ = ["digest_of", "question_from", "rubric_from", "to_json"]
