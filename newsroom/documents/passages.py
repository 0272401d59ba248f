"""All text of a document that a reader can see, with its place: the input of the rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsroom.documents.document import Document, Update
from newsroom.documents.file_uses import files
from newsroom.documents.markup import addresses, paragraphs
from newsroom.documents.texts import Form, Text, texts


@dataclass(frozen=True)
class Passage:
    """A text that a reader can see: a field, a paragraph, an address or a file name."""

    field: str
    """The form field that contains it, for a link to the field: "title", "body"."""
    place: str
    """The label of the place: "Headline", "Text, paragraph 3", "Address"."""
    text: str
    prose: bool = True
    """False if it is not a sentence, such as an address or a file name."""
    quoted: bool = False
    """Whether all of it is quoted."""
    block: int | None = None
    """The number of the block in the body that contains it, from 1."""
    gets_marks: bool = False
    """Whether the template adds quotation marks around it."""
    is_address: bool = False
    """Whether all of it is an address that a link leads to."""


def passages(document: Document) -> tuple[Passage, ...]:
    """The texts of fields, blocks and rows, of corrections and updates, of records and files."""
    own = (passage for text in texts(document) for passage in _of_text(text))
    told = (*_of_corrections(document), *_of_updates(document))
    return (*own, *told, *_of_speaker(document), *_of_files(document))


def of_rich_text(
    markup: str, field: str, place: str, quoted: bool = False, block: int | None = None
) -> Iterator[Passage]:
    """The addresses in a rich text, then its paragraphs."""
    for address in addresses(markup):
        where = f"{place}, address of a link"
        yield Passage(field, where, address, False, quoted, block, is_address=True)
    words = paragraphs(markup)
    for number, part in enumerate(words, 1):
        where = f"{place}, paragraph {number}" if len(words) > 1 else place
        yield Passage(field, where, part, True, quoted, block)


def _of_text(text: Text) -> Iterator[Passage]:
    if text.form == Form.HTML:
        yield from of_rich_text(text.text, text.field, text.place, text.quoted, text.block)
    else:
        prose = text.form == Form.PROSE
        where = (text.field, text.place)
        is_address = text.form == Form.ADDRESS
        marks = text.gets_marks
        yield Passage(*where, text.text, prose, text.quoted, text.block, marks, is_address)


def _of_corrections(document: Document) -> Iterator[Passage]:
    for one in document.corrections:
        if one.at is None:
            yield Passage("change_note", "Correction", one.note)
        else:
            yield Passage("", f"Correction of {one.at:%-d %B %Y}", one.note)


def _of_updates(document: Document) -> Iterator[Passage]:
    yield from map(note_passage, document.updates)


def note_passage(update: Update) -> Passage:
    """The note of an update."""
    return Passage("", f"Update of {update.at:%-d %B %Y}", update.note)


def _of_speaker(document: Document) -> Iterator[Passage]:
    """The name and role from the record of the speaker, unless they were entered for the speech."""
    speech = document.speech
    if speech is None or speech.speaker is None:
        return
    for place, text, entered in (
        ("Speaker, name of that day", speech.speaker.name, speech.titled_name),
        ("Speaker, role of that day", speech.speaker.role, speech.titled_role),
    ):
        if text and text != entered:
            yield Passage("speaker", place, text)


def _of_files(document: Document) -> Iterator[Passage]:
    if not (document.pictures or document.documents):
        return
    first: dict[tuple[str, int], str] = {}
    for use in files(document):
        first.setdefault((use.kind, use.file), use.field)
    for kind, table in (("picture", document.pictures), ("document", document.documents)):
        for file in table:
            field = first.get((kind, file.id), "")
            yield Passage(field, f"File name of a {kind}", file.filename, prose=False)
            # Readers see a document's title. An image's title is its alternative text if it has no
            # other.
            yield Passage(field, f"Title of a {kind}", file.title, prose=False)
