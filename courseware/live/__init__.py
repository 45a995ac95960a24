"""Class sessions: when and where, who was there, and what happens in the room."""
