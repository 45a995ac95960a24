"""The only writers of definitions."""

from courseware.authoring.actions.definitions import Definition, keep

__all__ = ["Definition", "keep"]
