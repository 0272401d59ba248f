"""British telephone numbers as machines dial them. Pure."""

import re

FEWEST_DIGITS, MOST_DIGITS = 9, 15


def international(number: str) -> str:
    """The number with its country code and nothing but digits: +442033570906."""
    digits = re.sub(r"[^\d+]", "", number.replace("(0)", ""))
    if digits.startswith("00"):
        return "+" + digits[2:]
    return "+44" + digits[1:] if digits.startswith("0") else digits


def can_be_dialled(number: str) -> bool:
    """Whether this is one whole number and nothing else."""
    if not re.fullmatch(r"[+0(][\d ()-]*", number, re.ASCII):
        return False
    digits = international(number).lstrip("+")
    return digits.isdigit() and FEWEST_DIGITS <= len(digits) <= MOST_DIGITS
