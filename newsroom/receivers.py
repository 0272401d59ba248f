"""Which signal calls which function: a switchboard. Saving an item brings itself in line.

`page_published` is not listened to: Wagtail sends it for a page that is only scheduled.
"""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from newsroom.guard import following, gate, sign_off
from newsroom.models import (
    Answer,
    Area,
    CrimeType,
    ItemUpdate,
    NewsItemPage,
    Person,
    PersonTitle,
    ReportingRestriction,
    SpeechPage,
)
from newsroom.pages import cases, files, upkeep
from newsroom.pages.document_files import make_renditions
from newsroom.publishing import orders, updates
from newsroom.readers.cases import Told
from newsroom.readers.pictures import Missing
from newsroom.wire import redirects


def connect() -> None:
    Told.orders_of = cases.orders_of
    Missing.make = make_renditions
    pre_save.connect(gate.require_plain, sender=Page)
    post_save.connect(_page_saved, sender=Page)
    pre_delete.connect(following.forget, sender=Page)
    pre_delete.connect(upkeep.forget_item, sender=NewsItemPage)
    post_save.connect(_update_changed, sender=ItemUpdate)
    post_delete.connect(_update_changed, sender=ItemUpdate)
    for known in (Person, PersonTitle):
        post_save.connect(_person_changed, sender=known)
    post_delete.connect(_person_changed, sender=PersonTitle)
    post_save.connect(_order_changed, sender=ReportingRestriction)
    m2m_changed.connect(_order_bound, sender=ReportingRestriction.pages.through)
    post_save.connect(_site_changed, sender=Site)
    post_save.connect(_restricted, sender=PageViewRestriction)
    post_delete.connect(_restriction_gone, sender=PageViewRestriction)
    post_page_move.connect(upkeep.follow_move)
    post_page_move.connect(redirects.keep_old_place)
    page_slug_changed.connect(redirects.keep_old_slug)
    pre_save.connect(sign_off.bind_to_names, sender=Answer)
    pre_save.connect(updates.require, sender=ItemUpdate)
    for file in (get_image_model(), get_document_model()):
        pre_delete.connect(files.keep_while_public, sender=file)
        post_save.connect(_file_changed, sender=file)
    for term in (CrimeType, Area):
        pre_delete.connect(upkeep.note_items_under, sender=term)
        post_delete.connect(upkeep.sync_items_noted, sender=term)


def _page_saved(instance: Page, update_fields: Any = None, **kwargs: Any) -> None:
    # Wagtail unpublishes and expires pages, and updates aliases, without loading their own type.
    if not instance.live:
        gate.close(instance)
    elif update_fields is None or not following.NOT_SHOWN.issuperset(update_fields):
        following.follow_pages([instance.pk])
    upkeep.sync_items(upkeep.items_among([instance.pk]))


def _restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    upkeep.hide(instance.page)


def _restriction_gone(instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    # Unless it goes because its page does: what lay below is then on its way out, not public.
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        upkeep.show_again(instance.page)


def _site_changed(instance: Site, raw: bool = False, **kwargs: Any) -> None:
    # The addresses of all pages begin at the root of their site. Wagtail's own receiver, which
    # clears what is cached of it, comes after this one.
    if not raw:
        Site.clear_site_root_paths_cache()
        following.follow_below(instance.root_page)


def _update_changed(instance: ItemUpdate, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        upkeep.follow_records([instance.item_id])


def _file_changed(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not raw and not created:
        upkeep.follow_records(files.shown_by(instance))


def _person_changed(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        person = instance.pk if isinstance(instance, Person) else instance.person_id
        speeches = SpeechPage.objects.filter(speaker=person)
        upkeep.follow_records(speeches.values_list("pk", flat=True))


def _order_changed(instance: ReportingRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        orders.hold_back(instance)


def _order_bound(instance: Any, action: str, pk_set: Any, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, ReportingRestriction):
        orders.hold_back(instance, also=pk_set or ())
