"""The course as files: what is written here knows no row and no request."""
