"""The text of a version in parts that can be compared. Pure."""

from collections.abc import Iterator, Sequence

from newsroom.documents import blocks as data
from newsroom.documents.document import Place
from newsroom.documents.words import said
from newsroom.readers.versions.comparison import Clause

OPENING = "opening"
"""What a text says ahead of its first clause or heading."""


def sections(body: Sequence[data.Block], placed: Sequence[Place]) -> tuple[Clause, ...]:
    """The text of a document in parts that can be compared, given where its blocks stand.

    Clauses, lists, and what stands under a heading. What stands before the first heading, or
    between a clause and the next, has no heading.
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
    """The heading of a block, if it has one."""
    match block:
        case data.Heading():
            return " ".join(block.text.split())
        case data.Clause() | data.Material():
            return " ".join(block.heading.split())
    return ""
