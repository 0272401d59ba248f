"""People who speak for the CPS, and how each of them was titled on any day."""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from newsroom.former_names import KeepsFormerSlugs
from newsroom.years import sensible_year

KINGS_COUNSEL_FROM = date(2022, 9, 8)
"""On this day every Queen's Counsel became King's Counsel."""


@dataclass(frozen=True)
class TitledName:
    """A person as titled on one day."""

    name: str
    role: str


class Person(KeepsFormerSlugs, ClusterableModel):
    """Somebody who gives speeches. What they were called, and when, is in their titles."""

    name = models.CharField(
        _("name"),
        max_length=150,
        help_text=_("As lists name this person today, without QC or KC: Miriam Castleford"),
    )
    slug = models.SlugField(
        _("address"),
        max_length=150,
        unique=True,
        blank=True,
        help_text=_(
            "How this is written in web addresses, for example miriam-castleford. "
            "Left empty, it is made from the name. When it changes, the former one leads here."
        ),
    )
    aliases = models.TextField(
        _("former names"),
        blank=True,
        help_text=_(
            "Names and addresses this person had before, one on each line. "
            "Old links that use them still work."
        ),
    )

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or slugify(self.name)
        if not self.slug:
            raise ValidationError({"slug": _("Write an address in plain letters.")})

    def titled(self, day: date | None) -> TitledName:
        """This person as titled on that day; without a title for it, by name alone."""
        held = [title for title in self.titles.all() if day and title.held_on(day)]
        if not held:
            return TitledName(self.name, "")
        # The form refuses periods that overlap; should any do so, the later title counts.
        return max(held, key=lambda title: title.since or date.min).titled(self.name)


class PersonTitle(models.Model):
    """What a person was called from one day to another, both included."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="titles")
    name = models.CharField(
        _("name with title"),
        max_length=150,
        blank=True,
        help_text=_("Only if it differs from the name above, for example: Dame Miriam Castleford"),
    )
    post_nominals = models.CharField(
        _("letters after the name"), max_length=50, blank=True, help_text=_("For example: KC")
    )
    role = models.CharField(
        _("role"),
        max_length=150,
        blank=True,
        help_text=_("For example: Director of Public Prosecutions"),
    )
    since = models.DateField(
        _("first day"),
        validators=[sensible_year],
        null=True,
        blank=True,
        help_text=_("Empty: from the beginning."),
    )
    until = models.DateField(
        _("last day"),
        validators=[sensible_year],
        null=True,
        blank=True,
        help_text=_("Empty: to this day."),
    )

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("title")
        verbose_name_plural = _("titles")

    def __str__(self) -> str:
        titled = self.titled(self.person.name)
        return ", ".join(filter(None, (titled.name, titled.role)))

    def held_on(self, day: date) -> bool:
        """Whether this was the title on that day."""
        return (self.since or date.min) <= day <= (self.until or date.max)

    def titled(self, name: str) -> TitledName:
        """The name, or this title's own form of it, with its letters and role."""
        return TitledName(
            " ".join(filter(None, (self.name or name, self.post_nominals))), self.role
        )

    def clean(self) -> None:
        """A period runs forwards, and silk is the Queen's or the King's by the day."""
        super().clean()
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("The last day cannot be before the first.")})
        letters = re.findall(r"\w+", self.post_nominals)
        if "QC" in letters and (self.until or date.max) >= KINGS_COUNSEL_FROM:
            raise ValidationError(
                {
                    "until": _(
                        "Queen’s Counsel became King’s Counsel on 8 September 2022: end this "
                        "title on 7 September 2022, and add another one with KC."
                    )
                }
            )
        if "KC" in letters and (self.since or date.min) < KINGS_COUNSEL_FROM:
            raise ValidationError(
                {
                    "since": _(
                        "Until 7 September 2022 it was Queen’s Counsel: begin this title on "
                        "8 September 2022, and add another one with QC."
                    )
                }
            )
