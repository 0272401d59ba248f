"""What journalists need beside the news: the media protocol, social media."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page

from newsroom.pages.base import ArticlePage, NewsroomPage
from newsroom.pages.blocks import RICH_TEXT, ProtocolStream


class MediaProtocolPage(NewsroomPage):
    """One address for the protocol, whichever version is in force."""

    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("summary")]
    template = "newsroom/media_protocol_page.html"
    page_description = _("The media protocol; its versions are added below it. There is one.")
    max_count_per_parent = 1
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types = ["newsroom.MediaProtocolVersionPage"]

    class Meta:
        verbose_name = _("media protocol")
        verbose_name_plural = _("media protocols")

    def versions(self) -> "list[MediaProtocolVersionPage]":
        """The public versions, newest first; one that is not in force yet comes before all."""
        public = MediaProtocolVersionPage.objects.published().child_of(self)
        newest_first = models.F("in_force_from").desc(nulls_first=True)
        return list(public.select_related("locale", "document").order_by(newest_first, "-pk"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["versions"] = self.versions()
        context["in_force"] = in_force(context["versions"])
        return context


class MediaProtocolVersionPage(ArticlePage):
    """One version of the protocol, at an address that stays."""

    class Status(models.TextChoices):
        IN_FORCE = "in-force", _("In force")
        SUPERSEDED = "superseded", _("No longer in force")
        CONSULTATION = "consultation", _("Consultation draft")
        REVISING = "revising", _("Being revised")

    version_label = models.CharField(
        _("version"), max_length=100, help_text=_("For example: 2005, or December 2025")
    )
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.CONSULTATION
    )
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_to = models.DateField(_("in force until"), null=True, blank=True)
    agreed_by = models.CharField(
        _("agreed by"),
        max_length=250,
        blank=True,
        help_text=_("For example: the CPS, the National Police Chiefs’ Council and the media"),
    )
    body = StreamField(
        ProtocolStream(),
        blank=True,
        verbose_name=_("text"),
        help_text=_("Give each numbered paragraph its own clause: the page counts them."),
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

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("version_label"), FieldPanel("status")]),
        FieldRowPanel([FieldPanel("in_force_from"), FieldPanel("in_force_to")]),
        FieldPanel("agreed_by"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("document"),
    ]
    template = "newsroom/media_protocol_version_page.html"
    page_description = _("One version of the media protocol, kept for good at its own address.")
    parent_page_types = ["newsroom.MediaProtocolPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("version of the media protocol")
        verbose_name_plural = _("versions of the media protocol")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["versions"] = MediaProtocolPage.versions(self.get_parent())
        context["current"] = in_force(context["versions"])
        return context


def in_force(versions: list[MediaProtocolVersionPage]) -> MediaProtocolVersionPage | None:
    """The newest of these versions that is in force."""
    status = MediaProtocolVersionPage.Status.IN_FORCE
    return next((version for version in versions if version.status == status), None)


class SocialMediaPolicyPage(ArticlePage):
    """What followers of the CPS on social media can expect."""

    content_panels = [
        *ArticlePage.content_panels,
        InlinePanel("accounts", heading=_("Our accounts"), label=_("Account")),
    ]
    template = "newsroom/social_media_policy_page.html"
    page_description = _("What followers can expect, and the list of our accounts. There is one.")
    max_count_per_parent = 1
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("social media policy")
        verbose_name_plural = _("social media policies")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["accounts"] = list(self.accounts.all())
        return context


class SocialMediaAccount(Orderable):
    """An account of ours elsewhere."""

    page = ParentalKey(SocialMediaPolicyPage, on_delete=models.CASCADE, related_name="accounts")
    platform = models.CharField(_("platform"), max_length=50)
    handle = models.CharField(_("name there"), max_length=100)
    url = models.URLField(_("address"))

    class Meta(Orderable.Meta):
        verbose_name = _("social media account")
        verbose_name_plural = _("social media accounts")

    def __str__(self) -> str:
        return f"{self.platform}: {self.handle}"
