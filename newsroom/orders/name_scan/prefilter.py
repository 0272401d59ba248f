"""A fast first pass over all public text: which pages may contain a protected name.

It has no false negatives with respect to the rules, because each stage tests a weaker condition.
The first stage looks for the letters of a surname in the text as stored, and on pages that an order
covers for those of a disguised name. The second stage runs the
rules on the remaining texts, whatever field each text comes from. `scan` then checks the pages that
are left.
"""

import re
from collections.abc import Container, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.documents.passages import Passage, of_rich_text
from newsroom.gate.name_answers import NAME_RULES, finds
from newsroom.orders.name_scan.stored_documents import texts_of_documents
from newsroom.orders.name_scan.stored_text import CHUNK, rows
from newsroom.rules.facts import Name
from newsroom.rules.names.disguise_reader import TextToRead, disguise_reader
from newsroom.rules.names.folding import fold, readings, without_tags
from newsroom.rules.names.patterns import NamePattern, letters, name_patterns

TYPOGRAPHY = "‘’“”–—…•£\u00a0\n\r\t"
"""Characters that occur in any text and cannot disguise a name: folding removes them."""

_BETWEEN = "\0"
"""Separates the texts of one row when they are searched together."""
_DISGUISED = re.compile(rf"[^ -~{TYPOGRAPHY}{_BETWEEN}]|&|%[0-9A-Fa-f]{{2}}")
_TAG = re.compile(rf"<[^>{_BETWEEN}]*>")
_TAG_ALONE = re.compile(rf"<[^<>{_BETWEEN}]*>")
_NAMED_TAG = re.compile(rf"</?[A-Za-z!][^<>{_BETWEEN}]*>")
_NO_LETTERS = bytes(
    code for code in range(128) if not chr(code).isalpha() and chr(code) != _BETWEEN
)
_FILE_IN_TEXT = re.compile(r"""\bid\s*=\s*["']?(\d+)""", re.IGNORECASE)


def may_name(words: Sequence[str], pages: Any, about: Container[int] = ()) -> set[int]:
    """The ids of those pages whose stored text may contain one of these names.

    `about` contains the ids of the pages covered by the names' orders. In those pages a surname
    alone is enough.
    """
    prefilter = NamePrefilter(words)
    suspect, certain = _files_that(prefilter)
    found: set[int] = set()
    for row in rows(pages):
        if row.page_id in found:
            continue
        is_about = row.page_id in about
        texts = row.texts if prefilter.sees(row.texts, whole=not is_about) else []
        texts = [text for text in texts if prefilter.sees([text], whole=not is_about)]
        files = suspect if is_about else certain
        if (texts and (is_about or prefilter.stands_in(texts))) or (
            files and _uses(files, row.numbers, row.texts)
        ):
            found.add(row.page_id)
    return found


class NamePrefilter:
    """Searches text for the letters that each of the names requires."""

    def __init__(self, words: Sequence[str]) -> None:
        self.names = tuple(Name(one, "", in_scope=False) for one in words)
        self.patterns = {pattern for one in words for pattern in name_patterns(one)}
        self.wanted = {keys for pattern in self.patterns for keys in _letters_of(pattern)}
        self.readers = [disguise_reader(one) for one in words]

    def sees(self, texts: Sequence[str], *, whole: bool = False) -> bool:
        """Whether any of the texts may contain one of the names, by its surname or in disguise.

        With `whole`, a first name or an initial must be possible as well, and nothing in disguise
        counts: so the rules read pages that the order of the name does not cover.
        """
        if not whole and any(self._is_disguised_in(text) for text in texts):
            return True
        together = _BETWEEN.join(texts)
        disguised = _DISGUISED.search(together) or together.count(_BETWEEN) >= max(len(texts), 1)
        shown = map(_squeezed, texts) if disguised else _letters_shown(together)
        there = "|".join(shown)
        if not any(all(key in there for key in keys) for keys in self.wanted):
            return False
        # Initials are searched in the text with its tags: removing tags adds no separate letter.
        return bool(
            not whole
            or disguised
            or any(_may_be_whole(one, there, together) for one in self.patterns)
        )

    def _is_disguised_in(self, text: str) -> bool:
        """Whether a rule may find a disguised name, in the whole text or in a paragraph of it."""
        shown = (
            read
            for one in _shown(text)
            for read in (readings(one) if _DISGUISED.search(one) else {fold(one)})
        )
        return any(
            reader.read(read).sure is not None
            for read in map(TextToRead, shown)
            for reader in self.readers
        )

    def stands_in(self, texts: Sequence[str]) -> bool:
        """Whether a rule finds a whole name, reading the texts as prose and as addresses."""
        shown = (one for text in texts for one in _shown(text))
        passages = tuple(
            Passage("", "", one, prose)
            for one in shown
            if self._may_be_whole_in(one)
            for prose in (True, False)
        )
        return bool(passages) and any(finds(rule, passages, self.names) for rule in NAME_RULES)

    def _may_be_whole_in(self, text: str) -> bool:
        """Whether the text contains a first name or an initial as well as the surname.

        It saves running the slower rules: surnames such as Court occur in most texts.
        """
        read = readings(text) if _DISGUISED.search(text) else {text, without_tags(text)}
        return any(
            _may_be_whole(pattern, letters(one), one) for one in read for pattern in self.patterns
        )


def _may_be_whole(pattern: NamePattern, there: str, reading: str) -> bool:
    """Whether the text may contain more than the surname.

    `there` is the text reduced to its letters, `reading` the text itself.
    """
    if pattern.is_label or not pattern.given:
        return True
    return any(key in there for key in pattern.keys) and (
        any(_without_mac(name) in there for name in pattern.given_halves)
        or pattern.initial_alone.search(reading) is not None
    )


def _letters_of(pattern: NamePattern) -> Iterator[frozenset[str]]:
    """Sets of keys: a text must contain every key of at least one set for a rule to match."""
    if pattern.is_label:
        # A label such as "Child A": its last word alone has too few letters to search for.
        yield frozenset(_without_mac(name) for name in pattern.names)
    else:
        for key in pattern.keys:
            yield frozenset((key,))


def _without_mac(name: str) -> str:
    return letters(name).removeprefix("mac").removeprefix("mc")


def _squeezed(text: str) -> str:
    """All readings of a text, whatever field it comes from, reduced to their letters."""
    if _BETWEEN in text or _DISGUISED.search(text):
        # The readings that the rules use. Plain text has the shorter path below.
        return "|".join(letters(read) for one in _shown(text) for read in readings(one))
    return "|".join(_letters_shown(text))


def _shown(text: str) -> set[str]:
    """The text itself and, if it contains rich-text markup, each of its paragraphs."""
    marked = "<" in text or "&" in text
    return {text, *(one.text for one in of_rich_text(text, "", ""))} if marked else {text}


def _letters_shown(text: str) -> set[str]:
    """The letters of a text that is not disguised, with and without its tags.

    Letters of adjacent paragraphs run together. That can add matches but cannot hide any.
    """
    shown = {text}
    if "<" in text:
        # What counts as a tag differs between the passages and the readings of the rules.
        shown |= {_TAG.sub("", text), _TAG_ALONE.sub("", text), _NAMED_TAG.sub("", text)}
    return {
        one.encode("ascii", "ignore").translate(None, _NO_LETTERS).lower().decode() for one in shown
    }


def _files() -> Iterator[tuple[int, list[str]]]:
    """The id of every image and document with its title and file names; then what is in them."""
    for model in (get_image_model(), get_document_model()):
        called = model._base_manager.values_list("pk", "title", "file")
        for pk, title, path in called.iterator(CHUNK):
            yield pk, [title, path, PurePath(path).name]
    yield from texts_of_documents()


def _files_that(prefilter: NamePrefilter) -> tuple[set[int], set[int]]:
    """The ids of files with a surname in what they are called or say, and with a whole name.

    Files are reported with the pages that use them.
    """
    suspect, certain = set(), set()
    for pk, called in _files():
        if prefilter.sees(called):
            suspect.add(pk)
            if prefilter.stands_in(called):
                certain.add(pk)
    return suspect, certain


def _uses(files: set[int], numbers: set[int], texts: Sequence[str]) -> bool:
    """Whether the row refers to any of these files, by a number in it or in its rich text.

    Wagtail's reference index is not used, because it may be out of date.
    """
    named = (int(pk) for text in texts for pk in _FILE_IN_TEXT.findall(text))
    return not files.isdisjoint(numbers) or not files.isdisjoint(named)
