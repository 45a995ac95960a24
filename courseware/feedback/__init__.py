"""What readers say of the course: questions to their trainer, and mistakes they found."""
