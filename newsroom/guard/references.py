"""What a page points at, found as Wagtail finds it for its own index of references.

Asked of the page in memory and not of the index: the words at hand may not be saved yet.
"""

from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

type Found = dict[str, str]
"""Ids of records, as text, and the first field of the page that names each."""


def files_of(page: Page) -> tuple[Found, Found]:
    """The pictures and the documents that a page uses."""
    pictures, documents = _referenced(page, get_image_model(), get_document_model())
    return pictures, documents


def pages_linked_from(page: Page) -> Found:
    """The pages that a page links to or names."""
    return _referenced(page, Page)[0]


def _referenced(page: Page, *models_wanted: type[models.Model]) -> list[Found]:
    by_type: dict[int, Found] = {
        ReferenceIndex._get_base_content_type(model).pk: {} for model in models_wanted
    }
    for type_id, object_id, path, _content in ReferenceIndex._extract_references_from_object(page):
        if type_id in by_type:
            by_type[type_id].setdefault(object_id, path.partition(".")[0])
    return list(by_type.values())
