"""Frozen values of slides and books."""
