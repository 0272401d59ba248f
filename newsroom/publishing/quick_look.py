"""A quick look through all public words: which pages may hold a protected name at all.

What the rules would find is never missed, because this asks for less. First that the letters of a
surname stand in the words as they are stored; then, of the texts that are left, that a rule finds a
name there, whatever field each text is from. What a page is in the end, is not asked here.
"""

import re
from collections.abc import Container, Iterator, Sequence
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.editorial.facts import Name, Passage
from newsroom.editorial.folding import readings, without_tags
from newsroom.editorial.people import Person, letters, people
from newsroom.pages.name_answers import NAME_RULES, finds
from newsroom.pages.passages import of_rich_text
from newsroom.publishing.raw_words import CHUNK, rows

TYPOGRAPHY = "‘’“”–—…•£\u00a0\n\r\t"
"""What stands in any text and disguises nothing: no letter is left of it when it is folded."""

_DISGUISED = re.compile(rf"[^ -~{TYPOGRAPHY}]|&|%[0-9A-Fa-f]{{2}}")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_FILE_IN_TEXT = re.compile(r"""\bid\s*=\s*["']?(\d+)""", re.IGNORECASE)


def may_name(words: Sequence[str], pages: Any, about: Container[int] = ()) -> set[int]:
    """The numbers of those of the pages in whose words one of these names may stand.

    `about` are the pages that the names' orders are about: there a surname is enough.
    """
    look = Look(words)
    names = tuple(Name(one, "", in_scope=False) for one in words)
    files = set(_files_that(look))
    found: set[int] = set()
    for row in rows(pages):
        if row.page_id in found:
            continue
        texts = [text for text in row.texts if look.sees([text])] if look.sees(row.texts) else []
        if (texts and (row.page_id in about or _stands_in(texts, names))) or (
            files and _uses(files, row.numbers, row.texts)
        ):
            found.add(row.page_id)
    return found


def _stands_in(texts: Sequence[str], names: tuple[Name, ...]) -> bool:
    """Whether a rule finds a name, be these texts sentences or addresses."""
    shown = [one for text in texts for one in _shown(text)]
    passages = tuple(Passage("", "", one, prose) for one in shown for prose in (True, False))
    return any(finds(rule, passages, names) for rule in NAME_RULES)


class Look:
    """Searches for the letters without which no name stands in a text."""

    def __init__(self, words: Sequence[str]) -> None:
        persons = {person for one in words for person in people(one)}
        self.wanted = {keys for person in persons for keys in _letters_of(person)}

    def sees(self, texts: Sequence[str]) -> bool:
        """Whether any of the names may stand in any of the texts."""
        there = "|".join(map(_squeezed, texts))
        return any(all(key in there for key in keys) for keys in self.wanted)


def _letters_of(person: Person) -> Iterator[frozenset[str]]:
    """Sets of letters, of which one must be in a text, whole, for the rules to find the name."""
    if person.is_label:
        # "Child A": of its last word alone there is hardly a letter.
        yield frozenset(
            letters(name).removeprefix("mac").removeprefix("mc") for name in person.names
        )
    else:
        for key in person.keys:
            yield frozenset((key,))


def _squeezed(text: str) -> str:
    """The letters alone of all that this text may show to a reader, whatever field it is from."""
    return "|".join(letter for one in _shown(text) for letter in _letters_shown(one))


def _shown(text: str) -> set[str]:
    """The text, and the paragraphs in it if it is one with the editor's markup."""
    marked = "<" in text or "&" in text
    return {text, *(one.text for one in of_rich_text(text, "", ""))} if marked else {text}


def _letters_shown(text: str) -> Iterator[str]:
    if _DISGUISED.search(text):
        # As the rules themselves read it; for most texts there is a shorter way to the same.
        yield from map(letters, readings(text))
        return
    for one in {text, without_tags(text)}:
        yield one.encode("ascii", "ignore").translate(None, _NO_LETTERS).lower().decode()


def _files_that(look: Look) -> Iterator[int]:
    """Pictures and documents whose own names are suspect: they are read with the page."""
    for model in (get_image_model(), get_document_model()):
        for pk, *called in model._base_manager.values_list("pk", "title", "file").iterator(CHUNK):
            if look.sees(called):
                yield pk


def _uses(files: set[int], numbers: set[int], texts: Sequence[str]) -> bool:
    """Whether any of these may be the number of such a file.

    Not asked of the index of references, which may lag behind the words.
    """
    named = (int(pk) for text in texts for pk in _FILE_IN_TEXT.findall(text))
    return not files.isdisjoint(numbers) or not files.isdisjoint(named)
