"""What each change outside a page's own save does to editions and archive: called by signals."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from newsroom.editorial.records import ItemUpdate
from newsroom.guard import following, gate
from newsroom.pages import files, upkeep
from newsroom.pages.speeches import SpeechPage
from newsroom.people import Person


def page_saved(instance: Page, update_fields: Any = None, **kwargs: Any) -> None:
    # Wagtail unpublishes and expires pages, and updates aliases, without loading their own type.
    if not instance.live:
        gate.close(instance)
    elif update_fields is None or not following.NOT_SHOWN.issuperset(update_fields):
        following.follow_pages([instance.pk])
    upkeep.sync_items(upkeep.items_among([instance.pk]))


def restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    upkeep.hide(instance.page)


def restriction_gone(instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    # Unless it goes because its page does: what lay below is then on its way out, not public.
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        upkeep.show_again(instance.page)


def site_changed(instance: Site, raw: bool = False, **kwargs: Any) -> None:
    # The addresses of all pages begin at the root of their site. Wagtail 8.0's own receiver, which
    # clears what is cached of it, comes after this one.
    if not raw:
        Site.clear_site_root_paths_cache()
        following.follow_below(instance.root_page)


def update_changed(instance: ItemUpdate, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        upkeep.follow_records([instance.item_id])


def file_changed(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not raw and not created:
        upkeep.follow_records(files.shown_by(instance))


def collection_restricted(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    upkeep.follow_records(files.shown_from(instance.collection))


def collection_changed(
    instance: Collection, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    # Wagtail's form moves a collection after it has saved it, and no signal tells of a move.
    def follow() -> None:
        for collection in Collection.objects.filter(pk=instance.pk):
            upkeep.follow_records(files.shown_from(collection))

    if not raw and not created:
        transaction.on_commit(follow)


def files_sorted(chosen: Iterable[Any]) -> None:
    """Called after many files were put into a collection at once, of which no signal tells."""
    for file in chosen:
        upkeep.follow_records(files.shown_by(file))


def person_changed(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        person = instance.pk if isinstance(instance, Person) else instance.person_id
        speeches = SpeechPage.objects.filter(speaker=person)
        upkeep.follow_records(speeches.values_list("pk", flat=True))
