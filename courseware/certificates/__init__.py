"""Eligibility, issue, verify, revoke, and the PDF."""
