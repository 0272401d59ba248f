"""A fingerprint of everything a page would show: what a clearance belongs to."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from newsroom.guard.references import Found, files_of

BOOKKEEPING = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "url_path",
        "translation_key",
        "locale",
        "content_type",
        "draft_title",
        "live",
        "has_unpublished_changes",
        "owner",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "first_published_at",
        "last_published_at",
        "latest_revision_created_at",
        "latest_revision",
        "live_revision",
        "alias_of",
        "wagtail_admin_comments",
        # Set at the moment of first publication, when nobody has named a day.
        "published_at",
    }
)
"""What is kept of a page besides its words; a change of these voids no clearance."""

_PARAGRAPH_KEY = re.compile(r'\sdata-block-key="[^"]*"')


def digest(page: Page) -> str:
    """The fingerprint: equal for two versions of a page that show the same words and files.

    Files are part of it by their content, since a file can be replaced behind its record; documents
    by their names too, under which they are offered.
    """
    words = _words(page, page.serializable_data())
    if page.alias_of_id:
        # An alias shows its source's words at an address of its own.
        words["slug"] = page.alias_of.slug
    pictures, documents = files_of(page)
    files = [_hashes(get_image_model(), pictures), _named(get_document_model(), documents)]
    text = json.dumps([page._meta.label, words, files], sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _words(page: Page, data: Mapping[str, Any]) -> dict[str, Any]:
    streams = {field.name for field in page._meta.fields if isinstance(field, StreamField)}
    return {
        name: _without_ids(json.loads(value)) if name in streams and value else _comparable(value)
        for name, value in data.items()
        if name not in BOOKKEEPING and not name.endswith("_ptr")
    }


def _comparable(value: Any) -> Any:
    """Rows below a page get their numbers only when saved; chosen terms have no order."""
    if isinstance(value, str):
        text = _PARAGRAPH_KEY.sub("", value)
        # The editor turns the one into the other when a form is sent in which nothing was typed.
        return "" if text == "<p></p>" else text
    if not isinstance(value, list):
        return value
    if value and isinstance(value[0], Mapping):
        numbers = ("pk", "page")
        return [
            {key: _comparable(cell) for key, cell in row.items() if key not in numbers}
            for row in value
        ]
    return sorted(value)


def _without_ids(value: Any) -> Any:
    """Blocks without the ids that the editor gives to them and to their paragraphs."""
    if isinstance(value, Mapping):
        is_block = "type" in value and "value" in value
        return {
            key: _without_ids(cell) for key, cell in value.items() if not (is_block and key == "id")
        }
    if isinstance(value, list):
        return [_without_ids(entry) for entry in value]
    return _comparable(value)


def _hashes(model: Any, found: Found) -> list[tuple[int, str]]:
    return [(file.pk, file.get_file_hash()) for file in _rows(model, found)]


def _named(model: Any, found: Found) -> list[tuple[int, str, str, str]]:
    return [
        (file.pk, file.get_file_hash(), file.title, file.filename) for file in _rows(model, found)
    ]


def _rows(model: Any, found: Found) -> Any:
    return model._default_manager.filter(pk__in=found).order_by("pk") if found else ()
