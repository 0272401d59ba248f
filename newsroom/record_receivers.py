"""Which signal of a record calls which function: a switchboard for orders, sign-offs, accounts."""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from newsroom import models
from newsroom.accounts import credential_changes, rights_changes, sessions
from newsroom.gate import sign_off
from newsroom.orders import enforcement, frequent_names, unbinding
from newsroom.publishing import (
    fact_watch,
    reader_records,
    record_addresses,
    template_checks,
    updates,
    withheld_texts,
)
from newsroom.records import law_log
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
    pre_save.connect(law_log.note_before, sender=models.LegalRule)
    post_save.connect(law_log.log_change, sender=models.LegalRule)
    post_delete.connect(law_log.log_deletion, sender=models.LegalRule)
    pre_save.connect(template_checks.check_template_or_raise, sender=models.ReleaseTemplate)
    for record in record_addresses.SHOWN:
        pre_save.connect(record_addresses.check_addresses_or_raise, sender=record)
    for record in reader_records.RECORDS:
        pre_save.connect(reader_records.check_record_or_raise, sender=record)
        post_save.connect(withheld_texts.settle, sender=record)
        post_delete.connect(withheld_texts.forget, sender=record)
    for watched in fact_watch.WATCHED:
        pre_save.connect(fact_watch.before_save, sender=watched)
        post_save.connect(fact_watch.after_save, sender=watched)
        post_delete.connect(fact_watch.after_delete, sender=watched)
    pre_save.connect(credential_changes.note_account, sender=get_user_model())
    post_save.connect(credential_changes.account_saved, sender=get_user_model())
    for task in (models.LegalClearanceTask, models.EditorialApprovalTask):
        m2m_changed.connect(rights_changes.approvers_changed, sender=task.groups.through)
    user_logged_in.connect(sessions.begin)
    user_logged_out.connect(sessions.finish)
