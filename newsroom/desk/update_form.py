"""The form of an update to an item, with the gate's findings on its note."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.snippets.views.snippets import CreateView, EditView

from newsroom.desk.refusal_messages import listed
from newsroom.gate.record_form import REPEATS_NAME
from newsroom.publishing.updates import NOTE, examine_update, record_reasons
from newsroom.records.redaction import says_name
from newsroom.rules.findings import Finding, Remedy

REASON = "reason"


class ItemUpdateForm(WagtailAdminModelForm):
    """Refuses a note that the gate blocks; takes a reason where a reason settles the finding."""

    reason = forms.CharField(
        label=_("Reason, if you are asked for one"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Only where a name in the note may be that of somebody protected: why this is somebody "
            "else. It is kept under your name, and readers do not see it."
        ),
    )

    def _post_clean(self) -> None:
        super()._post_clean()
        self.reasons: dict[str, str] = {}
        self.warnings: list[Finding] = []
        item: Any = self.cleaned_data.get("item")
        if item is None or not self.cleaned_data.get(NOTE):
            return
        page = item.specific
        reason = self.cleaned_data.get(REASON, "").strip()
        examination = examine_update(self.instance, page)
        self.warnings = examination.warnings
        for finding in examination.blockers:
            if reason and finding.remedy == Remedy.REASON:
                self.reasons[finding.code] = reason
            else:
                self.add_error(NOTE, finding.message)
        if reason and says_name(reason, page):
            self.add_error(REASON, REPEATS_NAME)

    def save(self, commit: bool = True) -> Any:
        """Save the reasons and the update in one transaction."""
        with transaction.atomic():
            if self.reasons:
                record_reasons(self.instance, self.reasons, self.for_user)
            return super().save(commit)


class _WarningsMixin:
    """View mixin: shows the warnings after saving, when the note is already public."""

    request: HttpRequest

    def form_valid(self, form: ItemUpdateForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if form.warnings:
            said = _(
                "The note is saved. Look at it again, and change it if it should not say this:"
            )
            messages.warning(self.request, format_html("{}{}", said, listed(form.warnings)))
        return response


class UpdateCreateView(_WarningsMixin, CreateView):
    """The view that creates an update."""


class UpdateEditView(_WarningsMixin, EditView):
    """The view that edits an update."""
