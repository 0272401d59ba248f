"""What the files of documents say, read once when they are uploaded."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentRecord(models.Model):
    """What a document with this content says. It is about the content, not about a row.

    Orders are entered after documents are uploaded: the texts are searched then. They hold also
    what the upload said and the stored file no longer does, such as its author.
    """

    class Unread(models.TextChoices):
        DAMAGED = "damaged", _("it is damaged")
        ENCRYPTED = "encrypted", _("it is protected by a password")
        LONG = "long", _("it is too long")
        SCAN = "scan", _("it shows pictures of text, or letters that cannot be told")
        UNKNOWN = "unknown", _("nobody has read this kind of file")

    hash = models.CharField(max_length=40, primary_key=True)
    """The SHA-1 of the stored file, as Wagtail's `file_hash`."""
    texts = models.JSONField(_("texts"), default=list)
    """Each text with its place: `[["page 3", "…"], …]`."""
    unread = models.CharField(_("not read, because"), max_length=12, choices=Unread, blank=True)
    """Why a part could not be read; empty when all was read."""
    unread_where = models.CharField(_("part that was not read"), max_length=80, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("record of a document")
        verbose_name_plural = _("records of documents")

    def __str__(self) -> str:
        return self.hash
