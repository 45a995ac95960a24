"""Forms of class sessions."""
