"""Splits the text of a version into parts that can be compared. Pure functions."""

from collections.abc import Iterator, Sequence

from newsroom.documents import blocks as data
from newsroom.documents.document import Place
from newsroom.documents.words import said
from newsroom.readers.versions.comparison import Clause

OPENING = "opening"
"""The anchor of the text before the first clause or heading."""


def sections(body: Sequence[data.Block], placed: Sequence[Place]) -> tuple[Clause, ...]:
    """Split a body into parts: clauses, lists, and the text under each heading.

    `placed` gives the anchors of the blocks. Text before the first heading, or between a clause and
    the next heading, forms a part without a heading.
    """
    found: list[Clause] = []
    opened: list[str] = []
    head: tuple[str, str] | None = None
    at = {place.block: place for place in placed}

    def close() -> Iterator[Clause]:
        if head or opened:
            anchor, heading = head or ("" if found else OPENING, "")
            yield Clause(anchor, heading, tuple(opened))
        opened.clear()

    for number, block in enumerate(body):
        place = at.get(number)
        if place is None:
            opened += said([block])
            continue
        found += close()
        heading, words = heading_of(block), list(said([block]))
        words = words[1:] if heading else words
        head = (place.anchor, heading) if isinstance(block, data.Heading) else None
        if head is None:
            listed = isinstance(block, data.Material)
            found.append(Clause(place.anchor, heading, tuple(words), place.number, listed))
    return (*found, *close())


def heading_of(block: data.Block) -> str:
    """The heading of a block; empty if it has none."""
    match block:
        case data.Heading():
            return " ".join(block.text.split())
        case data.Clause() | data.Material():
            return " ".join(block.heading.split())
    return ""
