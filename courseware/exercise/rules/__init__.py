"""What a form decides: answers read and judged, values computed, earlier answers carried over. Pure."""
