"""Changes of release bundles: items put in and taken out, another moment, approval.

Each change of an approved bundle voids its approval. Locks are taken in this order, as everywhere:
the release lock, the rows of the pages by id, the row of the bundle.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from newsroom.gate.locking import lock_page
from newsroom.gate.release_gate import Examination, examine
from newsroom.gate.sign_off import Version, latest
from newsroom.models import BundledItem, DeskSettings, ReleaseBundle
from newsroom.pages.base import NewsroomPage
from newsroom.records.log_context import Channel, current_context, log_context
from newsroom.records.release_bundles import bundle_of
from newsroom.records.release_log import ReleaseLog, record
from newsroom.records.verdict_holds import is_in_vault
from newsroom.rules import embargo
from newsroom.rules.check import RuleContext
from newsroom.rules.facts import PageFacts
from newsroom.rules.findings import Finding, Level, Remedy


class BundleRefused(ValidationError):
    """A change of a bundle that is not possible. The message says why."""


@dataclass(frozen=True)
class ItemCheck:
    """What stands in the way of one item of a bundle."""

    version: Version
    examination: Examination

    @property
    def page(self) -> Any:
        return self.version.page

    @property
    def blockers(self) -> list[Finding]:
        return self.examination.blockers


def check_items(bundle: ReleaseBundle) -> list[ItemCheck]:
    """Examine each item of a bundle as it is now, for the moment of the bundle."""
    with log_context(None, Channel.BUNDLE):
        return [_check(bundle, page) for page in _pages(bundle)]


def _check(bundle: ReleaseBundle, page: Page) -> ItemCheck:
    version = latest(page)
    at = max(bundle.goes_out_at, timezone.now())
    found = examine(version.page, at=at, releasing=None)
    return ItemCheck(version, replace(found, findings=[*_own(bundle, version), *found.findings]))


def _own(bundle: ReleaseBundle, version: Version) -> list[Finding]:
    """What the bundle itself has against an item, besides the gate."""
    said, page = [], version.page
    if page.live:
        said.append(_("It is public already. Take it out of the bundle."))
    if page.go_live_at and page.go_live_at > max(bundle.goes_out_at, timezone.now()):
        said.append(_("It has an embargo of its own that ends later. Take that off the page."))
    if bundle.is_approved and bundle.approved_digests.get(str(page.pk)) != version.digest:
        said.append(_("It was changed after the bundle was approved. Approve the bundle again."))
    return [Finding("bundle", Level.BLOCKER, words, Remedy.EDIT) for words in said]


def problems_of_moment(moment: datetime) -> list[str]:
    """Why a bundle cannot go out at this moment: the same rules as for an embargo."""
    setting = RuleContext(moment, timezone.now(), laws=(), hours=DeskSettings.load().hours())
    facts = PageFacts(go_live_at=moment)
    rules = (embargo.embargo_past, embargo.embargo_hours)
    return [hit.message for rule in rules for hit in rule(facts, setting)]


def stamp(bundle: ReleaseBundle, checks: Sequence[ItemCheck]) -> str:
    """A fingerprint of what somebody approves: the moment, and the words of each item."""
    read = [bundle.goes_out_at.isoformat(), sorted((c.page.pk, c.version.digest) for c in checks)]
    return hashlib.sha256(json.dumps(read).encode()).hexdigest()


@transaction.atomic
def put_in(bundle_id: int, page_id: int, user: Any) -> None:
    """Put a draft into an open bundle. Raises BundleRefused if it cannot be in this bundle."""
    lock_page(page_id)
    bundle = lock_open(bundle_id)
    page: Any = Page.objects.get(pk=page_id).specific
    if why := _why_not_in(page, user):
        raise BundleRefused(why)
    _void(bundle, user)
    BundledItem.objects.create(bundle=bundle, page_id=page_id, added_by=user)
    record(ReleaseLog.Event.BUNDLED, page, note=_sentence(bundle))


def _why_not_in(page: Any, user: Any) -> str:
    if not isinstance(page, NewsroomPage) or page.alias_of_id:
        return _("Only pages that have words of their own go out in a bundle.")
    if not page.permissions_for_user(user).can_edit():
        return _("You may not edit this page.")
    if is_in_vault(page):
        return _("It is held for a verdict: it goes out on the screen of its hold alone.")
    if page.live:
        return _("It is public already: only drafts are put into a bundle.")
    if page.scheduled_revision:
        return _("It is scheduled to go out alone. Cancel its schedule first.")
    if held := bundle_of(page.pk):
        return _("It is in %(bundle)s. Take it out there first.") % {"bundle": held.bundle.label}
    return ""


@transaction.atomic
def take_out(bundle_id: int, page_id: int, user: Any, reason: str) -> None:
    """Take an item out of an open bundle and log the reason. It is a draft like any other again.

    Raises BundleRefused when the bundle has gone out, or when the item is not in it any more.
    """
    page = lock_page(page_id)
    bundle = lock_open(bundle_id)
    row = BundledItem.objects.filter(bundle=bundle, page_id=page_id, is_open=True).first()
    if page is None or row is None:
        raise BundleRefused(_("It is not in this bundle any more."))
    _void(bundle, user)
    row.delete()
    with log_context(user, Channel.ADMIN):
        record(ReleaseLog.Event.UNBUNDLED, page, note=f"{_sentence(bundle)} {reason}")


@transaction.atomic
def change(bundle_id: int, name: str, goes_out_at: datetime, user: Any) -> None:
    """Give an open bundle another name or moment. Another moment voids its approval."""
    bundle = lock_open(bundle_id)
    if bundle.goes_out_at != goes_out_at:
        _void(bundle, user)
    bundle.name, bundle.goes_out_at = name, goes_out_at
    bundle.save()


@transaction.atomic
def approve(bundle_id: int, user: Any, read: str) -> None:
    """Approve a bundle for its moment, as it was read: `read` is its `stamp()`.

    Raises BundleRefused when an item is not ready or has been changed since it was read, when the
    moment is not possible, or when the user may not publish one of the items.
    """
    lock_items(bundle_id, wait=True)
    bundle = lock_open(bundle_id)
    _forget(bundle)
    checks = check_items(bundle)
    if stamp(bundle, checks) != read:
        raise BundleRefused(_("Somebody has changed the bundle or an item meanwhile: read again."))
    if not checks:
        raise BundleRefused(_("There is nothing in this bundle."))
    if not all(check.page.permissions_for_user(user).can_publish() for check in checks):
        raise BundleRefused(_("Only somebody who may publish all its items approves a bundle."))
    if problems := problems_of_moment(bundle.goes_out_at):
        raise BundleRefused(" ".join(problems))
    if any(check.blockers for check in checks):
        raise BundleRefused(_("Not every item is cleared and approved: see what stands there."))
    bundle.approved_by, bundle.approved_at = user, timezone.now()
    bundle.approved_digests = {str(check.page.pk): check.version.digest for check in checks}
    bundle.save()
    with log_context(user, Channel.ADMIN):
        for check in checks:
            note = f"{_sentence(bundle)} {_moment(bundle)}"
            record(ReleaseLog.Event.SCHEDULED, check.page, **check.version.columns, note=note)


@transaction.atomic
def withdraw_approval(bundle_id: int, user: Any) -> None:
    """Take back the approval of a bundle, so that nothing of it goes out. Idempotent."""
    _void(lock_open(bundle_id), user)


@transaction.atomic
def delete_empty(bundle_id: int) -> None:
    """Delete an open bundle that has no items. Raises BundleRefused when it has some."""
    bundle = lock_open(bundle_id)
    if bundle.items.exists():
        raise BundleRefused(_("There are items in it: take them out first."))
    bundle.delete()


def lock_open(bundle_id: int) -> ReleaseBundle:
    """Lock the row of an open bundle. Raises BundleRefused when it has gone out or is deleted."""
    rows = ReleaseBundle.objects.open().select_for_update(no_key=True)
    bundle = rows.filter(pk=bundle_id).first()
    if bundle is None:
        raise BundleRefused(_("This bundle has gone out, or somebody has deleted it."))
    return bundle


def lock_items(bundle_id: int, *, wait: bool) -> bool:
    """Lock the pages of a bundle by id; False if one is locked by somebody else and not waited for.

    Whoever locks several pages does so in this order.
    """
    rows = BundledItem.objects.filter(bundle=bundle_id, is_open=True).order_by("page_id")
    pages = list(rows.values_list("page_id", flat=True))
    return all(lock_page(page_id, wait=wait) is not None for page_id in pages)


def _pages(bundle: ReleaseBundle) -> list[Page]:
    held = BundledItem.objects.filter(bundle=bundle).order_by("pk").select_related("page")
    return [item.page for item in held]


def _forget(bundle: ReleaseBundle) -> None:
    bundle.approved_by, bundle.approved_at, bundle.approved_digests = None, None, {}


def _void(bundle: ReleaseBundle, user: Any) -> None:
    """Void the approval, if there is one, and log that its items do not go out."""
    if not bundle.is_approved:
        return
    _forget(bundle)
    bundle.save()
    with log_context(user, current_context().channel):
        for page in _pages(bundle):
            record(ReleaseLog.Event.UNSCHEDULED, page, note=_sentence(bundle))


def _sentence(bundle: ReleaseBundle) -> str:
    label = bundle.label
    return f"{label[0].upper()}{label[1:]}."


def _moment(bundle: ReleaseBundle) -> str:
    return f"Goes out on {timezone.localtime(bundle.goes_out_at):%A %-d %B %Y at %H:%M}."
