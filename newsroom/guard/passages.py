"""All words of a page that a reader can meet, and where each stands.

Found by looking at the fields and not from a list of them: a field that is added later is read
too, unless somebody says here that it holds no words.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from newsroom.editorial.facts import Passage
from newsroom.guard.digest import BOOKKEEPING

PLACES = {"title": "Headline", "slug": "Address", "summary": "Teaser", "body": "Text"}
"""What the form calls these fields, where their own name differs."""

_PARAGRAPH_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>", re.IGNORECASE)
_LINE_END = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ADDRESS = re.compile(r"""\shref=["']([^"']+)["']""", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_NO_PROSE = (models.SlugField, models.URLField, models.EmailField)


def passages_of(page: Page) -> Iterator[Passage]:
    """The words of a page's own fields, of its blocks, and of the rows below it."""
    for passage in _of_record(page, "", ""):
        # What was said is not put right: "[applause]" and "[he]" belong into a transcript.
        yield replace(passage, quoted=passage.quoted or getattr(page, "is_verbatim", False))
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name not in BOOKKEEPING:
            label = str(relation.related_model._meta.verbose_name).capitalize()
            for number, row in enumerate(getattr(page, name).all(), 1):
                yield from _of_record(row, name, f"{label} {number}, ")


def _of_record(record: models.Model, field_name: str, before: str) -> Iterator[Passage]:
    for field in record._meta.concrete_fields:
        if field.name in BOOKKEEPING or field.choices or not isinstance(field, _TEXTS):
            continue
        value = field.value_from_object(record)
        if not value:
            continue
        name = field_name or field.name
        label = PLACES.get(field.name) if not before else None
        place = before + (label or _label(field.verbose_name, lower=bool(before)))
        if isinstance(field, StreamField):
            yield from _of_stream(value, name, place)
        elif isinstance(field, RichTextField):
            yield from of_rich_text(value, name, place)
        else:
            yield Passage(name, place, str(value), not isinstance(field, _NO_PROSE))


_TEXTS = (models.CharField, models.TextField, StreamField)


def _label(name: Any, lower: bool) -> str:
    text = str(name)
    return text if lower else text[:1].upper() + text[1:]


def _of_stream(value: Any, name: str, place: str) -> Iterator[Passage]:
    for number, child in enumerate(value, 1):
        where = f"{place}, block {number} ({str(child.block.label).lower()})"
        yield from _of_block(child.block, child.value, name, where)


def _of_block(block: Any, value: Any, name: str, place: str) -> Iterator[Passage]:
    """The words in a block, whatever it is made of."""
    match block:
        case blocks.RichTextBlock():
            yield from of_rich_text(getattr(value, "source", value) or "", name, place)
        case blocks.BaseStructBlock():
            # Quotation marks are drawn around these, not typed.
            quoted = getattr(block.meta, "quoted", ())
            for key, child in block.child_blocks.items():
                for passage in _of_block(child, value.get(key), name, place):
                    yield replace(passage, quoted=passage.quoted or key in quoted)
        case blocks.ListBlock():
            for entry in value or ():
                yield from _of_block(block.child_block, entry, name, place)
        case blocks.BaseStreamBlock():
            for child in value or ():
                yield from _of_block(child.block, child.value, name, place)
        case blocks.ChoiceBlock() | blocks.MultipleChoiceBlock():
            return
        case blocks.URLBlock():
            if value:
                yield Passage(name, place, value, prose=False)
        case _:
            if isinstance(value, str) and value:
                yield Passage(name, place, value)


def of_rich_text(markup: str, name: str, place: str) -> Iterator[Passage]:
    """The words and the addresses in a text with the editor's markup, paragraph by paragraph."""
    for address in _ADDRESS.findall(markup):
        yield Passage(name, f"{place}, address of a link", html.unescape(address), prose=False)
    lines = _LINE_END.sub("\n", markup)
    parts = [html.unescape(_TAG.sub("", part)).strip() for part in _PARAGRAPH_END.split(lines)]
    words = [part for part in parts if part]
    for number, part in enumerate(words, 1):
        yield Passage(name, f"{place}, paragraph {number}" if len(words) > 1 else place, part)
