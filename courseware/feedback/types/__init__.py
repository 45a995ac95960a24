"""Frozen values of what readers say of the course."""
