"""Reading coaching."""
