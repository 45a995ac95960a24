"""Forms become submissions, submissions become documents."""
