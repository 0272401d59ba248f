"""Anchors, clause numbers and table of contents for a text with clauses.

The blocks are read in their stored form, in which each has an id.

An anchor belongs to a block. It is made from the heading once and stored under the block's id, so
that it survives a new heading or an insertion before it. A number depends on the position, so
inserting a clause renumbers those after it. The address `#clause-3` stays with the clause that was
first published as number 3.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import slugify

from newsroom.documents.document import Place
from newsroom.documents.words import cut_at_sentence, said
from newsroom.pages.block_data import block_of
from newsroom.readers.versions.sections import OPENING, heading_of

MATERIAL = ("released", "consultation", "withheld")
ANCHORED = ("heading", "clause", *MATERIAL)
LONGEST_ANCHOR = 60
LONGEST_ENTRY = 80
RESERVED = {
    OPENING,
    "main",
    "day",
    "from",
    "to",
    "versions",
    "contents",
    "error-summary",
    "accounts",
}
"""Ids that the templates around a text use."""

type Block = Mapping[str, Any]


def anchors(blocks: Sequence[Block], kept: Mapping[str, str]) -> dict[str, str]:
    """The anchor of each block by block id; stored anchors do not change.

    The anchor of a removed block is freed for a new block with the same heading.
    """
    here = {block["id"] for block in blocks}
    found = dict(kept)
    taken = {*RESERVED, *(anchor for block_id, anchor in kept.items() if block_id in here)}
    for block in blocks:
        if block["type"] in ANCHORED and block["id"] not in found:
            found[block["id"]] = _free(_wanted(block), taken)
            taken.add(found[block["id"]])
    return {
        block_id: anchor
        for block_id, anchor in found.items()
        if block_id in here or anchor not in taken
    }


def numbers(blocks: Iterable[Block], kept: Mapping[str, str]) -> dict[str, str]:
    """The block id for each clause number: the first block that was published with that number."""
    found = dict(kept)
    clauses = (block["id"] for block in blocks if block["type"] == "clause")
    for number, block_id in enumerate(clauses, start=1):
        found.setdefault(str(number), block_id)
    return found


def places(
    blocks: Sequence[Block], kept_anchors: Mapping[str, str], kept_numbers: Mapping[str, str]
) -> dict[str, Place]:
    """The position, anchor and number of each linkable block, by block id in text order."""
    anchor_of, number_at = anchors(blocks, kept_anchors), numbers(blocks, kept_numbers)
    known: dict[str, list[int]] = {}
    for number, block_id in number_at.items():
        known.setdefault(block_id, []).append(int(number))
    found, count = {}, 0
    for place, block in enumerate(blocks):
        if block["type"] not in ANCHORED:
            continue
        count += block["type"] == "clause"
        found[block["id"]] = Place(
            block=place,
            anchor=anchor_of[block["id"]],
            number=count if block["type"] == "clause" else 0,
            numbers=tuple(sorted(known.get(block["id"], ()))),
            heading=_heading(block) or _first_words(block),
        )
    return found


def _heading(block: Block) -> str:
    return heading_of(block_of(block))


def _first_words(block: Block) -> str:
    return cut_at_sentence(next(said([block_of(block)]), ""), LONGEST_ENTRY)


def _wanted(block: Block) -> str:
    slug = slugify(_heading(block).replace("’", ""))[:LONGEST_ANCHOR].strip("-")
    # An anchor of this form would be mistaken for a clause number.
    is_number = slug.removeprefix("clause-").isdecimal()
    return slug if slug and not is_number else f"part-{block['id'][:8]}"


def _free(wanted: str, taken: set[str]) -> str:
    anchor, number = wanted, 1
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    return anchor
