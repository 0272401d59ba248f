"""All words of a document that a reader can meet, and where each stands: what the rules read."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsroom.documents.document import Document
from newsroom.documents.file_uses import files
from newsroom.documents.markup import addresses, paragraphs
from newsroom.documents.texts import Form, Text, texts


@dataclass(frozen=True)
class Passage:
    """Words that a reader can meet: a field, a paragraph, an address, the name of a file."""

    field: str
    """The form's field that holds them, for a link to it: "title", "body"."""
    place: str
    """Where they stand in plain words: "Headline", "Text, paragraph 3", "Address"."""
    text: str
    prose: bool = True
    """False for what is no sentence, such as an address or the name of a file."""
    quoted: bool = False
    """Whether all of it is somebody's words, around which quotation marks are drawn, not typed."""
    block: int | None = None
    """The number of the block of the body that holds them, counted from 1."""


def passages(document: Document) -> tuple[Passage, ...]:
    """The words of the fields, blocks and rows, then of updates, then the names of files."""
    own = (passage for text in texts(document) for passage in _of_text(text))
    return (*own, *_of_updates(document), *_of_files(document))


def of_rich_text(
    markup: str, field: str, place: str, quoted: bool = False, block: int | None = None
) -> Iterator[Passage]:
    """The words and the addresses in a text with the editor's markup, paragraph by paragraph."""
    for address in addresses(markup):
        yield Passage(field, f"{place}, address of a link", address, False, quoted, block)
    words = paragraphs(markup)
    for number, part in enumerate(words, 1):
        where = f"{place}, paragraph {number}" if len(words) > 1 else place
        yield Passage(field, where, part, True, quoted, block)


def _of_text(text: Text) -> Iterator[Passage]:
    if text.form == Form.HTML:
        yield from of_rich_text(text.text, text.field, text.place, text.quoted, text.block)
    else:
        prose = text.form == Form.PROSE
        yield Passage(text.field, text.place, text.text, prose, text.quoted, text.block)


def _of_updates(document: Document) -> Iterator[Passage]:
    for update in document.updates:
        yield Passage("", f"Update of {update.at:%-d %B %Y}", update.note)


def _of_files(document: Document) -> Iterator[Passage]:
    first: dict[tuple[str, int], str] = {}
    for use in files(document):
        first.setdefault((use.kind, use.file), use.field)
    for kind, table in (("picture", document.pictures), ("document", document.documents)):
        for file in table:
            field = first.get((kind, file.id), "")
            yield Passage(field, f"File name of a {kind}", file.filename, prose=False)
            # A document is offered under its title; a picture's stands in for a missing one.
            yield Passage(field, f"Title of a {kind}", file.title, prose=False)
