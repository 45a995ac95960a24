"""The Flask toolkit: rendering, languages, forms, access, errors, security headers, downloads."""
