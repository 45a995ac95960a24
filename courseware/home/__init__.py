"""Pages made of many rooms: home by role, the one review queue, search."""
