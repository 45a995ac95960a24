"""Certificates on paper."""

from courseware.certificates.documents.facts import facts_of
from courseware.certificates.documents.pages import verify_address
from courseware.certificates.documents.printing import print_page

__all__ = ["facts_of", "print_page", "verify_address"]
