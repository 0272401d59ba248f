"""Keyed digests of words that were removed: they find the words again without keeping them.

A digest is of a few words in a row. Nobody reads the words from it, and without SECRET_KEY nobody
can try names against it either.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.conf import settings

from newsroom.retention.stored_texts import strings_in, words_of

LONGEST = 6
"""So many words of a text are enough to know it again."""
SHORTEST_TITLE = 3
"""Titles of fewer words are not known by their words: "Statement" stands everywhere."""
_PURPOSE = b"newsroom.retention.marks"


class OtherKey(Exception):
    """The marks were made with a SECRET_KEY that is not known any more."""


@dataclass
class Marks:
    """Digests by the number of their words."""

    key: bytes
    by_length: dict[int, set[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    """Digests of the paths of files that were deleted."""

    def add(self, text: str) -> None:
        """Mark the first words of a text."""
        if words := words_of(text)[:LONGEST]:
            self.by_length.setdefault(len(words), set()).add(_digest(self.key, words))

    def add_file(self, path: str) -> None:
        """Mark the path of a file in the media storage, and its name if that is long enough."""
        self.files.add(_digest(self.key, [path]))
        stem = PurePath(path).stem
        if len(words_of(stem)) >= SHORTEST_TITLE:
            self.add(stem)

    def is_file(self, path: str) -> bool:
        """Whether this is the path of a file that was deleted."""
        return _digest(self.key, [path]) in self.files

    def find(self, stored: str) -> bool:
        """Whether a stored value says what is marked."""
        return any(self._find(words_of(text)) for text in strings_in(stored))

    def _find(self, words: Sequence[str]) -> bool:
        for length, digests in self.by_length.items():
            for at in range(len(words) - length + 1):
                if _digest(self.key, words[at : at + length]) in digests:
                    return True
        return False

    def as_data(self) -> dict[str, Any]:
        """The marks as JSON data."""
        of = {str(length): sorted(digests) for length, digests in self.by_length.items()}
        return {"check": _digest(self.key, ["check"]), "of": of, "files": sorted(self.files)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Marks":
        """Stored marks. Raises OtherKey if none of the keys that are known made them."""
        for key in _keys():
            if data.get("check") == _digest(key, ["check"]):
                of = {int(length): set(digests) for length, digests in data["of"].items()}
                return cls(key, of, set(data["files"]))
        raise OtherKey


def marks_of(titles: Iterable[str], names: Iterable[str]) -> Marks:
    """Marks of titles, if they are long enough to be known again, and of each name."""
    marks = Marks(_keys()[0])
    for title in titles:
        if len(words_of(title)) >= SHORTEST_TITLE:
            marks.add(title)
    for name in names:
        marks.add(name)
    return marks


def _keys() -> list[bytes]:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(_PURPOSE + secret.encode()).digest() for secret in secrets]


def _digest(key: bytes, words: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(words).encode(), key=key, digest_size=16).hexdigest()
