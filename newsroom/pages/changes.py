"""Signal receivers that update editions and the archive index after changes outside a page."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from newsroom.gate import following, release_gate
from newsroom.pages import archive_sync, public_files
from newsroom.pages.speeches import SpeechPage
from newsroom.records.item_updates import ItemUpdate
from newsroom.speakers import Person


def page_saved(instance: Page, update_fields: Any = None, **kwargs: Any) -> None:
    """After a plain `Page` is saved: update its edition and its index rows."""
    # Wagtail unpublishes, expires and updates aliases as plain `Page`, so `save` is not ours.
    if not instance.live:
        release_gate.revoke_pass(instance)
    elif update_fields is None or not following.NOT_SHOWN.issuperset(update_fields):
        following.follow_pages([instance.pk])
    archive_sync.sync_items(archive_sync.items_among([instance.pk]))


def restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """After a view restriction is saved: hide the page and all pages below it."""
    archive_sync.hide(instance.page)


def restriction_gone(instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    """After a view restriction is deleted: run the gate again for the hidden pages."""
    # Not if the page itself is being deleted: the pages below it are then deleted as well.
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        archive_sync.show_again(instance.page)


def site_changed(instance: Site, raw: bool = False, **kwargs: Any) -> None:
    """After a site is saved: update the addresses of all its pages."""
    # The addresses of all pages depend on the site root. This receiver runs before Wagtail 8.0's
    # own, which clears the cached root paths, so it clears them itself.
    if not raw:
        Site.clear_site_root_paths_cache()
        following.follow_all()


def update_changed(instance: ItemUpdate, raw: bool = False, **kwargs: Any) -> None:
    """After an update is saved or deleted: open the next edition of its item."""
    if not raw:
        archive_sync.follow_records([instance.item_id])


def file_changed(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """After an image or a document is saved: update the pages that use it."""
    if not raw and not created:
        archive_sync.follow_records(public_files.shown_by(instance))


def file_deleted(instance: Any, **kwargs: Any) -> None:
    """After an image or a document is deleted: its path may be given to another file."""
    archive_sync.follow_records(public_files.shown_by(instance))


def collection_restricted(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """After a collection is restricted or opened: update the pages that use its files."""
    archive_sync.follow_records(public_files.shown_from(instance.collection))


def collection_changed(
    instance: Collection, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """After a collection is saved: update the pages that use its files."""

    # Wagtail's form moves a collection after saving it, and sends no signal for the move.
    def follow() -> None:
        for collection in Collection.objects.filter(pk=instance.pk):
            archive_sync.follow_records(public_files.shown_from(collection))

    if not raw and not created:
        transaction.on_commit(follow)


def files_sorted(chosen: Iterable[Any]) -> None:
    """Update pages after files were added to a collection in bulk, which sends no signal."""
    for file in chosen:
        archive_sync.follow_records(public_files.shown_by(file))


def person_changed(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """After a person is saved, or a title is saved or deleted: update the speeches."""
    if not raw:
        person = instance.pk if isinstance(instance, Person) else instance.person_id
        speeches = SpeechPage.objects.filter(speaker=person)
        archive_sync.follow_records(speeches.values_list("pk", flat=True))
