"""Who changed what pages show, or rest on, beside their own words: files, cases, terms, contacts.

A revision names its author. Files and facts have no revisions, so a row is kept for each change.
Whoever made it is not a second pair of eyes for the pages that use it (gate/contributors.py).
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FactChange(models.Model):
    """One change of a file or of a fact, by one person."""

    class Subject(models.TextChoices):
        PICTURE = "picture", _("Picture")
        DOCUMENT = "document", _("Document")
        PAGE = "page", _("Case, or updates of an item")
        CRIME_TYPE = "crime type", _("Crime type")
        AREA = "area", _("Area")
        CONTACT = "contact", _("Press contact")
        SPEAKER = "speaker", _("Speaker")

    subject = models.CharField(max_length=12, choices=Subject)
    subject_id = models.BigIntegerField()
    """The id of the picture, document, page or record, which may be gone."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("change of a file or a fact")
        verbose_name_plural = _("changes of files and facts")
        indexes = [models.Index(fields=["subject", "subject_id", "at"], name="fact_change_of")]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.subject_id}, {self.at:%-d %B %Y %H:%M}"


def note_change(subject: FactChange.Subject, subject_id: int, people: Iterable[Any]) -> None:
    """Note that these people changed something; None among them is left out."""
    FactChange.objects.bulk_create(
        FactChange(subject=subject, subject_id=subject_id, by=person)
        for person in {*people} - {None}
    )
