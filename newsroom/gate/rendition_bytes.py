"""The bytes of renditions: those that are served are those that were made of the original.

The hash of a rendition is kept when it is made. A stored file with other bytes, and a rendition of
which no hash is known, are made anew from the original before an edition shows them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.images.models import Filter
from wagtail.utils.file import hash_filelike

from newsroom.records.picture_records import RenditionRecord


def made_of_original(image: Any, specs: list[str]) -> dict[str, Any]:
    """The renditions of an image by filter spec, with verified bytes. Makes what is missing.

    Raises the errors of Willow, Pillow and storages.
    """
    there = image.find_existing_renditions(*map(Filter, specs)).values()
    known = {each.file.name for each in there}
    made: dict[str, Any] = image.get_renditions(*specs)
    verified = with_kept_bytes([each for each in made.values() if each.file.name in known])
    for spec, rendition in made.items():
        if rendition.file.name in known and rendition.file.name not in verified:
            _write_again(image, spec, rendition)
    _keep(each for each in made.values() if each.file.name not in verified)
    return made


def with_kept_bytes(renditions: Iterable[Any]) -> set[str]:
    """The paths of those renditions whose stored bytes have the hash that was kept."""
    by_path = {each.file.name: each.file.storage for each in renditions}
    kept = _kept_hashes(by_path)
    return {path for path, hash in kept.items() if hash and _hash_of(by_path[path], path) == hash}


def any_is_replaced(paths: Iterable[str]) -> bool:
    """Whether one of these files of renditions can be read and has not the hash that was kept."""
    kept = _kept_hashes(list(paths))
    return any(_hash_of(default_storage, path) not in (hash, "") for path, hash in kept.items())


def _kept_hashes(paths: Collection[str]) -> Mapping[str, str]:
    records = RenditionRecord.objects.filter(stored__in=paths) if paths else ()
    return {each.stored: each.hash for each in records}


def _write_again(image: Any, spec: str, rendition: Any) -> None:
    """Replace the stored file at its path by one that is made of the original now."""
    storage, path = rendition.file.storage, rendition.file.name
    with image.generate_rendition_file(Filter(spec)) as made:
        made.seek(0)
        content = ContentFile(made.read())
    storage.delete(path)
    stored = storage.save(path, content)
    if stored != path:
        storage.delete(stored)
        raise OSError(f"The path of rendition {rendition.pk} is taken")


def _keep(renditions: Iterable[Any]) -> None:
    hashes = {each.file.name: _hash_of(each.file.storage, each.file.name) for each in renditions}
    rows = [RenditionRecord(stored=path, hash=hash) for path, hash in hashes.items()]
    RenditionRecord.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["stored"], update_fields=["hash"]
    )


def _hash_of(storage: Any, path: str) -> str:
    """The hash of the stored bytes; empty when they cannot be read."""
    try:
        with storage.open(path) as stored:
            found: str = hash_filelike(stored)
            return found
    except Exception:
        # Storages raise different errors for a lost file.
        return ""
