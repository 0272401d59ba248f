"""Converts the blocks of a StreamField to the blocks of a document.

The stored JSON is read, which needs no query: images and documents are not fetched.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from newsroom.documents import blocks as data
from newsroom.documents.blocks import Block
from newsroom.documents.markup import cleaned


def blocks_of(stream_value: Any) -> tuple[Block, ...]:
    """The blocks of a StreamField value, whether it was stored, submitted or set in code."""
    return tuple(map(block_of, stream_value.get_prep_value()))


def block_of(stored: Mapping[str, Any]) -> Block:
    """Convert one stored block. Raises KeyError for an unknown block type."""
    return READERS[stored["type"]](stored["value"])


def _paragraph(value: Any) -> Block:
    return data.Paragraph(cleaned(value))


def _heading(value: Mapping[str, Any]) -> Block:
    return data.Heading(_text(value, "text"), _text(value, "level") or "h2")


def _quote(value: Mapping[str, Any]) -> Block:
    return data.Quote(
        _texts(value.get("paragraphs")), _text(value, "speaker"), _text(value, "role")
    )


def _list(value: Mapping[str, Any]) -> Block:
    items = tuple(cleaned(item) for item in _entries(value.get("items")))
    return data.PointList(items, _text(value, "style") or "bulleted")


def _table(value: Mapping[str, Any]) -> Block:
    return data.Table(
        caption=_text(value, "caption"),
        header=_texts(value.get("header")),
        rows=tuple(_texts(row) for row in _entries(value.get("rows"))),
        header_column=bool(value.get("header_column", True)),
    )


def _image(value: Mapping[str, Any]) -> Block:
    words = (_text(value, name) for name in ("alt", "caption", "credit"))
    return data.Picture(value.get("image"), *words)


def _document(value: Mapping[str, Any]) -> Block:
    return data.Download(value.get("document"), _text(value, "description"))


def _further_reading(value: Mapping[str, Any]) -> Block:
    links = tuple(
        data.ReadingLink(_text(link, "text"), link.get("page"), _text(link, "url"))
        for link in _entries(value.get("links"))
    )
    return data.FurtherReading(_text(value, "title"), links)


def _statistic(value: Mapping[str, Any]) -> Block:
    return data.Statistic(*(_text(value, name) for name in ("figure", "description", "source")))


def _clause(value: Mapping[str, Any]) -> Block:
    return data.Clause(_text(value, "heading"), cleaned(value.get("text")))


def _material(condition: Any) -> Callable[[Any], Block]:
    def read(value: Mapping[str, Any]) -> Block:
        return data.Material(condition, _text(value, "heading"), _texts(value.get("entries")))

    return read


READERS: dict[str, Callable[[Any], Block]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "quote": _quote,
    "list": _list,
    "table": _table,
    "image": _image,
    "document": _document,
    "further_reading": _further_reading,
    "statistic": _statistic,
    "clause": _clause,
    "released": _material("released"),
    "consultation": _material("consultation"),
    "withheld": _material("withheld"),
}
"""Converters by block name; the names are those of stream_blocks.py."""


def _text(value: Mapping[str, Any], name: str) -> str:
    return value.get(name) or ""


def _texts(entries: Any) -> tuple[str, ...]:
    return tuple(entry or "" for entry in _entries(entries))


def _entries(entries: Iterable[Any] | None) -> list[Any]:
    """The values of a stored list block. Old revisions store them as a plain list."""
    return [
        entry["value"] if isinstance(entry, Mapping) and "value" in entry else entry
        for entry in entries or ()
    ]
