"""The organisation's own choices as rows; read everywhere, written by admin."""
