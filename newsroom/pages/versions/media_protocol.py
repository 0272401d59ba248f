"""The media protocol in dated versions: which material the prosecution gives to the media."""

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from newsroom.pages.stream_blocks import ProtocolStream
from newsroom.pages.versions.version_pages import DocumentPage, VersionPage


class MediaProtocolPage(DocumentPage):
    """The protocol's permanent address, which shows the version in force."""

    document_type = "protocol"
    page_description = _("The media protocol; its versions are added below it. There is one.")
    subpage_types = ["newsroom.MediaProtocolVersionPage"]

    class Meta:
        verbose_name = _("media protocol")
        verbose_name_plural = _("media protocols")


class MediaProtocolVersionPage(VersionPage):
    """One version of the protocol, at a permanent address of its own."""

    body = StreamField(
        ProtocolStream(),
        blank=True,
        verbose_name=_("text"),
        help_text=_("Give each numbered paragraph its own clause: the page counts them."),
    )

    document_type = "protocol-version"
    page_description = _("One version of the media protocol, kept for good at its own address.")
    parent_page_types = ["newsroom.MediaProtocolPage"]

    class Meta:
        verbose_name = _("version of the media protocol")
        verbose_name_plural = _("versions of the media protocol")
