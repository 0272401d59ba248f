"""Which signal calls which function: a switchboard. Saving an item brings itself in line.

`page_published` is not listened to: Wagtail sends it for a page that is only scheduled.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from newsroom.guard import gate, sign_off
from newsroom.models import Answer, Area, CrimeType, ItemUpdate, NewsItemPage
from newsroom.pages import cases, files, upkeep
from newsroom.publishing import updates
from newsroom.readers.cases import Told
from newsroom.wire import redirects


def connect() -> None:
    Told.orders_of = cases.orders_of
    pre_save.connect(gate.require_plain, sender=Page)
    post_save.connect(_page_saved, sender=Page)
    pre_delete.connect(upkeep.forget_item, sender=NewsItemPage)
    post_save.connect(_restricted, sender=PageViewRestriction)
    post_delete.connect(_restriction_gone, sender=PageViewRestriction)
    post_page_move.connect(upkeep.follow_move)
    post_page_move.connect(redirects.keep_old_place)
    page_slug_changed.connect(redirects.keep_old_slug)
    pre_save.connect(sign_off.bind_to_names, sender=Answer)
    pre_save.connect(updates.require, sender=ItemUpdate)
    for file in (get_image_model(), get_document_model()):
        pre_delete.connect(files.keep_while_public, sender=file)
    for term in (CrimeType, Area):
        pre_delete.connect(upkeep.note_items_under, sender=term)
        post_delete.connect(upkeep.sync_items_noted, sender=term)


def _page_saved(instance: Page, **kwargs: Any) -> None:
    # Wagtail unpublishes and expires pages, and updates aliases, without loading their own type.
    if not instance.live:
        gate.close(instance)
    upkeep.sync_items(upkeep.items_among([instance.pk]))


def _restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    upkeep.sync_below(instance.page)


def _restriction_gone(instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    # Unless it goes because its page does: what lay below is then on its way out, not public.
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        upkeep.sync_below(instance.page)
