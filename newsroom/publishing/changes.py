"""What is done after a record was changed: to editions first, then to the archive."""

from typing import Any

from wagtail.models import Page, PageViewRestriction, Site

from newsroom.guard import following, gate
from newsroom.models import ItemUpdate, Person, ReportingRestriction, SpeechPage
from newsroom.pages import files, upkeep
from newsroom.publishing import orders


def page_saved(instance: Page, update_fields: Any = None, **kwargs: Any) -> None:
    """Called after a save as a plain page."""
    # Wagtail unpublishes and expires pages, and updates aliases, without loading their own type.
    if not instance.live:
        gate.close(instance)
    elif update_fields is None or not following.NOT_SHOWN.issuperset(update_fields):
        following.follow_pages([instance.pk])
    upkeep.sync_items(upkeep.items_among([instance.pk]))


def restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Called after a view restriction was set."""
    upkeep.hide(instance.page)


def restriction_gone(instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    """Called after a view restriction was deleted."""
    # Unless it goes because its page does: what lay below is then on its way out, not public.
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        upkeep.show_again(instance.page)


def site_changed(instance: Site, raw: bool = False, **kwargs: Any) -> None:
    """Called after a site was saved."""
    # The addresses of all pages begin at the root of their site. Wagtail's own receiver, which
    # clears what is cached of it, comes after this one.
    if not raw:
        Site.clear_site_root_paths_cache()
        following.follow_below(instance.root_page)


def update_changed(instance: ItemUpdate, raw: bool = False, **kwargs: Any) -> None:
    """Called after an update to an item was saved or deleted."""
    if not raw:
        upkeep.follow_records([instance.item_id])


def file_changed(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Called after a picture or document was saved."""
    if not raw and not created:
        upkeep.follow_records(files.shown_by(instance))


def person_changed(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Called after a person or a title of theirs was saved or deleted."""
    if not raw:
        person = instance.pk if isinstance(instance, Person) else instance.person_id
        speeches = SpeechPage.objects.filter(speaker=person)
        upkeep.follow_records(speeches.values_list("pk", flat=True))


def order_changed(instance: ReportingRestriction, raw: bool = False, **kwargs: Any) -> None:
    """Called after an order was saved."""
    if not raw:
        orders.hold_back(instance)


def order_bound(instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
    """Called when pages are put under an order or taken from it."""
    if action.startswith("post_") and isinstance(instance, ReportingRestriction):
        orders.hold_back(instance, also=pk_set or ())
