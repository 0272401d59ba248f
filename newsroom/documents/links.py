"""The links in a document: to pages by id, or to addresses that editors entered."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsroom.documents.blocks import FurtherReading
from newsroom.documents.document import Document
from newsroom.documents.markup import addresses, linked_pages
from newsroom.documents.texts import PLACES, Form, texts


@dataclass(frozen=True)
class Link:
    """One link; either `page` or `address` is set."""

    field: str
    """The form field that contains it."""
    place: str
    """The label of the field."""
    page: int | None = None
    address: str = ""


def links(document: Document) -> Iterator[Link]:
    """Every link. The document's topics and its case do not count as links."""
    for text in texts(document):
        if text.form == Form.ADDRESS:
            yield _to_address(text.field, text.text)
        elif text.form == Form.HTML:
            for page in linked_pages(text.text):
                yield _to_page(text.field, page)
            for address in addresses(text.text):
                yield _to_address(text.field, address)
    for block in document.body:
        if isinstance(block, FurtherReading):
            for link in block.links:
                if link.page:
                    yield _to_page("body", link.page)
    for page in document.related:
        yield _to_page("related_links", page)
    for page in document.front_page.featured if document.front_page else ():
        yield _to_page("featured_items", page)


def _to_page(field: str, page: int) -> Link:
    return Link(field, _place(field), page=page)


def _to_address(field: str, address: str) -> Link:
    return Link(field, _place(field), address=address)


def _place(field: str) -> str:
    return PLACES.get(field, field.replace("_", " ").capitalize())
