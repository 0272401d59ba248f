"""Releases the bundles that are due: all items of a bundle in one transaction, or none.

A crash rolls the whole bundle back, and a concurrent run skips a bundle of which it cannot lock
each page at once, so a run can be repeated safely.
"""

import hashlib
import json
import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.archive.sync import lock_index_exclusively
from newsroom.editions.locks import lock_releases_shared
from newsroom.gate.release_gate import Examination, ReleaseRefused
from newsroom.models import ReleaseBundle
from newsroom.publishing.bundles import check_items, lock_items
from newsroom.publishing.failed_releases import failed
from newsroom.publishing.outbox import edit_address, notify_desk
from newsroom.publishing.release import ClockReport, raise_if_disconnected
from newsroom.records.log_context import Channel, log_context
from newsroom.records.redaction import title_for_record
from newsroom.records.release_log import ReleaseLog, record
from newsroom.rules.findings import Finding, Level, Remedy

log = logging.getLogger(__name__)

GONE = Finding(
    "bundle",
    Level.BLOCKER,
    "An item that was approved with the bundle is not in it any more. Approve the bundle again.",
    Remedy.WAIT,
)

type Refusals = Sequence[tuple[object, Examination]]
"""Pages with what stands in the way of each; None for the bundle as a whole."""


class BundleHeld(Exception):
    """Not every item of a bundle can go out, so none does."""

    def __init__(self, refusals: Refusals) -> None:
        self.refusals = refusals
        super().__init__("Not every item of the bundle can go out.")


def release_due_bundles(now: datetime, skip: Collection[int] = ()) -> ClockReport:
    """Release every approved bundle whose moment has come.

    A bundle that is refused keeps its approval, and is tried again by the next run. `skip` contains
    the ids of bundles not to be tried.
    """
    report = ClockReport()
    due = ReleaseBundle.objects.approved().filter(goes_out_at__lte=now)
    for pk in list(due.order_by("goes_out_at", "pk").values_list("pk", flat=True)):
        if pk not in skip:
            _release(pk, now, report)
    return report


def _release(bundle_id: int, now: datetime, report: ClockReport) -> None:
    try:
        with transaction.atomic(), log_context(None, Channel.BUNDLE):
            published = _publish_all(bundle_id, now)
        report.published += published
        return
    except BundleHeld as held:
        refusals = held.refusals
    except ReleaseRefused as refusal:
        refusals = [(refusal.page, refusal.examination)]
    except Exception as error:
        raise_if_disconnected(error)
        log.exception("Release bundle %s could not be released", bundle_id)
        refusals = [(None, failed(error))]
    report.refused_bundles.append(bundle_id)
    try:
        with transaction.atomic(), log_context(None, Channel.BUNDLE):
            _tell(bundle_id, refusals)
    except Exception as error:
        raise_if_disconnected(error)
        log.exception("The refusal of release bundle %s could not be written down", bundle_id)
        report.failed.append(f"refusal of release bundle {bundle_id}")


def _publish_all(bundle_id: int, now: datetime) -> list[int]:
    """Publish each item; none if a page is locked by another writer. Raises BundleHeld."""
    # Two items change the same counts of the archive. Alone they do so in an order that prevents
    # deadlocks, two of them in a transaction do not. Locked ahead of the pages: whoever updates
    # the index has locked a page.
    lock_releases_shared()
    lock_index_exclusively()
    if not lock_items(bundle_id, wait=False):
        return []
    rows = ReleaseBundle.objects.approved().select_for_update(no_key=True, skip_locked=True)
    bundle = rows.filter(pk=bundle_id, goes_out_at__lte=now).first()
    if bundle is None:
        return []
    checks = check_items(bundle)
    refusals: list[tuple[object, Examination]] = [
        (check.page, check.examination) for check in checks if check.blockers
    ]
    if set(bundle.approved_digests) - {str(check.page.pk) for check in checks}:
        refusals.append((None, Examination("", [GONE])))
    if refusals:
        raise BundleHeld(refusals)
    bundle.released_at = timezone.now()
    bundle.save(update_fields=["released_at"])
    with log_context(None, Channel.BUNDLE, bundle.label):
        for check in checks:
            revision = check.version.revision or check.page.save_revision()
            revision.publish(log_action="wagtail.publish.scheduled")
    bundle.items.update(is_open=False)
    return [check.page.pk for check in checks]


def _tell(bundle_id: int, refusals: Refusals) -> None:
    """Log each refusal and notify the desk, once for the same refusals of the same approval."""
    bundle = ReleaseBundle.objects.approved().filter(pk=bundle_id).first()
    if bundle is None:
        return
    title = bundle.label
    key = _key(bundle, refusals)
    due = timezone.localtime(bundle.goes_out_at)
    lines = [
        f"Nothing of {title} was released: it was due on {due:%A %-d %B %Y at %H:%M}.",
        "It goes out whole or not at all, and this stands in the way:",
        "",
    ]
    for page, examination in refusals:
        said = [finding.message for finding in examination.blockers]
        if page is not None:
            lines += [f"“{title_for_record(page)}”", edit_address(page)]
        lines += [*(f"- {message}" for message in said), ""]
    lines += ["It goes out as soon as all of this is settled. An item that was changed has to be"]
    lines += ["cleared and approved again, and then the bundle."]
    subject = _("Not released: %(bundle)s") % {"bundle": title}
    if notify_desk(key, subject, "\n".join(lines)):
        for page, examination in refusals:
            record(ReleaseLog.Event.REFUSED, page, **examination.as_facts(), note=title)


def _key(bundle: ReleaseBundle, refusals: Refusals) -> str:
    rows = [[getattr(page, "pk", None), found.as_facts()["findings"]] for page, found in refusals]
    said = json.dumps([str(bundle.approved_at), rows]).encode()
    return f"bundle-refused:{bundle.pk}:{hashlib.sha256(said).hexdigest()}"
