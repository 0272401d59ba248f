"""Texts of records beside pages that readers do not get, and namesakes that they may get."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.records.encrypted_field import EncryptedTextField
from newsroom.records.restrictions import ReportingRestriction


class AboutRecord(models.Model):
    """A row about one record. The record may be of any model, and may be deleted before the row."""

    model = models.CharField(max_length=60)
    """The label of the record's model: `newsroom.CrimeType`."""
    record_id = models.BigIntegerField()

    class Meta:
        abstract = True


class WithheldText(AboutRecord):
    """A text that holds a protected name. Its record has a substitute in the place of it.

    Readers' tables therefore do not hold the name, whatever reads them. When no order protects the
    name any more, the text is put back, unless somebody has written another one.
    """

    field = models.CharField(max_length=60)
    words = EncryptedTextField(_("text"))
    instead = models.TextField(blank=True)
    """What the record has in its place."""
    restriction = models.ForeignKey(
        ReportingRestriction,
        models.SET_NULL,
        null=True,
        related_name="withheld_texts",
        verbose_name=_("reporting restriction"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["model", "record_id", "field"], name="withheld_once")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.record_id}: {self.field}"


class NamesakeReason(AboutRecord):
    """Why names in a record are those of somebody who is not protected."""

    names = models.JSONField(default=list)
    """Ids of the protected names that were found when the reason was given."""
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["model", "record_id"], name="namesake_of_record")]

    def __str__(self) -> str:
        return f"{self.model} {self.record_id}"
