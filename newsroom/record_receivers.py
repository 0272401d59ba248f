"""Which signal of a record calls which function: a switchboard for orders, sign-offs, accounts."""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from newsroom import models
from newsroom.accounts import credential_changes, rights_changes, sessions
from newsroom.gate import sign_off
from newsroom.orders import enforcement, frequent_names, unbinding
from newsroom.publishing import reader_records, updates, withheld_texts
from newsroom.records.restrictions import kept_bound


def connect() -> None:
    post_save.connect(enforcement.order_changed, sender=models.ReportingRestriction)
    post_delete.connect(enforcement.order_gone, sender=models.ReportingRestriction)
    pre_save.connect(frequent_names.check_name_or_raise, sender=models.ProtectedName)
    for signal in (post_save, post_delete):
        signal.connect(enforcement.name_changed, sender=models.ProtectedName)
    m2m_changed.connect(
        enforcement.order_pages_changed, sender=models.ReportingRestriction.pages.through
    )
    kept_bound.connect(unbinding.keep)
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
