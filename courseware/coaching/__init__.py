"""Notes on people, shared one-to-one notes with agreed steps, and what managers see after a course."""
