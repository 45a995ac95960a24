"""What decides about class sessions. Pure."""
