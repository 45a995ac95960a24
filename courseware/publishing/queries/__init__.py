"""What is read about books and slides."""
