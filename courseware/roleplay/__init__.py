"""Scenarios become sessions, sessions become marks with evidence."""
