"""The values in blocks and records that are not words: files, ids, dates and choices."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from newsroom.documents.blocks import (
    Block,
    Clause,
    Download,
    FurtherReading,
    Paragraph,
    Picture,
    PointList,
)
from newsroom.documents.comparison.notes import Facts, ShownFile
from newsroom.documents.document import Document
from newsroom.documents.markup import embedded_pictures, linked_documents

FILE_FIELDS = {"image": "picture", "social_image": "picture", "document": "document"}
"""Fields that refer to a file, with the kind of it."""


def shown_file(document: Document, kind: Any, file: int) -> ShownFile:
    """The file with this id, with its details in this document."""
    found = document.picture_file(file) if kind == "picture" else document.document_file(file)
    return ShownFile(kind, file, found)


def facts_of_blocks(document: Document, blocks: tuple[Block, ...]) -> Facts:
    """The files that blocks show, offer or link to, and the texts that belong to pictures."""
    return tuple(fact for block in blocks for fact in _of_block(document, block))


def facts_of_markup(document: Document, markup: str) -> Iterator[tuple[str, Any]]:
    """The files that HTML links to or embeds."""
    for file in linked_documents(markup):
        yield "linked document", shown_file(document, "document", file)
    for file in embedded_pictures(markup):
        yield "picture", shown_file(document, "picture", file)


def facts_of_record(document: Document, record: Any, choices: frozenset[str]) -> Facts:
    """The values of a dataclass that are not prose; `choices` names its texts that are not."""
    found = []
    for each in fields(record):
        value = getattr(record, each.name)
        if value in (None, "", ()) or (isinstance(value, str) and each.name not in choices):
            continue
        if kind := FILE_FIELDS.get(each.name):
            value = shown_file(document, kind, value)
        found.append((each.name, value))
    return tuple(found)


def _of_block(document: Document, block: Block) -> Iterator[tuple[str, Any]]:
    match block:
        case Picture():
            if block.image:
                yield "picture", shown_file(document, "picture", block.image)
            for name in ("alt", "credit"):
                if text := getattr(block, name):
                    yield name, text
        case Download():
            if block.document:
                yield "document", shown_file(document, "document", block.document)
        case Paragraph() | Clause():
            yield from facts_of_markup(document, block.html)
        case PointList():
            for item in block.items:
                yield from facts_of_markup(document, item)
        case FurtherReading():
            # The links of it are marks of its words.
            return
