"""Documents in dated versions, each with a permanent address.

The document's own address shows the version in force; the versions are pages below it. A version
that was published as agreed cannot be edited. A new version supersedes it in one transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from newsroom.documents.document import Version
from newsroom.documents.markup import cleaned
from newsroom.pages.base import ArticlePage, NewsroomPage
from newsroom.pages.stream_blocks import RICH_TEXT
from newsroom.pages.versions import clauses
from newsroom.pages.versions.version_forms import VersionBanner, VersionForm
from newsroom.pages.versions.version_rules import (
    FIXED,
    Status,
    changes_of_fixed,
    problems,
    superseded_by,
)
from newsroom.readers.versions.document_views import VIEWS
from newsroom.readers.versions.in_force import AGREED, status_on
from newsroom.records.log_context import current_context
from newsroom.years import sensible_year

KEPT = ("anchors", "numbers", "fixed_at")
"""Fields that belong to the version, so a draft's values are ignored."""


class DocumentPage(NewsroomPage):
    """The permanent address of a document, which shows the version in force."""

    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("summary")]
    max_count_per_parent = 1
    parent_page_types = ["newsroom.NewsIndexPage"]

    class Meta:
        abstract = True

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "introduction": cleaned(self.introduction)}


class VersionPage(ArticlePage):
    """One version of a document."""

    version_label = models.CharField(
        _("version"), max_length=100, help_text=_("For example: 2005, or December 2025")
    )
    status = models.CharField(
        _("status"),
        max_length=16,
        choices=Status,
        default=Status.CONSULTATION,
        help_text=_(
            "Once it has been published as in force, the words of a version cannot be changed."
        ),
    )
    in_force_from = models.DateField(
        _("in force from"),
        validators=[sensible_year],
        null=True,
        blank=True,
        help_text=_("The version that is in force before ends the day before this one."),
    )
    in_force_to = models.DateField(
        _("in force until"),
        validators=[sensible_year],
        null=True,
        blank=True,
        help_text=_("Its last day. Filled in when a new version is published as in force."),
    )
    agreed_by = models.CharField(
        _("agreed by"),
        max_length=250,
        blank=True,
        help_text=_("For example: the CPS, the National Police Chiefs’ Council and the media"),
    )
    document = models.ForeignKey(
        "wagtaildocs.Document",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
        help_text=_("The same text as a file, as it was agreed."),
    )
    anchors = models.JSONField(_("anchors"), default=dict, editable=False)
    numbers = models.JSONField(_("numbers"), default=dict, editable=False)
    fixed_at = models.DateTimeField(_("words fixed since"), null=True, editable=False)

    Status = Status

    below: Page | None = None
    """The future parent of a version that is not in the tree yet."""

    exclude_fields_in_copy = ["status", "in_force_from", "in_force_to", "numbers", "fixed_at"]
    base_form_class = VersionForm
    content_panels = [
        VersionBanner(),
        *Page.content_panels,
        FieldRowPanel([FieldPanel("version_label"), FieldPanel("status")]),
        FieldRowPanel([FieldPanel("in_force_from"), FieldPanel("in_force_to")]),
        FieldPanel("agreed_by"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("document"),
    ]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    @property
    def status_today(self) -> tuple[str, Any]:
        """The version's status today: its code and its label for readers."""
        return status_on(self, timezone.localdate())

    @property
    def enters_force(self) -> bool:
        """Whether a release puts the version in force, or brings its first day forward.

        Ending a version that is in force is no such release.
        """
        if self.status not in AGREED:
            return False
        stored = self.stored()
        if stored is None or not stored.live or stored.status not in AGREED:
            return True
        began, begins = stored.in_force_from, self.in_force_from
        return began is not None and begins is not None and begins < began

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The stored blocks of the text, each with an id."""
        return self.body.get_prep_value()

    @cached_property
    def places(self) -> dict[str, clauses.Place]:
        """The anchor and numbers of each clause, list and heading, by block id."""
        return clauses.places(self.blocks, self.anchors, self.numbers)

    def document_parts(self) -> dict[str, Any]:
        version = Version(
            label=self.version_label,
            status=str(self.status),
            in_force_from=self.in_force_from,
            in_force_to=self.in_force_to,
            agreed_by=self.agreed_by,
            document=self.document_id,
            # Not the cached property: the text may have changed since it was computed.
            places=tuple(clauses.places(self.blocks, self.anchors, self.numbers).values()),
        )
        return {**super().document_parts(), "version": version}

    def stored(self) -> Self | None:
        """The version as stored in the database."""
        return type(self).objects.filter(pk=self.pk).first() if self.pk else None

    def others(self) -> list[Self]:
        """The other live versions of the document, including those hidden from readers."""
        document = self.get_parent() if self.path else self.below
        if document is None:
            return []
        return list(type(self).objects.child_of(document).filter(live=True).exclude(pk=self.pk))

    def clean(self) -> None:
        """Refuse two versions in force at once, and changes of an agreed text."""
        super().clean()
        if self.live:
            self._refuse(self.stored(), self.others())

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the version, and end the one that it supersedes, in one transaction."""
        written = kwargs.get("update_fields")
        if written is not None and not {*FIXED, "status", "live"}.intersection(written):
            return super().save(*args, **kwargs)
        with transaction.atomic():
            # The row lock lets versions that are published concurrently see each other.
            Page.objects.select_for_update().get(pk=self.get_parent().pk)
            stored = self.stored()
            if not self.live:
                # A draft may be incomplete, but an agreed text stays fixed even when unpublished.
                self._refuse(stored)
                return super().save(*args, **kwargs)
            others = self.others()
            self._refuse(stored, others)
            self._keep_places(stored)
            if self.status in AGREED and self.fixed_at is None:
                self.fixed_at = timezone.now()
            if ended := superseded_by(self, others):
                before, last_day = ended
                before.end(last_day)
            return super().save(*args, **kwargs)

    def end(self, last_day: date) -> None:
        """Set the last day on which this version is in force, with a new revision."""
        self.in_force_to, self.status = last_day, Status.SUPERSEDED
        by = current_context().user
        self.save_revision(user=by, log_action=True).publish(user=by)

    def with_content_json(self, content: Mapping[str, Any]) -> Self:
        """Build the version from a draft, except the fields in `KEPT`."""
        version = super().with_content_json(content)
        for name in KEPT:
            setattr(version, name, getattr(self, name))
        return version

    def copy(
        self,
        *args: Any,
        update_attrs: dict[str, Any] | None = None,
        reset_translation_key: bool = True,
        **kwargs: Any,
    ) -> Any:
        """Copy the version. A copy is a draft, but a translation has the dates of its original."""
        if not reset_translation_key:
            dates = ("status", "in_force_from", "in_force_to")
            update_attrs = {**{name: getattr(self, name) for name in dates}, **(update_attrs or {})}
        return super().copy(
            *args,
            update_attrs=update_attrs,
            reset_translation_key=reset_translation_key,
            **kwargs,
        )

    def _refuse(self, stored: Self | None, others: Sequence[Self] | None = None) -> None:
        found: dict[str, list[Any]] = {}
        refused = list(changes_of_fixed(self, stored))
        if others is not None:
            refused += problems(self, others)
            if self.slug in VIEWS:
                refused.append((None, _("This address is taken by a page of the document.")))
        for name, message in refused:
            found.setdefault(name or "__all__", []).append(message)
        if found:
            raise ValidationError(found)

    def _keep_places(self, stored: Self | None) -> None:
        """Preserve the anchors and clause numbers that were public before."""
        self.__dict__.pop("places", None)
        if stored is not None:
            self.anchors, self.numbers = stored.anchors, stored.numbers
        for version in (stored, self) if stored is not None and stored.live else (self,):
            self.anchors = clauses.anchors(version.blocks, self.anchors)
            self.numbers = clauses.numbers(version.blocks, self.numbers)
