"""An upload that finds no room on the disk: a sentence beside the field, no file and no row."""

import errno
from contextlib import suppress
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

FULL = _(
    "There is no room for this file on the server, and nothing of it was stored. Tell whoever runs "
    "the server; then upload it again."
)
_CODES = (errno.ENOSPC, errno.EDQUOT)


def is_full(error: BaseException | None) -> bool:
    """Whether the error, or what it comes from, says that a disk or a share of it is full."""
    if error is None:
        return False
    if isinstance(error, OSError) and error.errno in _CODES:
        return True
    return is_full(error.__cause__)


class SpoolHandler(TemporaryFileUploadHandler):
    """Writes large uploads to the disk. If that is full, the form is told, and not the server."""

    is_full = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            if not self.is_full:
                super().receive_data_chunk(raw_data, start)
        except OSError as error:
            if not is_full(error):
                raise
            self.is_full = True
            self._drop()

    def file_complete(self, file_size: int) -> UploadedFile | None:
        try:
            if not self.is_full:
                return super().file_complete(file_size)
        except OSError as error:
            if not is_full(error):
                raise
            self._drop()
        nothing: Any = InMemoryUploadedFile(
            BytesIO(), self.field_name, self.file_name, self.content_type, 0, self.charset
        )
        nothing.disk_is_full = True
        return nothing

    def _drop(self) -> None:
        """Delete what was written. Closing a file may find the disk full once more."""
        with suppress(OSError):
            self.file.close()


class StoredOnceMixin:
    """Form mixin: stores a valid file while errors can still be shown beside its field."""

    instance: Any
    errors: Any
    _errors: Any
    files: Any
    changed_data: list[str]

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        if any(getattr(file, "disk_is_full", False) for file in self.files.values()):
            # An empty file is not what was sent.
            self._errors.pop("file", None)
            self.add_error("file", FULL)  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        file = self.instance.file
        if self.errors or "file" not in self.changed_data or not file:
            return
        storage, field = file.storage, file.field
        name = storage.get_available_name(
            field.generate_filename(self.instance, file.name), max_length=field.max_length
        )
        try:
            self.instance.file = storage.save(name, file.file, max_length=field.max_length)
        except OSError as error:
            # What was written before the disk was full.
            storage.delete(name)
            if not is_full(error):
                raise
            self.add_error("file", FULL)  # type: ignore[attr-defined]


def respond(request: HttpRequest) -> HttpResponse:
    """The answer to an upload that no form could refuse."""
    if "multipart/form-data" in request.headers.get("content-type", ""):
        # The screen for several uploads shows this beside the file.
        return JsonResponse({"success": False, "error_message": str(FULL)})
    return HttpResponse(str(FULL), status=507, content_type="text/plain; charset=utf-8")
