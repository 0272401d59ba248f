"""All texts that are stored anywhere: derived from the models, so that no table can be forgotten.

Text is read as the database has it, past `StreamField` and the like, and JSON is taken apart, also
where it stands in a text of other JSON.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.db.models import Field, Model, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from newsroom.records.encrypted_field import EncryptedTextField
from newsroom.rules.names.folding import fold

CHUNK = 500
WITHOUT_WORDS = frozenset(
    {
        *("AutoField", "BigAutoField", "SmallAutoField", "BooleanField", "BinaryField"),
        *("IntegerField", "BigIntegerField", "SmallIntegerField", "PositiveIntegerField"),
        *("PositiveBigIntegerField", "PositiveSmallIntegerField", "DecimalField", "FloatField"),
        *("DateField", "DateTimeField", "TimeField", "DurationField", "UUIDField"),
        *("ForeignKey", "OneToOneField", "ParentalKey", "GenericIPAddressField"),
    }
)
"""Kinds of columns that hold no text. Any other kind is read, also one that nobody has met yet."""
_INLINE = re.compile(r"</?(?:a|abbr|b|code|em|i|mark|small|span|strong|sub|sup|u)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W_]+")
_OPENS = ("{", "[", '"')
_INDEXES = ("newsroom.archive.", "wagtail.search.", "modelsearch.")
_INDEXED = ("EditionWords", "PageWords", "ReferenceIndex")
"""Which tables are indexes: by their packages, and by their names."""


@dataclass(frozen=True)
class TextPlace:
    """The columns of one table that hold texts."""

    model: type[Model]
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table in words, for people of the desk."""
        return name_of(self.model)

    @property
    def label(self) -> str:
        """The table as its model's name, for lists."""
        return f"{self.model._meta.app_label}.{self.model.__name__}"

    def texts(self, rows: QuerySet[Any] | None = None) -> Iterator[tuple[Any, str, str]]:
        """The key of each row with the name and the stored text of each column; one query."""
        stored = self.model._base_manager.all() if rows is None else rows
        cast = {f"stored_{name}": Cast(name, TextField()) for name in self.columns}
        listed = stored.order_by("pk").annotate(**cast).values_list("pk", *cast)
        for key, *values in listed.iterator(CHUNK):
            for name, value in zip(self.columns, values, strict=True):
                if value:
                    yield key, name, value


def name_of(model: type[Model]) -> str:
    """A table in words, for people of the desk."""
    if model._meta.auto_created:
        return _("links to other records")
    if model.__module__.startswith(_INDEXES) or model.__name__ in _INDEXED:
        return _("indexes for search and lists")
    return str(model._meta.verbose_name_plural)


@cache
def text_places() -> tuple[TextPlace, ...]:
    """Every table of every app with the columns that hold texts, encrypted ones left out."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and (names := _columns(model)):
            found.append(TextPlace(model, names))
    return tuple(found)


def _columns(model: type[Model]) -> tuple[str, ...]:
    fields = model._meta.local_concrete_fields
    return tuple(field.name for field in fields if _has_words(field))


def _has_words(field: Field) -> bool:
    if isinstance(field, EncryptedTextField):
        return False
    return not field.is_relation and field.get_internal_type() not in WITHOUT_WORDS


def strings_in(stored: str) -> Iterator[str]:
    """The texts in a stored value: each text of its JSON, or else the value itself."""
    if stored[:1] in _OPENS:
        try:
            yield from _strings(json.loads(stored))
            return
        except ValueError:
            pass
    yield stored


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield from strings_in(data) if data[:1] in ("{", "[") else (data,)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def words_of(text: str) -> list[str]:
    """The words of a text in plain small letters, without marks, markup and escapes."""
    plain = _TAG.sub(" ", _INLINE.sub("", html.unescape(unquote(text))))
    return _WORD.findall(fold(plain).lower())


def says(text: str, words: Iterable[str]) -> bool:
    """Whether these words, as `words_of` gives them, stand one after another in a text."""
    wanted, said = list(words), words_of(text)
    number = len(wanted)
    return any(said[at : at + number] == wanted for at in range(len(said) - number + 1))
