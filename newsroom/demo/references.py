"""Wagtail's index of references for items that were loaded past `save()`.

Readers need it too: a picture is public only when the index knows the public page that uses it.
"""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, ReferenceIndex

from newsroom.models import NewsItemPage


def add_references(model: type[NewsItemPage], ids: list[int]) -> None:
    """Write what these items point at, all at once: a few queries however many there are."""
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    items = model.objects.filter(pk__in=ids).prefetch_related(*relations)
    rows = (row for item in items for row in _rows(item))
    ReferenceIndex.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def _rows(item: NewsItemPage) -> Iterator[ReferenceIndex]:
    own = ContentType.objects.get_for_model(type(item))
    page = ContentType.objects.get_for_model(Page)
    found = set(ReferenceIndex._extract_references_from_object(item))
    for to_type, to_id, model_path, content_path in found:
        yield ReferenceIndex(
            content_type=own,
            base_content_type=page,
            object_id=str(item.pk),
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
