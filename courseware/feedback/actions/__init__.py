"""The only writer of what readers say of the course."""
