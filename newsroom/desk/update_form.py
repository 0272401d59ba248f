"""The form of an update that is being written, with the gate's findings on its note."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.choices import StageKind
from newsroom.desk.conflicts.record_forms import SharedRecordForm
from newsroom.gate.record_form import REPEATS_NAME
from newsroom.models import NewsItemPage, UpdateDraft
from newsroom.pages.clock_changes import LondonTimes
from newsroom.publishing import update_steps
from newsroom.publishing.updates import ANONYMITY, NOTE, UNREAD, examine_update, record_reasons
from newsroom.records.redaction import says_name
from newsroom.rules.findings import Remedy

REASON = "reason"
WORDS = ("item", "stage", "at", "note")
"""The fields whose change makes somebody the writer of an update."""


class UpdateDraftForm(LondonTimes, SharedRecordForm):
    """Refuses a note that only an edit settles; takes a reason where a reason settles the finding.

    What a second person settles is asked for on the screen that publishes the update.
    """

    reason = forms.CharField(
        label=_("Reason, if you are asked for one"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Only where a name in the note may be that of somebody protected: why this is somebody "
            "else. It is kept under your name, and readers do not see it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.changes_id:
            self.fields["item"].disabled = True
        # A correction is said where the words are corrected: in the form of the item.
        if self.instance.stage != StageKind.CORRECTION:
            stages = self.fields["stage"].choices
            kept = [choice for choice in stages if choice[0] != StageKind.CORRECTION]
            self.fields["stage"].choices = kept

    def clean_item(self) -> Page:
        """Refuse pages that have no updates."""
        item: Page = self.cleaned_data["item"]
        if not isinstance(item.specific, NewsItemPage):
            raise forms.ValidationError(_("Choose a press release, a statement or a speech."))
        return item

    def _post_clean(self) -> None:
        super()._post_clean()
        self.reasons: dict[str, str] = {}
        item: Any = self.cleaned_data.get("item")
        if item is None or not self.cleaned_data.get(NOTE) or not self.cleaned_data.get("at"):
            return
        page = item.specific
        reason = self.cleaned_data.get(REASON, "").strip()
        for finding in examine_update(self.instance, page).blockers:
            if finding.code in (UNREAD.code, ANONYMITY):
                continue
            if reason and finding.remedy == Remedy.REASON:
                self.reasons[finding.code] = reason
            else:
                self.add_error(NOTE, finding.message)
        if reason and says_name(reason, page):
            self.add_error(REASON, REPEATS_NAME)

    def save(self, commit: bool = True) -> UpdateDraft:
        """Save the reasons and the draft in one transaction, and log who wrote the words."""
        draft: UpdateDraft = self.instance
        with transaction.atomic():
            if self._has_other_words(draft):
                update_steps.write(draft, self.for_user)
            if self.reasons:
                record_reasons(draft, self.reasons, self.for_user)
            return draft

    @staticmethod
    def _has_other_words(draft: UpdateDraft) -> bool:
        stored = UpdateDraft.objects.filter(pk=draft.pk).values(*WORDS).first()
        now = {"item": draft.item_id, "stage": draft.stage, "at": draft.at, "note": draft.note}
        return stored != now
