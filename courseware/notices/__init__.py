"""Telling a person something: inbox, digest, outbox."""
