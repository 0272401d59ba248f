"""What a preview link shows of a draft, and when it shows nothing.

A link shows exactly the words for which somebody made it. A later draft is shown once somebody at
the desk says so. An order and an unconfirmed anonymity withhold a page from a link as they keep it
from readers: the recipient is outside the desk, and need not know of the order.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.document import Document
from newsroom.gate.name_answers import NAME_RULES
from newsroom.gate.page_facts import digest_of
from newsroom.gate.release_gate import UNCHECKED, examine
from newsroom.gate.sign_off import Version
from newsroom.models import PreviewComment, PreviewLink, PreviewOpening, WrongPreviewLink
from newsroom.publishing.outbox import edit_address, notify_desk
from newsroom.publishing.updates import ANONYMITY, ORDER
from newsroom.records.orders_in_force import orders_binding
from newsroom.records.redaction import title_for_record
from newsroom.records.release_log import ReleaseLog, record
from newsroom.records.verdict_holds import hold_of

WITHHOLDING = frozenset({ORDER, ANONYMITY, UNCHECKED.code, *(rule.code for rule in NAME_RULES)})
"""The codes of blockers that withhold a page from everybody outside the desk."""
MOST_WRONG = 30
"""How many tokens that open nothing a network may send within `MEMORY`."""
MEMORY = timedelta(hours=1)
MOST_COMMENTS = 50
"""How many comments one link takes."""


class TooManyWrong(Exception):
    """The network has sent too many tokens that open nothing. No token is looked up."""


@dataclass(frozen=True)
class Disclosure:
    """A link, and what it shows at this moment."""

    link: PreviewLink
    page: Any = None
    """The page with the content of the link's revision; None if the words are withheld."""
    document: Document | None = None
    is_newest: bool = True
    """Whether no later draft has been saved."""


def is_withheld(page: Any) -> bool:
    """Whether a page, as it is in memory, is shown to nobody outside the desk."""
    now = timezone.now()
    if hold_of(page) or orders_binding(page, now):
        return True
    return any(finding.code in WITHHOLDING for finding in examine(page, at=now).blockers)


@transaction.atomic
def make_link(
    version: Version, user: Any, recipient: str, organisation: str, expires_at: datetime
) -> tuple[PreviewLink, str]:
    """Save a link to this version, and log it. Returns it with its token, which is not kept.

    Raises PermissionDenied for what is held for a verdict.
    """
    if hold_of(version.page):
        raise PermissionDenied("What is held for a verdict is shown to nobody outside the desk.")
    token = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        token_hash=_hash(token),
        page_id=version.page.pk,
        revision=version.revision,
        digest=version.digest,
        recipient=recipient,
        organisation=organisation,
        made_by=user,
        expires_at=expires_at,
    )
    _log(ReleaseLog.Event.LINK_MADE, link, version)
    return link, token


@transaction.atomic
def show_newest(link: PreviewLink, version: Version) -> None:
    """Let a link show this version from now on, and log it."""
    link.revision, link.digest = version.revision, version.digest
    link.save(update_fields=["revision", "digest"])
    _log(ReleaseLog.Event.LINK_RENEWED, link, version)


@transaction.atomic
def revoke(link: PreviewLink, version: Version, user: Any) -> None:
    """Have a link open nothing any more, and log it. Idempotent."""
    revoked = PreviewLink.objects.filter(pk=link.pk, revoked_at=None)
    if revoked.update(revoked_at=timezone.now(), revoked_by=user):
        _log(ReleaseLog.Event.LINK_REVOKED, link, version)


def find_link(token: str, network: str) -> PreviewLink | None:
    """The link that works with this token: expired, revoked and unknown ones are not told apart.

    A token that opens nothing counts against the network. Raises TooManyWrong.
    """
    now = timezone.now()
    wrong = WrongPreviewLink.objects.filter(network=network, at__gt=now - MEMORY)
    if wrong.count() >= MOST_WRONG:
        raise TooManyWrong
    link = PreviewLink.objects.usable(now).filter(token_hash=_hash(token)).first()
    if link is None:
        WrongPreviewLink.objects.filter(at__lte=now - MEMORY).delete()
        WrongPreviewLink.objects.create(network=network, at=now)
    return link


def disclose(link: PreviewLink) -> Disclosure:
    """What the link shows now. Nothing if a file or a term of it has been changed since."""
    if link.revision is None:
        return Disclosure(link)
    page = link.revision.as_object()
    document = page.as_document()
    if digest_of(page, document) != link.digest or is_withheld(page):
        return Disclosure(link)
    newest = Page.objects.filter(pk=page.pk).values_list("latest_revision", flat=True).first()
    return Disclosure(link, page, document, is_newest=newest == link.revision_id)


def note_opening(disclosure: Disclosure) -> None:
    """Keep that a link was opened, and whether it showed the words."""
    link = disclosure.link
    shown = disclosure.document is not None
    PreviewOpening.objects.create(link=link, digest=link.digest, was_shown=shown)


@transaction.atomic
def keep_comment(link: PreviewLink, words: str) -> bool:
    """Keep a comment, and tell the desk and who made the link; False if the link takes no more.

    The notice does not repeat the comment, which may hold a protected name.
    """
    PreviewLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.comments.count() >= MOST_COMMENTS:
        return False
    comment = PreviewComment.objects.create(link=link, digest=link.digest, words=words)
    page = Page.objects.get(pk=link.page_id).specific
    title = title_for_record(page)
    body = (
        f"A comment on the draft “{title}” has come by a preview link. Read it beside the form, "
        f"under “From preview links”:\n{edit_address(page)}"
    )
    key = f"preview-comment:{comment.pk}"
    notify_desk(key, f"Comment on a draft: {title}", body, page, also=link.made_by)
    return True


def _hash(token: str) -> str:
    # The token has 256 random bits, so nothing is gained by a slow hash.
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _log(event: str, link: PreviewLink, version: Version) -> None:
    until = timezone.localtime(link.expires_at)
    note = f"Preview link for {link}, until {until:%-d %B %Y at %H:%M}."
    record(event, version.page, note=note, **version.columns)
