"""The stored text of many pages, read table by table instead of page by page.

The tables of the pages are read, and the last edition of each page unless it has been closed (an
edition hidden by a view restriction is read too). The result contains all text that the rules check
(see gate/page_facts.py), and much other text. It is therefore only good enough for the prefilter.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models.functions import Cast
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import get_page_models

from newsroom.gate.release_gate import BOOKKEEPING
from newsroom.models import Edition, ItemUpdate

CHUNK = 2000
"""How many rows are loaded into memory at a time."""

_WORDS = (models.CharField, models.TextField, StreamField)


@dataclass
class StoredRow:
    """The text and the numbers that one table row holds for a page."""

    page_id: int
    texts: list[str] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    """Includes the ids of the images and documents that the row refers to outside of rich text."""


@dataclass(frozen=True)
class _StoredTable:
    """A table with text of pages, and the column that identifies the page."""

    model: type[models.Model]
    page: str
    columns: tuple[Any, ...]

    def rows(self, pages: Any) -> Iterator[StoredRow]:
        """Yield the rows of this table for these pages."""
        files = (get_image_model(), get_document_model())
        words = [column for column in self.columns if isinstance(column, _WORDS)]
        uses = [column.attname for column in self.columns if column.related_model in files]
        raw = [Cast(column.name, models.TextField()) for column in words]
        stored = self.model._base_manager.filter(**{f"{self.page}__in": pages.values("pk")})
        streams = [isinstance(column, StreamField) for column in words]
        for page_id, *cells in stored.values_list(self.page, *raw, *uses).iterator(CHUNK):
            row = StoredRow(page_id)
            for cell, is_stream in zip(cells, streams, strict=False):
                if is_stream:
                    _read_stream(cell, row)
                elif cell:
                    row.texts.append(cell)
            row.numbers.update(filter(None, cells[len(words) :]))
            yield row


def rows(pages: Any) -> Iterator[StoredRow]:
    """Yield all stored text of the pages of this queryset: one query for each table, streamed."""
    for table in _tables():
        yield from table.rows(pages)
    yield from _of_editions(pages)


def _of_editions(pages: Any) -> Iterator[StoredRow]:
    """Yield the documents and addresses of the pages' editions that have passed the gate."""
    editions = Edition.objects.let_through().filter(page_id__in=pages.values("pk"))
    stored = editions.values_list("page_id", "address", "document")
    for page_id, address, document in stored.iterator(CHUNK):
        row = StoredRow(page_id, [address])
        _read_data(document, row)
        # Most numbers in a document are ids of terms and pages, so only file ids are taken.
        files = (file for kind in ("pictures", "documents") for file in document.get(kind, ()))
        row.numbers = {file["id"] for file in files}
        yield row


def _tables() -> Iterator[_StoredTable]:
    types = get_page_models()
    below = {}
    for model in dict.fromkeys(base for one in types for base in (*one._meta.all_parents, one)):
        yield _StoredTable(model, "pk", tuple(model._meta.local_concrete_fields))
        for relation in get_all_child_relations(model):
            if relation.get_accessor_name() not in BOOKKEEPING:
                below[relation.field] = relation.related_model
    for key, model in below.items():
        yield _StoredTable(model, key.attname, tuple(model._meta.concrete_fields))
    yield _StoredTable(ItemUpdate, "item_id", tuple(ItemUpdate._meta.concrete_fields))


def _read_stream(stored: str | None, row: StoredRow) -> None:
    """Add every string and every integer of a serialised StreamField value to the row."""
    if not stored:
        return
    try:
        data = json.loads(stored)
    except ValueError:
        row.texts.append(stored)
        return
    _read_data(data, row)


def _read_data(data: Any, row: StoredRow) -> None:
    """Add every string and every integer in JSON data to the row."""
    waiting = [data]
    while waiting:
        match waiting.pop():
            case str() as text:
                row.texts.append(text)
            case {"type": _, "id": _, "value": words, **others} if not others:
                # Of a block only its value is shown; its type and id are skipped.
                waiting.append(words)
            case dict() as entries:
                waiting += entries.values()
            case list() as entries:
                waiting += entries
            case int() as number:
                row.numbers.add(number)
