"""Questions become attempts, attempts become marks."""
