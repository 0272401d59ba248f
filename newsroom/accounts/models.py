"""Accounts beside Django's own tables: second factors, sessions, failed log-ins, log and mail."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.records.encrypted_field import EncryptedTextField
from newsroom.records.log_context import Channel


class _OfAccount(models.Model):
    """A row that belongs to one account and is deleted with it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account")
    )

    # Not a use of the account, so Wagtail does not warn about it when the account is deleted.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
        default_permissions = ()


class _Factor(_OfAccount):
    """Something that a person has, and shows after the password."""

    name = models.CharField(_("name"), max_length=60)
    made_at = models.DateTimeField(_("added at"), default=timezone.now)
    used_at = models.DateTimeField(_("last used at"), null=True)

    class Meta(_OfAccount.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name


class AuthenticatorApp(_Factor):
    """An app that shows time-based codes (TOTP, RFC 6238)."""

    secret = EncryptedTextField(_("secret"), help_text=_("In base32."))
    last_step = models.BigIntegerField(
        default=0, help_text=_("The period of the last code: none is accepted twice.")
    )


class Passkey(_Factor):
    """A public key of WebAuthn: a device, a browser or a security key."""

    credential_id = models.CharField(max_length=1400, unique=True, help_text=_("In base64url."))
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)


class RecoveryCode(_OfAccount):
    """A code that stands in for a lost factor, once. Only its hash is stored."""

    hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta(_OfAccount.Meta):
        constraints = [models.UniqueConstraint(fields=["user", "hash"], name="one_recovery_code")]

    def __str__(self) -> str:
        return f"A recovery code of {self.user}"


class DeskSession(_OfAccount):
    """A session of the admin, as its owner sees it."""

    session_key = models.CharField(max_length=40, db_index=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    device = models.CharField(_("device"), max_length=80, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user}: {self.device}"


class FailedLogIn(models.Model):
    """A wrong password or code. It is written before the answer is known, and goes if it is right.

    `name` is what was typed: there need not be such an account.
    """

    wagtail_reference_index_ignore = True

    name = models.CharField(max_length=150, db_index=True)
    network = models.CharField(max_length=50, help_text=_("An address; of IPv6 its first half."))
    device = models.CharField(
        max_length=32, blank=True, help_text=_("A device that logged in before as this person.")
    )
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} from {self.network}"


class AccountLog(models.Model):
    """What happened to an account or a group. Database triggers refuse changes and deletions.

    A row outlives the account, so it has no database constraint on it.
    """

    wagtail_reference_index_ignore = True

    class Event(models.TextChoices):
        CREATED = "created", _("Account created")
        DELETED = "deleted", _("Account deleted")
        RIGHTS = "rights", _("Rights of an account changed")
        GROUP = "group", _("Rights of a group changed")
        PASSWORD = "password", _("Password changed")
        EMAIL = "email", _("Email address changed")
        FACTOR = "factor", _("Second factor changed")
        LIFTED = "lifted", _("Lock of the log-in lifted")
        SESSIONS = "sessions", _("Sessions ended")

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    event = models.CharField(_("what happened"), max_length=10, choices=Event)
    account_id = models.BigIntegerField(_("number of the account"), null=True, db_index=True)
    account = models.CharField(_("account or group"), max_length=150)
    what = models.TextField(_("details"))
    by = models.CharField(_("by"), max_length=200, blank=True)
    username = models.CharField(_("user name"), max_length=150, blank=True)
    channel = models.CharField(_("how"), max_length=40, choices=Channel)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        verbose_name = _("account log entry")
        verbose_name_plural = _("account log")

    def __str__(self) -> str:
        return f"{self.get_event_display()}: {self.account}"
