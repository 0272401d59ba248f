"""Numbers of rows that requests name."""

MOST_DIGITS = 18
"""Any such number fits the columns of both databases, which refuse larger ones."""


def row_number(sent: str) -> int:
    """The number that was sent, or 0, which no row has, for anything else."""
    return int(sent) if sent.isdecimal() and len(sent) <= MOST_DIGITS else 0
