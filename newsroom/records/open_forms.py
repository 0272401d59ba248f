"""Edit forms of pages that somebody has open: what each began from, and what it saved by itself."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

REMEMBERED = timedelta(days=30)
"""How long a form is remembered. An older one stands on the version that it says it began from."""


class OpenForm(models.Model):
    """The edit form of a page in one window of a browser, from its opening to its last save.

    Wagtail 8.0 tells a server only of autosaves which version they stand on. This row says it of
    every button, and of a new page whose first autosave has not been answered yet. It also says
    that somebody began from a version, which an autosave then leaves as it is: two changes of a
    page are put together against the version that both began from.
    """

    # Not a use of the page, so Wagtail does not warn about it when the page is deleted.
    wagtail_reference_index_ignore = True

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))
    began_from = models.ForeignKey(
        Revision,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("version it was opened with"),
        help_text=_("Empty for a page that had none."),
    )
    began_at = models.DateTimeField(_("when that version was saved"), null=True)
    saved = models.ForeignKey(
        Revision,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("version that it saved by itself"),
    )
    kept = models.ForeignKey(
        Revision,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("version kept beside the newest"),
        help_text=_("What was in the form when somebody else had saved the page."),
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")

    def __str__(self) -> str:
        return f"{self.key}: {self.page_id}"

    @classmethod
    def forget_old(cls) -> None:
        """Delete the rows of forms that were opened long ago."""
        cls.objects.filter(opened_at__lt=timezone.now() - REMEMBERED).delete()

    @property
    def base(self) -> Revision | None:
        """The version that its words are changes of; None if it is not kept as it was."""
        if self.saved is not None:
            return self.saved
        began = self.began_from
        return began if began is not None and began.created_at == self.began_at else None

    def stands_on(self, latest: Revision) -> bool:
        """Whether nobody else has saved the page since."""
        if latest.pk == self.saved_id:
            return True
        return latest.pk == self.began_from_id and latest.created_at == self.began_at
