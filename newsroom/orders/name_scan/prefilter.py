"""A quick look through all public words: which pages may hold a protected name at all.

What the rules would find is never missed, because this asks for less. First that the letters of a
surname stand in the words as they are stored; then, of the texts that are left, that a rule finds a
name there, whatever field each text is from. What a page is in the end, is not asked here.
"""

import re
from collections.abc import Container, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.documents.passages import Passage, of_rich_text
from newsroom.gate.name_answers import NAME_RULES, finds
from newsroom.orders.name_scan.stored_text import CHUNK, rows
from newsroom.rules.facts import Name
from newsroom.rules.names.folding import readings, without_tags
from newsroom.rules.names.patterns import NamePattern, letters, name_patterns

TYPOGRAPHY = "‘’“”–—…•£\u00a0\n\r\t"
"""What stands in any text and disguises nothing: no letter is left of it when it is folded."""

_BETWEEN = "\0"
"""Between the texts of one row, looked at together."""
_DISGUISED = re.compile(rf"[^ -~{TYPOGRAPHY}{_BETWEEN}]|&|%[0-9A-Fa-f]{{2}}")
_TAG = re.compile(rf"<[^>{_BETWEEN}]*>")
_TAG_ALONE = re.compile(rf"<[^<>{_BETWEEN}]*>")
_NAMED_TAG = re.compile(rf"</?[A-Za-z!][^<>{_BETWEEN}]*>")
_NO_LETTERS = bytes(
    code for code in range(128) if not chr(code).isalpha() and chr(code) != _BETWEEN
)
_FILE_IN_TEXT = re.compile(r"""\bid\s*=\s*["']?(\d+)""", re.IGNORECASE)


def may_name(words: Sequence[str], pages: Any, about: Container[int] = ()) -> set[int]:
    """The numbers of those of the pages in whose words one of these names may stand.

    `about` are the pages that the names' orders are about: there a surname is enough.
    """
    prefilter = NamePrefilter(words)
    suspect, certain = _files_that(prefilter)
    found: set[int] = set()
    for row in rows(pages):
        if row.page_id in found:
            continue
        is_about = row.page_id in about
        texts = row.texts if prefilter.sees(row.texts, whole=not is_about) else []
        texts = [text for text in texts if prefilter.sees([text])]
        files = suspect if is_about else certain
        if (texts and (is_about or prefilter.stands_in(texts))) or (
            files and _uses(files, row.numbers, row.texts)
        ):
            found.add(row.page_id)
    return found


class NamePrefilter:
    """Searches for the letters without which no name stands in a text."""

    def __init__(self, words: Sequence[str]) -> None:
        self.names = tuple(Name(one, "", in_scope=False) for one in words)
        self.patterns = {pattern for one in words for pattern in name_patterns(one)}
        self.wanted = {keys for pattern in self.patterns for keys in _letters_of(pattern)}

    def sees(self, texts: Sequence[str], *, whole: bool = False) -> bool:
        """Whether any of the names may stand in any of the texts: at least a surname.

        With `whole` only if a first name or an initial may stand there too.
        """
        together = _BETWEEN.join(texts)
        disguised = _DISGUISED.search(together) or together.count(_BETWEEN) >= max(len(texts), 1)
        shown = map(_squeezed, texts) if disguised else _letters_shown(together)
        there = "|".join(shown)
        if not any(all(key in there for key in keys) for keys in self.wanted):
            return False
        # A tag is not a letter: an initial that stands alone without its tags does so with them.
        return bool(
            not whole
            or disguised
            or any(_may_be_whole(one, there, together) for one in self.patterns)
        )

    def stands_in(self, texts: Sequence[str]) -> bool:
        """Whether a rule finds a whole name, be these texts sentences or addresses."""
        shown = (one for text in texts for one in _shown(text))
        passages = tuple(
            Passage("", "", one, prose)
            for one in shown
            if self._may_be_whole_in(one)
            for prose in (True, False)
        )
        return bool(passages) and any(finds(rule, passages, self.names) for rule in NAME_RULES)

    def _may_be_whole_in(self, text: str) -> bool:
        """Whether a first name or an initial stands there beside the surname.

        Asked because surnames such as Court stand in most texts, and the rules take their time.
        """
        read = readings(text) if _DISGUISED.search(text) else {text, without_tags(text)}
        return any(
            _may_be_whole(pattern, letters(one), one) for one in read for pattern in self.patterns
        )


def _may_be_whole(pattern: NamePattern, there: str, reading: str) -> bool:
    """Whether more than the surname may be there, given the letters alone and all of it."""
    if pattern.is_label or not pattern.given:
        return True
    return any(key in there for key in pattern.keys) and (
        any(_without_mac(name) in there for name in pattern.given_halves)
        or pattern.initial_alone.search(reading) is not None
    )


def _letters_of(pattern: NamePattern) -> Iterator[frozenset[str]]:
    """Sets of letters, of which one must be in a text, whole, for the rules to find the name."""
    if pattern.is_label:
        # "Child A": of its last word alone there is hardly a letter.
        yield frozenset(_without_mac(name) for name in pattern.names)
    else:
        for key in pattern.keys:
            yield frozenset((key,))


def _without_mac(name: str) -> str:
    return letters(name).removeprefix("mac").removeprefix("mc")


def _squeezed(text: str) -> str:
    """The letters alone of all that this text may show to a reader, whatever field it is from."""
    if _BETWEEN in text or _DISGUISED.search(text):
        # As the rules themselves read it; for most texts there is a shorter way to the same.
        return "|".join(letters(read) for one in _shown(text) for read in readings(one))
    return "|".join(_letters_shown(text))


def _shown(text: str) -> set[str]:
    """The text, and the paragraphs in it if it is one with the editor's markup."""
    marked = "<" in text or "&" in text
    return {text, *(one.text for one in of_rich_text(text, "", ""))} if marked else {text}


def _letters_shown(text: str) -> set[str]:
    """The letters of a text that is not disguised, with its tags and without them.

    Where paragraphs meet their letters run together, which adds to what is seen, and hides nothing.
    """
    shown = {text}
    if "<" in text:
        # What is a tag to the passages, and what is one to the readings of the rules.
        shown |= {_TAG.sub("", text), _TAG_ALONE.sub("", text), _NAMED_TAG.sub("", text)}
    return {
        one.encode("ascii", "ignore").translate(None, _NO_LETTERS).lower().decode() for one in shown
    }


def _files() -> Iterator[tuple[int, list[str]]]:
    """Every picture and document, by its number, and what it is called."""
    for model in (get_image_model(), get_document_model()):
        called = model._base_manager.values_list("pk", "title", "file")
        for pk, title, path in called.iterator(CHUNK):
            yield pk, [title, path, PurePath(path).name]


def _files_that(prefilter: NamePrefilter) -> tuple[set[int], set[int]]:
    """Files with a surname in their own names, and among these those with a whole name.

    They are read with the page that uses them.
    """
    suspect, certain = set(), set()
    for pk, called in _files():
        if prefilter.sees(called):
            suspect.add(pk)
            if prefilter.stands_in(called):
                certain.add(pk)
    return suspect, certain


def _uses(files: set[int], numbers: set[int], texts: Sequence[str]) -> bool:
    """Whether any of these may be the number of such a file.

    Not asked of the index of references, which may lag behind the words.
    """
    named = (int(pk) for text in texts for pk in _FILE_IN_TEXT.findall(text))
    return not files.isdisjoint(numbers) or not files.isdisjoint(named)
