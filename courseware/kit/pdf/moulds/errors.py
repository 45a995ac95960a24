"""What can go wrong with a mould belongs here; the way on is always to print the page in full."""


class DoesNotFit(Exception):
    """The words need more room than the gap has, or a font lacks a sign of theirs."""
