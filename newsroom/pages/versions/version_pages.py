"""Documents that are kept in dated versions, each at an address that stays.

The document has one address and shows the version in force; its versions are pages below it. What
was published as agreed is never edited: a new version supersedes it, in one transaction.
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

KEPT = ("anchors", "numbers", "fixed_at")
"""What belongs to the version and not to a draft of it."""


class DocumentPage(NewsroomPage):
    """One address for a document, whichever version of it is in force."""

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
        null=True,
        blank=True,
        help_text=_("The version that is in force before ends the day before this one."),
    )
    in_force_to = models.DateField(
        _("in force until"),
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
    """The document that a version is being added to, while it has no place in the tree."""

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
        """What the version is today: a word for the machine and words for readers."""
        return status_on(self, timezone.localdate())

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The text as it is stored, where each block has an id."""
        return self.body.get_prep_value()

    @cached_property
    def places(self) -> dict[str, clauses.Place]:
        """Anchor and numbers of each clause, list and heading by the id of its block."""
        return clauses.places(self.blocks, self.anchors, self.numbers)

    def document_parts(self) -> dict[str, Any]:
        version = Version(
            label=self.version_label,
            status=str(self.status),
            in_force_from=self.in_force_from,
            in_force_to=self.in_force_to,
            agreed_by=self.agreed_by,
            document=self.document_id,
            # Not those kept for a page's templates: the text in memory may have changed since.
            places=tuple(clauses.places(self.blocks, self.anchors, self.numbers).values()),
        )
        return {**super().document_parts(), "version": version}

    def stored(self) -> Self | None:
        """What the database holds of this version."""
        return type(self).objects.filter(pk=self.pk).first() if self.pk else None

    def others(self) -> list[Self]:
        """The other versions of the document that are live, whoever may see them."""
        document = self.get_parent() if self.path else self.below
        if document is None:
            return []
        return list(type(self).objects.child_of(document).filter(live=True).exclude(pk=self.pk))

    def clean(self) -> None:
        """Refuse what would put two versions in force, or change words that have been agreed."""
        super().clean()
        if self.live:
            self._refuse(self.stored(), self.others())

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; a version that comes into force ends the one before it, or neither is done."""
        written = kwargs.get("update_fields")
        if written is not None and not {*FIXED, "status", "live"}.intersection(written):
            return super().save(*args, **kwargs)
        with transaction.atomic():
            # One at a time, so that two versions published together see each other.
            Page.objects.select_for_update().get(pk=self.get_parent().pk)
            stored = self.stored()
            if not self.live:
                # A draft may be unfinished, but words that were in force stay when unpublished.
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
        """Say until when this version was in force, in the page and in its history."""
        self.in_force_to, self.status = last_day, Status.SUPERSEDED
        by = current_context().user
        self.save_revision(user=by, log_action=True).publish(user=by)

    def with_content_json(self, content: Mapping[str, Any]) -> Self:
        """Take the words of a draft, but what belongs to the version from the version."""
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
        """A copy is a new draft, but a translation is in force when what it translates is."""
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
        """What was public under an anchor or a number stays there."""
        self.__dict__.pop("places", None)
        if stored is not None:
            self.anchors, self.numbers = stored.anchors, stored.numbers
        for version in (stored, self) if stored is not None and stored.live else (self,):
            self.anchors = clauses.anchors(version.blocks, self.anchors)
            self.numbers = clauses.numbers(version.blocks, self.numbers)
