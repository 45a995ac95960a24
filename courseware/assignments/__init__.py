"""Asking: who must do what by when."""
