"""Which signal of a page or a file calls which function: a switchboard.

Records have one of their own (record_receivers.py). Saving an item brings itself in line.

`page_published` is not listened to: Wagtail 8.0 sends it for scheduled pages too (issue 13959).
"""

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Site,
)
from wagtail.signals import post_page_move

from newsroom import models
from newsroom.gate import address_sync, following, release_gate
from newsroom.pages import archive_sync, changes, deletions, held_pages, public_files
from newsroom.retention import review_dates


def connect() -> None:
    pre_save.connect(release_gate.check_plain_page_save, sender=Page)
    post_save.connect(changes.page_saved, sender=Page)
    pre_delete.connect(following.forget, sender=Page)
    pre_delete.connect(archive_sync.forget_item, sender=models.NewsItemPage)
    post_save.connect(changes.person_changed, sender=models.Person)
    for signal in (post_save, post_delete):
        signal.connect(changes.update_changed, sender=models.ItemUpdate)
        signal.connect(review_dates.update_changed, sender=models.ItemUpdate)
        signal.connect(changes.person_changed, sender=models.PersonTitle)
        signal.connect(changes.collection_restricted, sender=CollectionViewRestriction)
    post_save.connect(changes.site_changed, sender=Site)
    post_save.connect(changes.restricted, sender=PageViewRestriction)
    post_delete.connect(changes.restriction_gone, sender=PageViewRestriction)
    post_save.connect(changes.collection_changed, sender=Collection)
    post_save.connect(address_sync.follow_redirect, sender=Redirect)
    post_delete.connect(address_sync.forget_redirect, sender=Redirect)
    post_save.connect(held_pages.forget_log_entry, sender=PageLogEntry)
    post_page_move.connect(archive_sync.follow_move)
    for file in (get_image_model(), get_document_model()):
        pre_delete.connect(public_files.keep_while_public, sender=file)
        post_save.connect(changes.file_changed, sender=file)
        post_delete.connect(changes.file_deleted, sender=file)
    for known, note in deletions.NOTED.items():
        pre_delete.connect(note, sender=known)
        post_delete.connect(deletions.settle, sender=known)
