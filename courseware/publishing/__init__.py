"""The course in other forms: slides for a classroom, a book to print, an EPUB to carry."""
