"""Plain words out of a body of blocks: for teasers and for the archive's word search.

Works on the stored form of the blocks, which is there without a query: the images and documents
in a body are never fetched for it.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

TEASER_LENGTH = 220
"""A teaser cut from the body is at most this long; a hand-written one may be longer."""

_PARAGRAPH_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s|$)")
# A full stop after one of these does not end a sentence.
_ABBREVIATION = re.compile(r"(?:^|[\s(“‘\"'])(?:Mr|Mrs|Ms|Dr|St|No|Sgt|Insp|Prof|Rev|v|[A-Z])\.$")
_GREETING = re.compile(
    r"(?:good (?:morning|afternoon|evening)|hello|ladies and gentlemen|dear|welcome"
    r"|thank you\b(?! to))",
    re.IGNORECASE,
)


def plain_text(stream_value: Any) -> str:
    """All words of a body, its paragraphs kept apart by an empty line."""
    return "\n\n".join(passages(stream_value.raw_data))


def teaser_from(stream_value: Any) -> str:
    """The first sentences of the body's first paragraph that says something."""
    for block in stream_value.raw_data:
        if block["type"] == "paragraph":
            for passage in _from_html(block["value"]):
                teaser = cut_at_sentence(_without_greeting(passage))
                if teaser:
                    return teaser
    return ""


def cut_at_sentence(text: str, limit: int = TEASER_LENGTH) -> str:
    """As many whole sentences as fit; if not even one does, whole words and an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    ends = [end for end in _sentence_ends(text) if end <= limit]
    if ends:
        return _with_closed_quotes(text[: ends[-1]])
    # Room for the ellipsis and for a quotation mark that the cut may have to close.
    words = text[: limit - 1].rpartition(" ")[0] or text[: limit - 2]
    return _with_closed_quotes(words.rstrip(" ,;:–-") + "…")


def passages(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What blocks in their stored form say, paragraph by paragraph."""
    for block in blocks:
        for passage in _words_of(block["type"], block["value"]):
            passage = " ".join(passage.split())
            if passage:
                yield passage


def _words_of(kind: str, value: Any) -> Iterator[str]:
    match kind:
        case "paragraph":
            yield from _from_html(value)
        case "heading":
            yield value["text"]
        case "quote":
            yield from _listed(value["paragraphs"])
            yield ", ".join(filter(None, (value.get("speaker"), value.get("role"))))
        case "list":
            for entry in _listed(value["items"]):
                yield from _from_html(entry)
        case "table":
            yield value.get("caption") or ""
            yield " ".join(_listed(value.get("header")))
            for row in _listed(value.get("rows")):
                yield " ".join(_listed(row))
        case "image":
            yield value.get("caption") or ""
        case "document":
            yield value.get("description") or ""
        case "statistic":
            yield " ".join(filter(None, (value.get("figure"), value.get("description"))))
        case "clause":
            yield value.get("heading") or ""
            yield from _from_html(value.get("text"))
        case "released" | "consultation" | "withheld":
            yield value.get("heading") or ""
            yield from _listed(value.get("entries"))


def _listed(entries: Any) -> list[Any]:
    """The values of a list block in its stored form."""
    return [entry["value"] if isinstance(entry, Mapping) else entry for entry in entries or ()]


def _from_html(markup: str | None) -> Iterator[str]:
    for part in _PARAGRAPH_END.split(markup or ""):
        words = html.unescape(_TAG.sub("", part)).strip()
        if words:
            yield words


def _sentence_ends(text: str) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[: match.start() + 1]):
            yield match.end()


def _without_greeting(passage: str) -> str:
    """A speech's "Good afternoon, everyone." tells a reader of the list nothing."""
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
