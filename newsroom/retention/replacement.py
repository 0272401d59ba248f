"""Replaces words in stored texts: in prose, in markup, in addresses, and inside JSON. Pure."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import slugify

from newsroom.retention.stored_texts import says, strings_in, words_of
from newsroom.rules.names.folding import fold

_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^<>]*>")
_BETWEEN = (
    r"(?:<[^<>]*>|&nbsp;|&#160;|&#x27;|&#39;|&rsquo;|%20"
    r"|[\s\-_+.'\u2010-\u2015\u2018\u2019\u00ad])+"
)
"""What may stand between two words of a name: also markup and escapes."""
_OPENS = ("{", "[")


@dataclass(frozen=True)
class Replacement:
    """Words, and what is to stand in their place."""

    old: str
    new: str

    @cached_property
    def words(self) -> list[str]:
        """The words that go, as `words_of` gives them."""
        return words_of(self.old)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = [re.escape(part) for part in _WORD.findall(fold(self.old).lower())]
        return re.compile(rf"(?<![^\W_]){_BETWEEN.join(parts)}(?![^\W_])")

    def in_text(self, text: str) -> str:
        """The text with the words replaced. Tags between them stay, so that markup stays whole."""
        plain = fold(text).lower()
        if len(plain) != len(text):
            # Folding has changed the length: places in one are none in the other.
            plain = text.lower()
            if len(plain) != len(text):
                plain = text
        parts, at = [], 0
        is_address = " " not in text and ("-" in text or "/" in text)
        new = slugify(self.new) if is_address else self.new
        for found in self._pattern.finditer(plain):
            tags = "".join(_TAG.findall(text[found.start() : found.end()]))
            parts += [text[at : found.start()], new, tags]
            at = found.end()
        return "".join([*parts, text[at:]])


def replaced(stored: str, replacements: Iterable[Replacement]) -> str:
    """A stored value with all words replaced, inside its JSON if it is JSON."""
    listed = list(replacements)
    if stored[:1] in (*_OPENS, '"'):
        try:
            data = json.loads(stored)
        except ValueError:
            pass
        else:
            changed = _in_data(data, listed)
            return stored if changed == data else json.dumps(changed)
    for one in listed:
        stored = one.in_text(stored)
    return stored


def replaced_slug(slug: str, replacements: Iterable[Replacement]) -> str:
    """A slug with all words replaced: a slug again, also if it was of one word."""
    new = replaced(slug, replacements)
    return slug if new == slug else slugify(new)


def _in_data(data: Any, replacements: Sequence[Replacement]) -> Any:
    if isinstance(data, str):
        if data[:1] in _OPENS:
            return replaced(data, replacements)
        for one in replacements:
            data = one.in_text(data)
        return data
    if isinstance(data, dict):
        return {
            key: replaced_slug(value, replacements)
            if key == "slug" and isinstance(value, str)
            else _in_data(value, replacements)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_in_data(value, replacements) for value in data]
    return data


def remain(stored: str, replacements: Iterable[Replacement]) -> bool:
    """Whether any of the words still stands in a stored value, looked for in another way."""
    texts = list(strings_in(stored))
    return any(says(text, one.words) for one in replacements for text in texts)
