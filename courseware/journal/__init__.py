"""Append-only: who did what to which, when."""
