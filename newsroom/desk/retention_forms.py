"""The forms of a retention decision."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from newsroom.gate.record_form import RecordForm
from newsroom.models import RetentionDecision
from newsroom.records.retention_reviews import OutcomeChoice
from newsroom.retention.decisions import NO_WORDS
from newsroom.retention.stored_texts import says, words_of
from newsroom.years import sensible_year

MOST_PAIRS = 20
LEAST_LETTERS = 3
ARROW = "=>"

Kind = RetentionDecision.Kind


class KeepForm(RecordForm):
    """Why an item is kept, and until when."""

    reason = forms.CharField(
        label=_("Why it is kept"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the release log under your name."),
    )
    next_review = forms.DateField(
        label=_("Next review"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[sensible_year],
    )

    def clean_next_review(self) -> Any:
        """Require a later day."""
        day = self.cleaned_data["next_review"]
        if day <= timezone.localdate():
            raise ValidationError(_("Choose a day after today."))
        return day


class EraseForm(RecordForm):
    """What is to be erased, and why: the proposal of the first person."""

    kind = forms.ChoiceField(
        label=_("What is to happen"),
        choices=[(kind.value, kind.label) for kind in (Kind.ANONYMISE, Kind.REMOVE)],
        widget=forms.RadioSelect,
    )
    legal_reason = forms.ChoiceField(
        label=_("Legal reason"), choices=[("", "—"), *RetentionDecision.LegalReason.choices]
    )
    reason = forms.CharField(
        label=_("In your own words, without a name"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It outlives the item. Whoever reads the records reads it."),
    )
    words = forms.CharField(
        label=_("Words that must go"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_(
            "One on each line: each way in which the person is named. To anonymise, write after "
            "=> what stands there instead, for example: John Smith => a man from Leeds. The "
            "longest first: full names before surnames."
        ),
    )

    def clean_words(self) -> list[tuple[str, str]]:
        """The lines as pairs of what goes and what stands instead."""
        pairs = []
        for line in filter(None, map(str.strip, self.cleaned_data["words"].splitlines())):
            old, arrow, new = (part.strip() for part in line.partition(ARROW))
            if sum(map(str.isalpha, old)) < LEAST_LETTERS:
                raise ValidationError(
                    _("“%s” is too short: it would be found in other words.") % old
                )
            if set("<>&") & set(new) or "\x00" in line:
                raise ValidationError(_("Write plain words, without < > &."))
            if new and not slugify(new):
                raise ValidationError(_("“%s” makes no address: write letters.") % new)
            pairs.append((old, new if arrow else ""))
        if len(pairs) > MOST_PAIRS:
            raise ValidationError(_("At most %d lines.") % MOST_PAIRS)
        return pairs

    def clean(self) -> dict[str, Any]:
        """Require new words to anonymise, and a reason that does not say what must go."""
        data = super().clean()
        pairs = data.get("words") or []
        if data.get("kind") == Kind.REMOVE and "words" in data and not pairs:
            self.add_error("words", NO_WORDS)
        if data.get("kind") == Kind.ANONYMISE and "words" in data:
            if not pairs:
                self.add_error("words", _("Say which words go, and what stands there instead."))
            for old, new in pairs:
                if not new:
                    self.add_error("words", _("Say after => what stands instead of “%s”.") % old)
                elif any(says(new, words_of(other)) for other, _new in pairs):
                    self.add_error("words", _("“%s” says again what must go.") % new)
        for old, _new in pairs:
            if says(data.get("reason", ""), words_of(old)):
                self.add_error("reason", _("This says what must go. Say it without the name."))
        return data


class OutcomeForm(forms.Form):
    """What the desk says that the outcome is."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("As the stages of the case say")), *OutcomeChoice.choices],
    )
