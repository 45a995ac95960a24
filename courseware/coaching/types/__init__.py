"""Frozen values of coaching."""
