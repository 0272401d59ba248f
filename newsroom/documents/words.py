"""Extracts plain text from a document, for teasers, search and word counts."""

import html
import re
from collections.abc import Iterable, Iterator

from newsroom.documents.blocks import (
    Block,
    Clause,
    Download,
    Heading,
    Material,
    Paragraph,
    Picture,
    PointList,
    Quote,
    Statistic,
    Table,
)
from newsroom.documents.document import Document

TEASER_LENGTH = 220
"""The maximum length of an automatic teaser in characters; an editor's may be longer."""

_PARAGRAPH_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s|$)")
# A full stop after one of these abbreviations does not end a sentence.
_ABBREVIATION = re.compile(r"(?:^|[\s(“‘\"'])(?:Mr|Mrs|Ms|Dr|St|No|Sgt|Insp|Prof|Rev|v|[A-Z])\.$")
_GREETING = re.compile(
    r"(?:good (?:morning|afternoon|evening)|hello|ladies and gentlemen|dear|welcome"
    r"|thank you\b(?! to))",
    re.IGNORECASE,
)


def words(document: Document) -> str:
    """The plain text of a document, with an empty line between paragraphs."""
    return plain_text(document.body)


def searched_text(document: Document) -> str:
    """All prose of an item in the order in which readers get it, an empty line between paragraphs.

    Besides the body these are corrections, updates, notes to editors and the picture's caption.
    """
    lead = document.lead_picture
    parts = [
        *(correction.note for correction in document.corrections),
        *(update.note for update in document.updates),
        *([lead.caption] if lead else []),
        *said(document.body),
        *_from_html(document.notes_to_editors),
    ]
    return "\n\n".join(filter(None, (" ".join(part.split()) for part in parts)))


def searched_facts(document: Document) -> Iterator[str]:
    """Texts beside the prose of an item by which a search finds it: court, speaker, event."""
    yield document.court
    if speech := document.speech:
        yield from (speech.event, speech.place, speech.titled_name, speech.titled_role)
        if speech.speaker:
            yield from (speech.speaker.name, speech.speaker.role)


def plain_text(blocks: Iterable[Block]) -> str:
    """The plain text of a body, with an empty line between paragraphs."""
    return "\n\n".join(said(blocks))


def said(blocks: Iterable[Block]) -> Iterator[str]:
    """The plain text of blocks, paragraph by paragraph."""
    for block in blocks:
        for passage in _words_of(block):
            passage = " ".join(passage.split())
            if passage:
                yield passage


def teaser_from(blocks: Iterable[Block]) -> str:
    """The first sentences of the first paragraph that has more than a greeting."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for passage in _from_html(block.html):
                teaser = cut_at_sentence(_without_greeting(passage))
                if teaser:
                    return teaser
    return ""


def cut_at_sentence(text: str, limit: int = TEASER_LENGTH) -> str:
    """As many whole sentences as fit; if the first does not, whole words and an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    ends = [end for end in _sentence_ends(text) if end <= limit]
    if ends:
        return _with_closed_quotes(text[: ends[-1]])
    # Leave room for the ellipsis and for a closing quotation mark.
    words = text[: limit - 1].rpartition(" ")[0] or text[: limit - 2]
    return _with_closed_quotes(words.rstrip(" ,;:–-") + "…")


def _words_of(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _from_html(block.html)
        case Heading():
            yield block.text
        case Quote():
            yield from block.paragraphs
            yield ", ".join(filter(None, (block.speaker, block.role)))
        case PointList():
            for item in block.items:
                yield from _from_html(item)
        case Table():
            yield block.caption
            yield " ".join(block.header)
            for row in block.rows:
                yield " ".join(row)
        case Picture():
            yield block.caption
        case Download():
            yield block.description
        case Statistic():
            yield " ".join(filter(None, (block.figure, block.description)))
        case Clause():
            yield block.heading
            yield from _from_html(block.html)
        case Material():
            yield block.heading
            yield from block.entries


def _from_html(markup: str) -> Iterator[str]:
    for part in _PARAGRAPH_END.split(markup):
        passage = html.unescape(_TAG.sub("", part)).strip()
        if passage:
            yield passage


def _sentence_ends(text: str) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[: match.start() + 1]):
            yield match.end()


def _without_greeting(passage: str) -> str:
    """Remove greetings such as "Good afternoon, everyone." from the start of a speech."""
    while _GREETING.match(passage):
        end = next(_sentence_ends(passage), None)
        if end is None:
            return "" if len(passage) < 80 else passage
        passage = passage[end:].lstrip()
    return passage


def _with_closed_quotes(text: str) -> str:
    if text.count("“") > text.count("”"):
        return text + "”"
    if text.count('"') % 2:
        return text + '"'
    return text
