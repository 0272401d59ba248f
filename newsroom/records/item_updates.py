"""Updates and corrections of items. They are plain rows, outside the revisions of a page.

An `ItemUpdate` is public. What is still being written is an `UpdateDraft`, in a table that nothing
which readers get is made from.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PreviewableMixin

from newsroom.choices import UPDATE_STAGES, StageKind
from newsroom.documents import canonical
from newsroom.documents.document import Update
from newsroom.years import sensible_year


def digest_of_update(shown: Update, page_digest: str) -> str:
    """The SHA-256 digest of an update, as part of a document, on the page with the given digest."""
    text = canonical.dumps({"page": page_digest, "update": canonical.encode(shown)})
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class UpdateWords(models.Model):
    """What readers get of an update: a dated event in the case, or a correction, with its words."""

    Stage = StageKind

    item: Any
    stage = models.CharField(
        _("what happened"),
        max_length=16,
        choices=UPDATE_STAGES,
        help_text=_(
            "Readers see this as a badge, so “updated with sentence” is not typed in titles."
        ),
    )
    at = models.DateTimeField(
        _("date and time"),
        validators=[sensible_year],
        default=timezone.now,
        help_text=_(
            "Readers see this, in London time. An update with a later time is shown from then on."
        ),
    )
    note = models.TextField(
        _("note"),
        help_text=_(
            "One or two sentences, for example: “Sentenced to four years at Leeds Crown Court.”"
        ),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.at:%-d %B %Y}"

    @property
    def shown(self) -> Update:
        """The update as part of a document."""
        return Update(self.at, str(self.stage), self.note)

    def digest_on(self, page_digest: str) -> str:
        """The digest of these words on the page with the given digest.

        A check of an update is valid for this digest alone. It ends when the words change, and when
        those of the page do.
        """
        return digest_of_update(self.shown, page_digest)


class ItemUpdate(UpdateWords):
    """A public event in the case after its item was published, or a public correction."""

    item = models.ForeignKey(
        Page,
        models.CASCADE,
        related_name="updates",
        verbose_name=_("item"),
        help_text=_("The press release or statement this adds to. It keeps its address."),
    )
    passed = models.CharField(max_length=64, editable=False, default="", db_default="")
    """The fingerprint of the words that the gate let through. Others are shown to nobody."""

    written_by: Any = None
    """Who wrote the words that are about to be saved; not stored. None if nobody knows."""

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("update to an item")
        verbose_name_plural = _("updates to items")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in one transaction with the check of the note (see publishing/updates.py)."""
        if (columns := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*columns, "passed"}
        with transaction.atomic():
            super().save(*args, **kwargs)

    @property
    def fingerprint(self) -> str:
        """The digest of these words on this item, whatever the item says."""
        return self.digest_on(str(self.item_id))

    @property
    def has_passed(self) -> bool:
        """Whether the gate let exactly these words through, for this item."""
        return self.passed == self.fingerprint


class UpdateDraft(PreviewableMixin, UpdateWords):
    """An update that is being written: a new one, or other words for one that is public.

    Publishing it is a step of its own (publishing/update_steps.py).
    """

    item = models.ForeignKey(
        Page,
        models.CASCADE,
        related_name="update_drafts",
        verbose_name=_("item"),
        help_text=_("The press release or statement this adds to. It keeps its address."),
    )
    changes = models.OneToOneField(
        ItemUpdate,
        models.CASCADE,
        null=True,
        editable=False,
        related_name="draft",
        verbose_name=_("public update that it changes"),
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    """The last person who changed the words. Somebody else has to check them."""
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("draft of an update")
        verbose_name_plural = _("drafts of updates")

    def as_update(self) -> ItemUpdate:
        """The public row with these words, unsaved."""
        update = self.changes or ItemUpdate()
        update.item_id, update.stage, update.at = self.item_id, self.stage, self.at
        update.note, update.written_by = self.note, self.written_by
        return update

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The item's page as readers will get it, with this update in it."""
        response: HttpResponse = self.item.specific.serve_with_update(request, self)
        return response
