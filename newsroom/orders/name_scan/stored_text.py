"""The words of many pages as the database keeps them, table by table and not page by page.

Read are the pages, and of each the edition that the gate stands by. In them nothing is missing that
the rules are given of a page (see gate/page_facts.py); much stands there besides. That makes them
fit for a quick look, and for nothing else.
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
"""How many rows are in memory at a time."""

_WORDS = (models.CharField, models.TextField, StreamField)


@dataclass
class StoredRow:
    """What one row of a table holds of a page."""

    page_id: int
    texts: list[str] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    """Among them the numbers of the pictures and documents that it names outside of a text."""


@dataclass(frozen=True)
class _StoredTable:
    """A table with words of pages, and the column that tells of which page."""

    model: type[models.Model]
    page: str
    columns: tuple[Any, ...]

    def rows(self, pages: Any) -> Iterator[StoredRow]:
        """What it holds of these pages."""
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
    """All words of the pages of this queryset, in bounded memory and one query a table."""
    for table in _tables():
        yield from table.rows(pages)
    yield from _of_editions(pages)


def _of_editions(pages: Any) -> Iterator[StoredRow]:
    """The words of what the gate stands by: documents, and the addresses that readers have."""
    editions = Edition.objects.let_through().filter(page_id__in=pages.values("pk"))
    stored = editions.values_list("page_id", "address", "document")
    for page_id, address, document in stored.iterator(CHUNK):
        row = StoredRow(page_id, [address])
        _read_data(document, row)
        # Most numbers in a document are of terms and pages.
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
    """Every text and every number in a text of blocks, whatever the blocks are."""
    if not stored:
        return
    try:
        data = json.loads(stored)
    except ValueError:
        row.texts.append(stored)
        return
    _read_data(data, row)


def _read_data(data: Any, row: StoredRow) -> None:
    """Every text and every number in plain data."""
    waiting = [data]
    while waiting:
        match waiting.pop():
            case str() as text:
                row.texts.append(text)
            case {"type": _, "id": _, "value": words, **others} if not others:
                # Of a block itself nothing is shown but what is in it.
                waiting.append(words)
            case dict() as entries:
                waiting += entries.values()
            case list() as entries:
                waiting += entries
            case int() as number:
                row.numbers.add(number)
