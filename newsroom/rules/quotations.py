"""Finds quotations in a text, and quotation marks without a counterpart. Pure.

A quotation of several paragraphs opens in each of them and closes in the last, as is usual in
English. Only double quotation marks count, because a single one is also an apostrophe.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

OPENING, CLOSING, STRAIGHT = "“„«", "”»", '"＂'
_SINGLE_OPENING, _SINGLE_CLOSING = ("‘", "'"), ("’", "'")
_MARK = re.compile(f"[{OPENING}{CLOSING}{STRAIGHT}]")
_PARAGRAPH = re.compile(r"\n\s*\n")
_OPENS_BEFORE = re.compile(r"[\s(\[‘'–—/-]")
_BEGINS_LINE = re.compile(rf"^[^\S\n]*([{OPENING}{STRAIGHT}])", re.MULTILINE)


@dataclass(frozen=True)
class Quotations:
    """The quotations of one paragraph."""

    spans: tuple[tuple[int, int], ...]
    """Start and end offsets of quotations, in order. An unclosed one ends with the paragraph."""
    is_open: bool
    """Whether a quotation begins here and does not end."""
    only_ends: bool
    """Whether a quotation ends here that did not begin."""
    begins_with: bool
    """Whether the paragraph begins with an opening mark."""

    def holds(self, position: int) -> bool:
        """Whether this offset is within a quotation."""
        before = bisect_right(self.spans, position, key=itemgetter(0))
        return bool(before) and position < self.spans[before - 1][1]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, separated by empty lines."""
    return [part for part in _PARAGRAPH.split(text) if part.strip()]


def quotations(paragraph: str) -> Quotations:
    """The quotations of a paragraph."""
    found = _quotations(paragraph, figures_close=True)
    if found.is_open or found.only_ends:
        # A straight mark after a digit may mean inches: a 12" knife.
        measured = _quotations(paragraph, figures_close=False)
        if not (measured.is_open or measured.only_ends):
            return measured
    return found


def _quotations(paragraph: str, figures_close: bool) -> Quotations:
    open_at: list[int] = []
    spans = []
    only_ends = False
    line_begins = {match.start(1) for match in _BEGINS_LINE.finditer(paragraph)}
    for match in _MARK.finditer(paragraph):
        position = match.start()
        is_measure = match[0] in STRAIGHT and paragraph[max(0, position - 1) : position].isdigit()
        if _opens(paragraph, match, bool(open_at)):
            # A line within a quotation may repeat the opening mark, as a paragraph does.
            if not (open_at and position in line_begins):
                open_at.append(position)
        elif is_measure and not (figures_close and open_at):
            continue
        elif open_at:
            start = open_at.pop()
            if not open_at:
                spans.append((start, position))
        else:
            only_ends = True
    spans += [(start, len(paragraph)) for start in open_at[:1]]
    begins_with = bool(line_begins) and not paragraph[: min(line_begins)].strip()
    return Quotations(tuple(spans), bool(open_at), only_ends, begins_with)


def is_enclosed(paragraph: str) -> bool:
    """Whether one quotation encloses the paragraph, or begins it and goes on in the next."""
    text = paragraph.strip()
    if text[:1] in _SINGLE_OPENING and text[-1:] in _SINGLE_CLOSING:
        return len(text) > 1 and not any(mark in text[1:-1] for mark in "‘“”")
    if text[:1] not in tuple(OPENING + STRAIGHT):
        return False
    spans = quotations(text).spans
    last = len(text.rstrip(".,;")) - 1
    return len(spans) == 1 and spans[0][0] == 0 and spans[0][1] >= last


def unclosed(paragraphs_in_order: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Indexes of paragraphs of one text with a mark that has no counterpart.

    The second value is True for a quotation that does not close, and False for one that does not
    open.
    """
    found = [quotations(paragraph) for paragraph in paragraphs_in_order]
    carried = False
    for number, here in enumerate(found):
        goes_on = number + 1 < len(found) and found[number + 1].begins_with
        if here.is_open and not goes_on:
            yield number, True
        elif here.only_ends and not carried:
            yield number, False
        carried = here.is_open


def _opens(paragraph: str, match: re.Match[str], is_open: bool) -> bool:
    if match[0] not in STRAIGHT:
        return match[0] in OPENING
    before = paragraph[max(0, match.start() - 1) : match.start()]
    after = paragraph[match.end() : match.end() + 1]
    if not before or _OPENS_BEFORE.match(before):
        return bool(after.strip())
    return not is_open and after.isalpha() and not before.isdigit()
