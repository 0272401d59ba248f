"""Reads the editor's rich text markup: paragraphs, links and embedded images."""

import html
import re
from collections.abc import Iterator

from newsroom.documents.struck_out import without_struck_out

_PARAGRAPH_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>", re.IGNORECASE)
_LINE_END = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ADDRESS = re.compile(
    r"""(?:\s|(?<=["'/]))href\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"<a\b[^>]*>", re.IGNORECASE)
_EMBED = re.compile(r"<embed\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*["']([^"']*)["']""")
_PARAGRAPH_KEY = re.compile(r'\sdata-block-key="[^"]*"')
_EMPTY = "<p></p>"


def cleaned(markup: str | None) -> str:
    """The markup without the editor's block keys, deleted words and review comments.

    Empty if nothing was entered.
    """
    text = _PARAGRAPH_KEY.sub("", without_struck_out(markup or ""))
    # The editor submits "<p></p>" for an empty field.
    return "" if text == _EMPTY else text


def paragraphs(markup: str) -> list[str]:
    """The text of each paragraph; line breaks within one are kept as newlines."""
    parts = _PARAGRAPH_END.split(_LINE_END.sub("\n", markup))
    words = [html.unescape(_TAG.sub("", part)).strip() for part in parts]
    return [part for part in words if part]


def addresses(markup: str) -> list[str]:
    """The addresses that editors entered."""
    return [html.unescape("".join(found)) for found in _ADDRESS.findall(markup)]


def linked_pages(markup: str) -> Iterator[int]:
    """The ids of the pages that the text links to."""
    return _named(_LINK, markup, "linktype", "page")


def linked_documents(markup: str) -> Iterator[int]:
    """The ids of the documents that the text links to."""
    return _named(_LINK, markup, "linktype", "document")


def embedded_pictures(markup: str) -> Iterator[int]:
    """The ids of embedded images. The editor cannot embed any, but an import could."""
    return _named(_EMBED, markup, "embedtype", "image")


def _named(tag: re.Pattern[str], markup: str, marker: str, wanted: str) -> Iterator[int]:
    if marker not in markup:
        # A fast path: most texts contain no links and are read often.
        return
    for found in tag.findall(markup):
        attributes = dict(_ATTRIBUTE.findall(found))
        if attributes.get(marker) == wanted and attributes.get("id", "").isdecimal():
            yield int(attributes["id"])
