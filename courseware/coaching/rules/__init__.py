"""What coaching decides. Pure."""
