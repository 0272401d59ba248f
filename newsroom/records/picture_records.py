"""What an image in the library shows, in the classes of the media protocol, and what its file said.

The protocol is the CPS publication "Publicity and the Criminal Justice System".
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import Image


class PictureRecord(models.Model):
    """What an image shows. It is a property of the image, the same on each page that uses it."""

    class ReleaseClass(models.TextChoices):
        PLACE = "place", _("A place, a building or an object that is no exhibit")
        STAFF = "staff", _("A member of the CPS, or a portrait given for publication")
        ILLUSTRATION = "illustration", _("An illustration or stock picture")
        EXHIBIT = "exhibit", _("An exhibit shown in court")
        FOOTAGE = "footage", _("CCTV or other footage in which people can be recognised")
        CUSTODY = "custody", _("A custody image, or another picture of a defendant")

    image = models.OneToOneField(
        Image, models.CASCADE, primary_key=True, related_name="record", verbose_name=_("picture")
    )
    release_class = models.CharField(_("what it shows"), max_length=12, choices=ReleaseClass)
    credit = models.CharField(_("credit"), max_length=150, blank=True)
    file_words = models.TextField(_("words in the file"), blank=True)
    """The metadata of the upload, a text on each line. The stored file has none."""

    class Meta:
        verbose_name = _("record of a picture")
        verbose_name_plural = _("records of pictures")

    def __str__(self) -> str:
        return self.get_release_class_display()


class RenditionRecord(models.Model):
    """The hash of a rendition when it was made: see newsroom/gate/rendition_bytes.py."""

    stored = models.CharField(max_length=255, primary_key=True)
    """The path in the media storage. Wagtail makes several renditions without their ids."""
    hash = models.CharField(max_length=40)
    """SHA-1, as Wagtail's `file_hash`."""

    class Meta:
        default_permissions = ()
        verbose_name = _("record of a rendition")
        verbose_name_plural = _("records of renditions")

    def __str__(self) -> str:
        return self.stored


def credit_of(image: Image) -> str:
    """The credit of an image, for pages that show it; may be empty."""
    credits = PictureRecord.objects.filter(pk=image.pk).values_list("credit", flat=True)
    return credits.first() or ""
