"""The only writer of class sessions."""
