"""Which signal calls which function: a switchboard. Saving an item brings itself in line.

`page_published` is not listened to: Wagtail 8.0 sends it for scheduled pages too (issue 13959).
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from newsroom import models
from newsroom.accounts import credential_changes, rights_changes, sessions
from newsroom.gate import address_sync, following, release_gate, sign_off
from newsroom.orders import enforcement, unbinding
from newsroom.pages import archive_sync, changes, deletions, public_files
from newsroom.publishing import reader_records, updates, withheld_texts
from newsroom.records.restrictions import kept_bound


def connect() -> None:
    pre_save.connect(release_gate.check_plain_page_save, sender=Page)
    post_save.connect(changes.page_saved, sender=Page)
    pre_delete.connect(following.forget, sender=Page)
    pre_delete.connect(archive_sync.forget_item, sender=models.NewsItemPage)
    post_save.connect(changes.person_changed, sender=models.Person)
    post_save.connect(enforcement.order_changed, sender=models.ReportingRestriction)
    post_delete.connect(enforcement.order_gone, sender=models.ReportingRestriction)
    for signal in (post_save, post_delete):
        signal.connect(enforcement.name_changed, sender=models.ProtectedName)
        signal.connect(changes.update_changed, sender=models.ItemUpdate)
        signal.connect(changes.person_changed, sender=models.PersonTitle)
        signal.connect(changes.collection_restricted, sender=CollectionViewRestriction)
    m2m_changed.connect(
        enforcement.order_pages_changed, sender=models.ReportingRestriction.pages.through
    )
    kept_bound.connect(unbinding.keep)
    post_save.connect(changes.site_changed, sender=Site)
    post_save.connect(changes.restricted, sender=PageViewRestriction)
    post_delete.connect(changes.restriction_gone, sender=PageViewRestriction)
    post_save.connect(changes.collection_changed, sender=Collection)
    post_save.connect(address_sync.follow_redirect, sender=Redirect)
    post_delete.connect(address_sync.forget_redirect, sender=Redirect)
    post_page_move.connect(archive_sync.follow_move)
    pre_save.connect(sign_off.record_names_answered, sender=models.CheckResponse)
    for sign_off_record in (models.Clearance, models.UrgentRelease, models.CheckResponse):
        pre_save.connect(sign_off.record_facts, sender=sign_off_record)
    pre_save.connect(updates.check_update_or_raise, sender=models.ItemUpdate)
    post_delete.connect(updates.log_removal, sender=models.ItemUpdate)
    for record in reader_records.RECORDS:
        pre_save.connect(reader_records.check_record_or_raise, sender=record)
        post_save.connect(withheld_texts.settle, sender=record)
        post_delete.connect(withheld_texts.forget, sender=record)
    pre_save.connect(credential_changes.note_account, sender=get_user_model())
    post_save.connect(credential_changes.account_saved, sender=get_user_model())
    for task in (models.LegalClearanceTask, models.EditorialApprovalTask):
        m2m_changed.connect(rights_changes.approvers_changed, sender=task.groups.through)
    user_logged_in.connect(sessions.begin)
    user_logged_out.connect(sessions.finish)
    for file in (get_image_model(), get_document_model()):
        pre_delete.connect(public_files.keep_while_public, sender=file)
        post_save.connect(changes.file_changed, sender=file)
        post_delete.connect(changes.file_deleted, sender=file)
    for known, note in deletions.NOTED.items():
        pre_delete.connect(note, sender=known)
        post_delete.connect(deletions.settle, sender=known)
