"""What reading an uploaded document results in, and the limits that each reader keeps. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

MOST_CHARACTERS = 600_000
"""Characters of one document that are read."""
PASSAGE = 4_000
"""Characters of one text, about, so that a finding has a place."""
FEW_LETTERS = 40
"""A page or a document with a picture and fewer letters than these may be a scan."""
ABOUT_THE_FILE = ("its properties", "its links", "a picture in it", "an earlier version of it")
"""Places of texts that the document does not show."""
_LETTERS = re.compile(r"[^\W\d_]{2}")


class Refusal(StrEnum):
    """Why a document is not accepted."""

    ATTACHMENT = "attachment"
    CHANGES = "changes"
    COMMENTS = "comments"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    EXTERNAL = "external"
    HIDDEN = "hidden"
    PROGRAM = "program"
    REDACTION = "redaction"
    TOO_LARGE = "too-large"
    VERSIONS = "versions"


class Unread(StrEnum):
    """Why a part of a document could not be read."""

    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    LONG = "long"
    SCAN = "scan"


class DocumentRefused(Exception):
    """The document must not be stored; `why` is a Refusal."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class ReadDocument:
    """The content to store, and what the upload said."""

    content: bytes = b""
    texts: list[tuple[str, str]] = field(default_factory=list)
    """Each text with its place within the document, such as "page 3"."""
    unread: str = ""
    """An `Unread`; empty when all of it was read."""
    unread_where: str = ""
    """The part that was not read, such as "pages 3, 4"; empty for all of it."""

    @property
    def length_of_text(self) -> int:
        """How many characters the document shows."""
        shown = (text for place, text in self.texts if place not in ABOUT_THE_FILE)
        return sum(map(len, shown))

    @property
    def length(self) -> int:
        return sum(len(text) for _place, text in self.texts)

    def add(self, place: str, lines: Iterable[str]) -> None:
        """Add the lines that have letters and are not known at this place yet.

        Short lines are joined, since a name may be set on two of them.
        """
        for text in _joined(lines):
            if self.length + len(text) > MOST_CHARACTERS:
                self.not_read(Unread.LONG)
                return
            if (place, text) not in self.texts[-50:]:
                self.texts.append((place, text))

    def not_read(self, why: Unread, where: str = "") -> None:
        self.unread, self.unread_where = self.unread or why, self.unread_where or where


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Lines joined to texts of about PASSAGE characters; lines without letters are left out."""
    joined: list[str] = []
    length = 0
    for line in lines:
        for start in range(0, len(line), PASSAGE):
            plain = line[start : start + PASSAGE].replace("\0", " ").encode("utf-8", "ignore")
            words = " ".join(plain.decode().split())
            if not _LETTERS.search(words):
                continue
            joined.append(words)
            length += len(words)
            if length >= PASSAGE:
                yield "\n".join(joined)
                joined, length = [], 0
    if joined:
        yield "\n".join(joined)
