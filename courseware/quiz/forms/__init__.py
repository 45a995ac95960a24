"""Forms of quizzes and exams, a file a theme."""
