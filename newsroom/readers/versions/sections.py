"""Splits the text of a version into parts that can be compared. Pure functions."""

from collections.abc import Iterator, Sequence

from newsroom.documents import blocks as data
from newsroom.documents.comparison.facts import facts_of_blocks
from newsroom.documents.comparison.parts import Part
from newsroom.documents.document import Document, Place
from newsroom.documents.words import said

OPENING = "opening"
"""The anchor of the text before the first clause or heading."""


def sections(document: Document, placed: Sequence[Place]) -> tuple[Part, ...]:
    """Split the body of a document into parts: clauses, lists, and the text under each heading.

    `placed` gives the anchors of the blocks. Text before the first heading, or between a clause and
    the next heading, forms a part without a heading.
    """
    found: list[Part] = []
    opened: list[data.Block] = []
    anchor = heading = ""
    at = {place.block: place for place in placed}

    def close() -> Iterator[Part]:
        if opened:
            yield _part(document, anchor or ("" if found else OPENING), heading, opened)

    for number, block in enumerate(document.body):
        place = at.get(number)
        if place is None:
            opened.append(block)
            continue
        found += close()
        anchor, heading, opened = "", "", []
        if isinstance(block, data.Heading):
            anchor, heading, opened = place.anchor, heading_of(block), [block]
        else:
            found.append(_part(document, place.anchor, heading_of(block), [block], place.number))
    return (*found, *close())


def _part(
    document: Document, anchor: str, heading: str, blocks: Sequence[data.Block], number: int = 0
) -> Part:
    words = tuple(said(blocks))
    return Part(
        anchor,
        heading,
        # A heading is the first of the words of its block.
        words[1:] if heading else words,
        number,
        isinstance(blocks[0], data.Material),
        blocks=tuple(blocks),
        facts=facts_of_blocks(document, tuple(blocks)),
    )


def heading_of(block: data.Block) -> str:
    """The heading of a block; empty if it has none."""
    match block:
        case data.Heading():
            return " ".join(block.text.split())
        case data.Clause() | data.Material():
            return " ".join(block.heading.split())
    return ""
