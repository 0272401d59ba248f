"""What every file for a spreadsheet has in common: no cell is taken for a formula.

OWASP, "CSV Injection": a spreadsheet runs a cell that begins with one of these characters, and
skips spaces, line breaks and quotation marks before it.
"""

import unicodedata

BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel reads a CSV file in the code page of its machine."""
FORMULA_STARTS = "=+-@＝＋－＠﹦﹢﹣﹫−"
"""Full-width and small forms are read as the plain ones; U+2212 is a minus sign."""

_QUOTES = "'\"`‘’‚‛“”„«»＇＂"
_SKIPPED = ("Z", "C")
"""Unicode categories of spaces, and of control and format characters."""


def no_formula(text: str) -> str:
    """The text, after an apostrophe if a spreadsheet could take it for a formula."""
    for character in text:
        if character in FORMULA_STARTS:
            return f"'{text}"
        if character not in _QUOTES and unicodedata.category(character)[0] not in _SKIPPED:
            break
    # A tab or a line break at the start moves what follows into a cell of its own.
    return f"'{text}" if text[:1] in ("\t", "\r", "\n") and text else text
