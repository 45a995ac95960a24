"""Reading class sessions."""
