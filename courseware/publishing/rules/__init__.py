"""What becomes of the course on its way into a book or on a wall: pure."""
