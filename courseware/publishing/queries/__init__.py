"""What is read about books and slides."""

from courseware.publishing.queries.books import file_of

__all__ = ["file_of"]
