"""Wagtail's index of references for items that were loaded past `save()`."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, ReferenceIndex

from newsroom.demo.rows import add_rows

type Reference = tuple[int, str, str, str]
"""Type and id of what is named, and the place that names it, of the model and of this item."""


def add_references(items: Sequence[Any]) -> None:
    """Write what these items point at; what belongs to them is in memory already."""
    add_rows(ReferenceIndex, [row for item in items for row in _rows(item)])


def references_of(item: Any) -> set[Reference]:
    """What Wagtail finds in the item. The body is read as it is stored: no block of it is made."""
    within = set(_in_body(item.body.get_prep_value()))
    item.body = []
    return within.union(ReferenceIndex._extract_references_from_object(item))


def _rows(item: Any) -> Iterator[ReferenceIndex]:
    own, page = _type_of(type(item)), _type_of(Page)
    for to_type, to_id, model_path, content_path in references_of(item):
        yield ReferenceIndex(
            content_type_id=own,
            base_content_type_id=page,
            object_id=str(item.pk),
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )


def _in_body(blocks: Iterable[dict[str, Any]]) -> Iterator[Reference]:
    for block in blocks:
        value, place = block["value"], f"body.{block['id']}"
        if block["type"] == "image":
            yield _type_of(Image), str(value["image"]), "body.image.image", f"{place}.image"
        elif block["type"] == "document":
            to = (_type_of(Document), str(value["document"]))
            yield *to, "body.document.document", f"{place}.document"
        elif block["type"] == "further_reading":
            for link in value["links"]:
                if page := link["value"]["page"]:
                    path = f"{place}.links.{link['id']}.page"
                    yield _type_of(Page), str(page), "body.further_reading.links.item.page", path


def _type_of(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk
