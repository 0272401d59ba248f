"""A contact as a vCard, which address books on computers and telephones read. Pure.

Version 3.0 (RFC 2426): every address book reads it; Outlook does not read 4.0 (RFC 6350).
"""

from collections.abc import Iterable

LINE_END = "\r\n"
MOST_BYTES = 75
"""A line that is longer is folded: the rest stands on the next one, after a space."""


def vcard(properties: Iterable[tuple[str, str]]) -> str:
    """The card with these properties, by name and escaped value; empty ones are left out."""
    lines = [f"{name}:{value}" for name, value in properties if value.strip(";")]
    body = ["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD"]
    return "".join(_folded(line) + LINE_END for line in body)


def escaped(text: str) -> str:
    """Text as the value of a property: separators marked as text, no line ends, no controls."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    one_line = "\\n".join(text.strip().splitlines())
    return "".join(letter for letter in one_line if letter.isprintable())


def _folded(line: str) -> str:
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > MOST_BYTES:
            pieces.append(piece)
            piece = " "
        piece += letter
    return LINE_END.join([*pieces, piece])
