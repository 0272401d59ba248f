"""A folder of media as a server has it, for tests of what is left in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.files.storage import FileSystemStorage


@contextmanager
def media_folder(settings: Any, folder: Path, storage: type[FileSystemStorage]) -> Iterator[Path]:
    """Store media in the folder, and close at the end what views left open.

    A file that nobody closes is closed when it is collected, with a warning: an error in whatever
    test runs by then.
    """
    opened: list[File] = []
    usual = FileSystemStorage._open

    def noted(self: FileSystemStorage, name: str, mode: str = "rb") -> File:
        opened.append(usual(self, name, mode))
        return opened[-1]

    settings.MEDIA_ROOT = folder
    backend = {"BACKEND": f"{storage.__module__}.{storage.__qualname__}"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileSystemStorage, "_open", noted)
        yield folder
    for file in opened:
        file.close()
