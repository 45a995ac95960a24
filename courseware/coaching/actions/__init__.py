"""The only writer of coaching."""
