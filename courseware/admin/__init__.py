"""Settings, people, content problems, audit, jobs."""
