"""The social media policy in dated versions, and the accounts that it covers."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from newsroom.documents import document as data
from newsroom.pages.stream_blocks import ClauseStream
from newsroom.pages.versions.version_pages import DocumentPage, VersionPage


class SocialMediaPolicyPage(DocumentPage):
    """The policy's permanent address, which shows the version in force and the accounts."""

    content_panels = [
        *DocumentPage.content_panels,
        InlinePanel("accounts", heading=_("Our accounts"), label=_("Account")),
    ]
    document_type = "social-media-policy"
    page_description = _(
        "The list of our accounts; the versions of the policy are added below it. There is one."
    )
    subpage_types = ["newsroom.SocialMediaPolicyVersionPage"]

    class Meta:
        verbose_name = _("social media policy")
        verbose_name_plural = _("social media policies")

    def document_parts(self) -> dict[str, Any]:
        rows = self.accounts.all()
        accounts = tuple(data.Account(row.platform, row.handle, row.url) for row in rows)
        return {**super().document_parts(), "accounts": accounts}


class SocialMediaPolicyVersionPage(VersionPage):
    """One version of the policy, at a permanent address of its own."""

    body = StreamField(
        ClauseStream(),
        blank=True,
        verbose_name=_("text"),
        help_text=_("Give each numbered paragraph its own clause: the page counts them."),
    )

    document_type = "social-media-policy-version"
    page_description = _("One version of the social media policy, kept at its own address.")
    parent_page_types = ["newsroom.SocialMediaPolicyPage"]

    class Meta:
        verbose_name = _("version of the social media policy")
        verbose_name_plural = _("versions of the social media policy")


class SocialMediaAccount(Orderable):
    """A social media account of the CPS."""

    page = ParentalKey(SocialMediaPolicyPage, on_delete=models.CASCADE, related_name="accounts")
    platform = models.CharField(_("platform"), max_length=50)
    handle = models.CharField(_("name there"), max_length=100)
    url = models.URLField(_("address"))

    class Meta(Orderable.Meta):
        verbose_name = _("social media account")
        verbose_name_plural = _("social media accounts")

    def __str__(self) -> str:
        return f"{self.platform}: {self.handle}"
