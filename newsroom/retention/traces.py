"""Looks for what remains of an item whose words were removed, wherever words are kept.

Backups are not read: they are deleted by their age (docs/operations.md).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import Storage, default_storage
from django.db.models import Model

from newsroom.models import (
    PreviewComment,
    ProtectedName,
    ReportingRestriction,
    RetentionDecision,
)
from newsroom.records.encrypted_field import DecryptionError
from newsroom.retention.bound_rows import PageRows
from newsroom.retention.marks import Marks
from newsroom.retention.removal import SKELETONS
from newsroom.retention.stored_texts import TextPlace, text_places

LAW: frozenset[type[Model]] = frozenset((ReportingRestriction, ProtectedName))
"""Records of orders are law, and are not erased."""
MOST_BYTES = 2_000_000
"""Longer files are no texts."""


@dataclass(frozen=True)
class Trace:
    """A place in which something remains. It repeats no word of it."""

    place: str
    """A table and column, "media" or "cache"."""
    where: str
    """The key of a row, or the number of a file among those of its folder."""

    def __str__(self) -> str:
        return f"{self.place}: {self.where}"


def traces_of(decision: RetentionDecision) -> Iterator[Trace]:
    """All that remains of what was removed under a decision. Raises OtherKey."""
    marks = Marks.from_data(decision.marks)
    if decision.kind == RetentionDecision.Kind.REMOVE:
        yield from rows_left(decision.page_id)
    yield from words_left(marks, text_places())
    yield from encrypted_left(marks)
    yield from files_left(marks)
    yield from cached(marks)


def rows_left(page_id: int) -> Iterator[Trace]:
    """Rows that are about a removed item, apart from the skeletons of records."""
    for model, keys in PageRows(page_id).by_table().items():
        if model not in SKELETONS:
            for key in sorted(keys, key=str):
                yield Trace(model._meta.label, f"row {key}, which is about the page")


def words_left(marks: Marks, places: Iterable[TextPlace]) -> Iterator[Trace]:
    """Rows of these tables that say what is marked; one query for each table."""
    for place in places:
        if place.model not in LAW:
            for key, column, text in place.texts():
                if marks.find(text):
                    yield Trace(f"{place.label}.{column}", f"row {_key(key, marks)}")


def encrypted_left(marks: Marks) -> Iterator[Trace]:
    """Comments on previews that say what is marked. They are encrypted: no text of a table."""
    place = f"{PreviewComment._meta.label}.words"
    try:
        for key, said in PreviewComment.objects.order_by("pk").values_list("pk", "words"):
            if marks.find(said):
                yield Trace(place, f"row {key}")
    except DecryptionError:
        yield Trace(place, "a row that no key of FIELD_ENCRYPTION_KEYS decrypts")


def files_left(marks: Marks, storage: Storage = default_storage) -> Iterator[Trace]:
    """Files in the media storage with a marked path, name or, where they are texts, content."""
    for number, path in enumerate(_walk(storage, ""), 1):
        if marks.is_file(path) or marks.find(path):
            yield Trace("media", f"file {number} of the storage, by its name")
        elif marks.find(_text_of(storage, path)):
            yield Trace("media", f"file {path}, by its content")


def cached(marks: Marks) -> Iterator[Trace]:
    """Entries of the caches with a marked key or value."""
    for alias in settings.CACHES:
        for number, (key, value) in enumerate(_entries(caches[alias]), 1):
            if marks.find(key) or marks.find(value):
                yield Trace(f"cache {alias}", f"entry {number}")


def _key(key: object, marks: Marks) -> object:
    """The key of a row, unless it says what must not be said."""
    return "whose key says it" if marks.find(str(key)) else key


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from _walk(storage, f"{folder}{name}/")


def _text_of(storage: Storage, path: str) -> str:
    """The content of a file that is text in UTF-8; empty for any other."""
    if storage.size(path) > MOST_BYTES:
        return ""
    with storage.open(path) as file:
        try:
            return bytes(file.read()).decode()
        except UnicodeDecodeError:
            return ""


def _entries(cache: Any) -> Iterator[tuple[str, str]]:
    """The keys and values of a cache in Redis or in memory."""
    if hasattr(cache, "iter_keys"):
        for key in cache.iter_keys("*"):
            yield str(key), _said(cache.get(key))
    elif stored_here := vars(cache).get("_cache"):
        # Django 6.1 gives no list of the keys in memory.
        for stored in list(stored_here):
            _prefix, version, key = stored.split(":", 2)
            yield key, _said(cache.get(key, version=int(version)))


def _said(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="ignore")
    if isinstance(value, dict):
        return "\n".join(f"{key} {_said(one)}" for key, one in value.items())
    if isinstance(value, list | tuple | set):
        return "\n".join(map(_said, value))
    return (
        value
        if isinstance(value, str)
        else str(vars(value) if hasattr(value, "__dict__") else value)
    )
