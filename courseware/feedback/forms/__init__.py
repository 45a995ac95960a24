"""Forms of what readers say of the course."""
