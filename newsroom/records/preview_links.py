"""Preview links: one draft, shown to one named person without an account, until a moment.

A link outlives its page: it is evidence of who was shown what. The token is in the address that the
person was sent and nowhere else; the table holds its hash.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from newsroom.records.encrypted_field import EncryptedTextField


class PreviewLinkQuerySet(models.QuerySet):
    """Preview links, with a filter for those that work."""

    def usable(self, now: datetime) -> "PreviewLinkQuerySet":
        """Those that are neither revoked nor expired, of pages that exist."""
        return self.filter(revoked_at=None, expires_at__gt=now, page__isnull=False)


class PreviewLink(models.Model):
    """Leave for one person to read exactly one version of a page."""

    # Not a use of the page, so Wagtail does not warn about it when the page is deleted.
    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        OPEN = "open", _("Works")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    """The SHA-256 of the token, in hexadecimal."""
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="preview_links")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    """The digest of the words that the link shows. It shows no others."""
    recipient = models.CharField(_("name of who gets it"), max_length=100)
    organisation = models.CharField(_("organisation"), max_length=100)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-pk"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self) -> str:
        return f"{self.recipient}, {self.organisation}"

    @property
    def state(self) -> "PreviewLink.State":
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED


class PreviewOpening(models.Model):
    """One opening of a link."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    was_shown = models.BooleanField()
    """False when the words were withheld: by an order, or because a file of them was replaced."""

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.link} at {self.at:%Y-%m-%d %H:%M}"


class PreviewComment(models.Model):
    """What the recipient of a link wrote back. Encrypted: it may hold a protected name."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="comments")
    at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    words = EncryptedTextField()

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Comment {self.pk} by {self.link}"


class WrongPreviewLink(models.Model):
    """A request with a token that opens nothing, counted by the network that it came from."""

    network = models.CharField(max_length=50, db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.network} at {self.at:%Y-%m-%d %H:%M}"
