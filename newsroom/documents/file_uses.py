"""Which images and documents a document uses, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from newsroom.documents.blocks import Download, Picture
from newsroom.documents.document import Document
from newsroom.documents.markup import embedded_pictures, linked_documents
from newsroom.documents.texts import Form, Text, block_place, texts


@dataclass(frozen=True)
class FileUse:
    """One use of a file in one place."""

    kind: Literal["picture", "document"]
    file: int
    """The id of the image or document."""
    field: str
    """The form field that refers to it."""
    place: str
    use: str
    """For images: a key of `renditions.FILTERS`. For documents: "link" or "offer"."""
    alt: str = ""
    decorative: bool = False
    """Whether the image needs no alternative text here."""
    block: int | None = None
    """The number of the block in the body that refers to it, from 1."""


def files(document: Document) -> Iterator[FileUse]:
    """Every use of a file, whether or not the file exists."""
    rich = [text for text in texts(document) if text.form == Form.HTML]
    yield from _pictures(document, rich)
    yield from _documents(document, rich)


def shown_pictures(document: Document) -> list[FileUse]:
    """Uses of images with alternative text, then one use of each image that has none anywhere."""
    uses = [use for use in files(document) if use.kind == "picture"]
    with_words = [use for use in uses if not use.decorative]
    described = {use.file for use in with_words}
    alone = {use.file: use for use in reversed(uses) if use.file not in described}
    return [*with_words, *reversed(alone.values())]


def _pictures(document: Document, rich: list[Text]) -> Iterator[FileUse]:
    if document.social_image:
        place = "picture for social media"
        yield _picture(document.social_image, "social_image", place, "social")
    lead = document.lead_picture
    if lead and lead.image:
        yield FileUse("picture", lead.image, "image", "Picture", "lead", lead.alt)
    for number, block in enumerate(document.body, 1):
        if isinstance(block, Picture) and block.image:
            place = block_place(number, block)
            yield FileUse("picture", block.image, "body", place, "body", block.alt, block=number)
    for text in rich:
        for image in embedded_pictures(text.text):
            yield _picture(image, text.field, text.place, "body", text.block)
    for material in document.case_record.materials if document.case_record else ():
        if material.image:
            yield _picture(material.image, "materials", "materials", "material")


def _picture(image: int, field: str, place: str, use: str, block: int | None = None) -> FileUse:
    return FileUse("picture", image, field, place, use, decorative=True, block=block)


def _documents(document: Document, rich: list[Text]) -> Iterator[FileUse]:
    if document.version and document.version.document:
        yield _offer(document.version.document, "document", "Document")
    for number, block in enumerate(document.body, 1):
        if isinstance(block, Download) and block.document:
            yield _offer(block.document, "body", block_place(number, block))
    for text in rich:
        for linked in linked_documents(text.text):
            yield FileUse("document", linked, text.field, text.place, "link")
    for number, offered in enumerate(document.speech.documents if document.speech else (), 1):
        if offered.document:
            yield _offer(offered.document, "documents", f"Document of a speech {number}")
    for number, row in enumerate(document.case_record.materials if document.case_record else (), 1):
        if row.document:
            yield _offer(row.document, "materials", f"Material of a case {number}")


def _offer(file: int, field: str, place: str) -> FileUse:
    return FileUse("document", file, field, place, "offer")
