"""The forms of the exercise pages that are not exercises themselves."""
