"""What an item is about and where it comes from: crime types and Areas.

Items always point at the terms of the default language; a term in another language is the
translation of one of these and carries the same slug, so that an address means the same to
every reader.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin

from newsroom.former_names import KeepsFormerSlugs


def in_default_language() -> models.Q:
    """The terms that items may point at."""
    return models.Q(locale__language_code=settings.LANGUAGE_CODE)


class Term(KeepsFormerSlugs, TranslatableMixin, models.Model):
    """A word of the archive's vocabulary. Old items stay findable under a closed term."""

    name = models.CharField(
        _("name"), max_length=100, help_text=_("As readers see it beside each item.")
    )
    slug = models.SlugField(
        _("address"),
        max_length=100,
        help_text=_(
            "How this is written in web addresses, for example sexual-offences. Other sites link "
            "to it. When it changes, the former one is kept under “Former names” and leads here."
        ),
    )
    aliases = models.TextField(
        _("former names"),
        blank=True,
        help_text=_(
            "Names, spellings and addresses this had before, one on each line. "
            "Old links that use them still work."
        ),
    )
    legacy_id = models.PositiveIntegerField(
        _("number on the old website"),
        null=True,
        blank=True,
        help_text=_("Links from the old website name this by a number. Leave it as it is."),
    )
    closed = models.BooleanField(
        _("closed"),
        default=False,
        help_text=_("No longer offered for new items. What was published under it stays findable."),
    )

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["name"]
        # Stated anew: a subclass's own list would silently replace the mixin's.
        unique_together = [("translation_key", "locale"), ("slug", "locale")]

    def __str__(self) -> str:
        return self.name


class CrimeType(Term):
    """What kind of crime an item is about."""

    class Protects(models.TextChoices):
        COMPLAINANTS = "complainants", _("Complainants are anonymous for life")
        CHILDREN = "children", _("Children and young people are anonymous")

    protects = models.CharField(
        _("whom the law protects"),
        max_length=12,
        choices=Protects,
        blank=True,
        help_text=_("Items of this crime type go out only once somebody confirms the anonymity."),
    )

    class Meta(Term.Meta):
        verbose_name = _("crime type")
        verbose_name_plural = _("crime types")


class Area(Term):
    """The part of the CPS an item comes from; "CPS" itself for what is national."""

    national = models.BooleanField(
        _("national"),
        default=False,
        help_text=_("Tick this for the CPS as a whole, not for one of its Areas or divisions."),
    )

    class Meta(Term.Meta):
        verbose_name = _("Area")
        verbose_name_plural = _("Areas")
