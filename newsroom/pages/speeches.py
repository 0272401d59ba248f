"""Speeches: the speaker with the title of that day, the event, and the kind of text."""

from collections.abc import Iterator
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from newsroom.archive.index import Kind
from newsroom.choices import Captions, SpeechText, Transcript
from newsroom.documents.document import OfferedDocument, Speaker, Speech
from newsroom.pages import panels
from newsroom.pages.items import NewsItemPage
from newsroom.pages.page_forms import NewsItemForm
from newsroom.speakers import Person, TitledName
from newsroom.time_zones import LONDON
from newsroom.years import sensible_year

SPEAKER_NEEDED = _("Choose who spoke, or write the name under “as titled that day”.")
CAPTIONS_NEEDED = _("Say where its captions are.")
TRANSCRIPT_NEEDED = _("Say where a transcript is.")
NO_TRANSCRIPT = _("This page says that its text is no transcript: choose another place.")

_PANEL = MultiFieldPanel(
    [
        FieldPanel("speaker"),
        FieldRowPanel([FieldPanel("titled_name"), FieldPanel("titled_role")]),
        FieldRowPanel([FieldPanel("event"), FieldPanel("place")]),
        FieldPanel("delivered_on"),
        FieldPanel("text_type", widget=forms.RadioSelect),
    ],
    heading=_("Who spoke, where and when"),
)
_VIDEO = MultiFieldPanel(
    [FieldPanel("video_url"), FieldPanel("captions"), FieldPanel("transcript")],
    heading=_("Video"),
)
_DOCUMENTS = InlinePanel(
    "documents",
    heading=_("Documents"),
    label=_("Document"),
    help_text=_("For example slides, or the text as a file."),
)


class SpeechForm(NewsItemForm):
    """The form of a speech."""

    def _problems(self, data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        yield from super()._problems(data)
        if not data.get("speaker") and not data.get("titled_name"):
            yield "speaker", SPEAKER_NEEDED
        if data.get("video_url"):
            if not data.get("captions"):
                yield "captions", CAPTIONS_NEEDED
            if not data.get("transcript"):
                yield "transcript", TRANSCRIPT_NEEDED
        here = data.get("transcript") == SpeechPage.Transcript.THIS_PAGE
        if here and data.get("text_type") != SpeechPage.TextType.TRANSCRIPT:
            yield "transcript", NO_TRANSCRIPT


class SpeechPage(NewsItemPage):
    """A speech or an article by a member of staff, and whether the text is a transcript."""

    TextType = SpeechText
    Captions = Captions
    Transcript = Transcript

    speaker = models.ForeignKey(
        Person,
        # Protected, because a speech without its speaker would be invalid.
        models.PROTECT,
        null=True,
        blank=True,
        related_name="speeches",
        verbose_name=_("speaker"),
        help_text=_("Shown with the title that this person had on the day of the speech."),
    )
    titled_name = models.CharField(
        _("name as titled that day"),
        max_length=150,
        blank=True,
        help_text=_("Only if it has to differ, or if the speaker is not on the list of people."),
    )
    titled_role = models.CharField(
        _("role as titled that day"),
        max_length=150,
        blank=True,
        help_text=_("Only if it has to differ, for example: Acting Chief Crown Prosecutor"),
    )
    event = models.CharField(_("event"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=150, blank=True)
    delivered_on = models.DateField(
        _("delivered on"),
        validators=[sensible_year],
        null=True,
        blank=True,
        help_text=_("The list of speeches is ordered by it. Empty: by the day of publication."),
    )
    text_type = models.CharField(
        _("what this text is"), max_length=20, choices=TextType, default=TextType.TRANSCRIPT
    )
    video_url = models.URLField(
        _("address of the video"),
        blank=True,
        validators=[
            URLValidator(
                schemes=["https"], message=_("Write the whole address, beginning with https://")
            )
        ],
        help_text=_("Readers are led there. Nothing from other websites is shown on this one."),
    )
    captions = models.CharField(_("captions"), max_length=10, choices=Captions, blank=True)
    transcript = models.CharField(_("transcript"), max_length=10, choices=Transcript, blank=True)
    listed_on = models.DateField(
        _("day in the list of speeches"), null=True, blank=True, editable=False
    )

    document_type = "speech"
    fixed_kind = Kind.SPEECH
    base_form_class = SpeechForm
    page_description = _("A speech or article by the Director or another member of staff.")
    edit_handler = panels.item_tabs(panels.CONTENT_PANELS, _PANEL, _VIDEO, _DOCUMENTS)

    class Meta:
        verbose_name = _("speech")
        verbose_name_plural = _("speeches")
        indexes = [
            models.Index(fields=["-listed_on", "-newsitempage_ptr"], name="newsroom_speech_by_day"),
            models.Index(
                fields=["speaker", "-listed_on", "-newsitempage_ptr"],
                name="newsroom_speech_by_speaker",
            ),
        ]

    @property
    def is_verbatim(self) -> bool:
        """Whether the text is a transcript of what was said."""
        return self.text_type == self.TextType.TRANSCRIPT

    def clean(self) -> None:
        """Require a speaker for a live speech."""
        super().clean()
        if self.live and not self.speaker_id and not self.titled_name.strip():
            raise ValidationError({"speaker": SPEAKER_NEEDED})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save the speech with the date that orders the list of speeches (decision 0015)."""
        published = self.published_at or self.first_published_at or timezone.now()
        self.listed_on = self.delivered_on or published.astimezone(LONDON).date()
        return super().save(*args, **kwargs)

    @property
    def spoken_by(self) -> TitledName | None:
        """The speaker with the name and role of that day."""
        day = self.delivered_on or self.listed_on
        known = self.speaker.titled(day) if self.speaker else None
        return as_titled(known, self.titled_name, self.titled_role)

    def document_parts(self) -> dict[str, Any]:
        titled = self.spoken_by
        speech = Speech(
            speaker=Speaker(self.speaker_id, titled.name, titled.role) if titled else None,
            titled_name=self.titled_name,
            titled_role=self.titled_role,
            event=self.event,
            place=self.place,
            delivered_on=self.delivered_on,
            text_type=str(self.text_type),
            video_url=self.video_url,
            captions=str(self.captions),
            transcript=str(self.transcript),
            documents=tuple(
                OfferedDocument(row.document_id, row.description) for row in self.documents.all()
            ),
        )
        return {**super().document_parts(), "speech": speech}

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Self | None:
        """Load a draft whose speaker has been deleted, which modelcluster 6.5 would refuse."""
        if not Person.objects.filter(pk=data.get("speaker")).exists():
            data = {**data, "speaker": None}
        return super().from_serializable_data(data, check_fks, strict_fks)


def as_titled(known: TitledName | None, name: str, role: str) -> TitledName | None:
    """The speaker's name and role; values entered for the speech take precedence."""
    if known is None:
        return TitledName(name, role) if name else None
    return TitledName(name or known.name, role or known.role)


class SpeechDocument(Orderable):
    """A file that belongs to a speech."""

    page = ParentalKey(SpeechPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "wagtaildocs.Document", models.CASCADE, related_name="+", verbose_name=_("document")
    )
    description = models.CharField(
        _("what it holds"), max_length=250, blank=True, help_text=_("For example: The slides")
    )

    panels = [FieldPanel("document"), FieldPanel("description")]

    class Meta(Orderable.Meta):
        verbose_name = _("document of a speech")
        verbose_name_plural = _("documents of a speech")

    def __str__(self) -> str:
        return self.description or self.document.title
