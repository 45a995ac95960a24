"""Frozen values of class sessions."""
