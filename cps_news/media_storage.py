"""Storage of media in which a failed upload leaves nothing behind.

A file is stored whole or not at all, also when the disk is full. A request that fails after it has
stored files removes those that no row refers to.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import force_bytes

log = logging.getLogger(__name__)

_STORED: ContextVar[list[str] | None] = ContextVar("stored", default=None)


class WholeFileStorage(FileSystemStorage):
    """Files in a folder. What cannot be written to its end is deleted again."""

    def _save(self, name: str, content: File) -> str:
        # Django 6.1 leaves a part of the file when a write fails. An empty file takes the name.
        stored: str = super()._save(name, ContentFile(b""))  # type: ignore[misc]
        try:
            with open(self.path(stored), "wb") as file:
                for chunk in content.chunks():
                    file.write(force_bytes(chunk))
        except BaseException:
            self.delete(stored)
            raise
        if (names := _STORED.get()) is not None:
            names.append(stored)
        return stored


def drop_files_of_failures(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: after an answer of 500 or above, delete what the request stored for no row."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with _noting_names() as names:
            response = get_response(request)
        if response.status_code >= 500 and names:
            _delete_unused(names)
        return response

    return middleware


@contextmanager
def _noting_names() -> Iterator[list[str]]:
    names: list[str] = []
    token = _STORED.set(names)
    try:
        yield names
    finally:
        _STORED.reset(token)


def _delete_unused(names: Iterable[str]) -> None:
    for name in names:
        try:
            if not any(rows.filter(**{field: name}).exists() for rows, field in _file_columns()):
                default_storage.delete(name)
        except Exception:
            # Without the database nobody knows whether a row refers to it.
            log.exception("A request failed, and %s may be left behind", name)


def _file_columns() -> Iterator[tuple[Any, str]]:
    """Every column of a model that names a stored file, as a manager and a field name."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield model._base_manager, field.name
