"""Which signal calls which function: a switchboard. Saving an item brings itself in line.

`page_published` is not listened to: Wagtail sends it for a page that is only scheduled.
"""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from newsroom.guard import following, gate, sign_off
from newsroom.models import (
    Answer,
    ItemUpdate,
    NewsItemPage,
    Person,
    PersonTitle,
    ReportingRestriction,
)
from newsroom.pages import cases, changes, deletions, files, upkeep
from newsroom.pages.document_files import make_renditions
from newsroom.publishing import orders, updates
from newsroom.readers.cases import Told
from newsroom.readers.pictures import Missing
from newsroom.wire import redirects


def connect() -> None:
    Told.orders_of = cases.orders_of
    Missing.make = make_renditions
    pre_save.connect(gate.require_plain, sender=Page)
    post_save.connect(changes.page_saved, sender=Page)
    pre_delete.connect(following.forget, sender=Page)
    pre_delete.connect(upkeep.forget_item, sender=NewsItemPage)
    post_save.connect(changes.update_changed, sender=ItemUpdate)
    post_delete.connect(changes.update_changed, sender=ItemUpdate)
    for known in (Person, PersonTitle):
        post_save.connect(changes.person_changed, sender=known)
    post_delete.connect(changes.person_changed, sender=PersonTitle)
    post_save.connect(orders.order_changed, sender=ReportingRestriction)
    m2m_changed.connect(orders.order_bound, sender=ReportingRestriction.pages.through)
    post_save.connect(changes.site_changed, sender=Site)
    post_save.connect(changes.restricted, sender=PageViewRestriction)
    post_delete.connect(changes.restriction_gone, sender=PageViewRestriction)
    post_save.connect(changes.collection_restricted, sender=CollectionViewRestriction)
    post_delete.connect(changes.collection_restricted, sender=CollectionViewRestriction)
    post_page_move.connect(upkeep.follow_move)
    post_page_move.connect(redirects.keep_old_place)
    page_slug_changed.connect(redirects.keep_old_slug)
    pre_save.connect(sign_off.bind_to_names, sender=Answer)
    pre_save.connect(updates.require, sender=ItemUpdate)
    for file in (get_image_model(), get_document_model()):
        pre_delete.connect(files.keep_while_public, sender=file)
        post_save.connect(changes.file_changed, sender=file)
    for known, note in deletions.NOTED.items():
        pre_delete.connect(note, sender=known)
        post_delete.connect(deletions.settle, sender=known)
