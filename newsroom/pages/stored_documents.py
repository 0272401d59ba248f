"""The documents of many stored pages, with a fixed number of queries for any number of pages."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from newsroom.documents.document import Document
from newsroom.pages.document_files import with_files_of_all

_OTHERS = ("locale", "alias_of", "speaker__titles", "updates", "changes")
"""What documents are made of besides rows and terms of the page itself."""


def documents_of(page_ids: Iterable[int]) -> list[tuple[Any, Document]]:
    """The pages of the newsroom among these, as stored, each with its document.

    Without what cases say of orders: a comparison leaves it out, and it needs queries of its own.
    """
    stored = Page.objects.filter(pk__in=list(page_ids)).specific()
    pages = [page for page in stored if hasattr(page, "as_document")]
    by_type: dict[type[Any], list[Any]] = defaultdict(list)
    for page in pages:
        page.told_orders = ()
        by_type[type(page)].append(page)
    for model, some in by_type.items():
        prefetch_related_objects(some, *_relations_of(model))
    return list(
        zip(pages, with_files_of_all([page.bare_document() for page in pages]), strict=True)
    )


def _relations_of(model: type[Any]) -> list[str]:
    """The names of the rows, terms and records that documents of this type are made of."""
    own = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    terms = [relation.name for relation in get_all_child_m2m_relations(model)]
    others = [name for name in _OTHERS if hasattr(model, name.partition("__")[0])]
    return [*(name for name in own if name not in _OF_WAGTAIL), *terms, *others]


_OF_WAGTAIL = ("wagtail_admin_comments",)
"""Rows of a page that no document is made of."""
