"""The form of a record that readers meet without the gate: crime types, Areas, desks, speakers."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from newsroom.desk.conflicts.record_forms import SharedRecordForm
from newsroom.gate.record_form import REPEATS_NAME
from newsroom.models import NamesakeReason, ReleaseLog, WithheldText
from newsroom.publishing.reader_records import NAMED, RECORDS, problems
from newsroom.publishing.record_addresses import address_problems
from newsroom.records.log_context import Channel, log_context
from newsroom.records.redaction import says_name
from newsroom.records.release_log import record

NAMESAKE = "namesake"
WITHHELD = _("Readers do not get what stood here: it holds a name that an order protects.")
REASON_PANEL = FieldPanel(NAMESAKE)


class ReaderRecordForm(SharedRecordForm):
    """Refuses what no record may say, beside the field. A reason settles the name of a namesake."""

    namesake = forms.CharField(
        label=_("Reason, if you are asked for one"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Only where a name may be that of somebody protected: why this is somebody else. It is "
            "kept under your name, and readers do not see it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = {"model": self.instance._meta.label, "record_id": self.instance.pk}
        withheld = WithheldText.objects.filter(**about) if self.instance.pk else ()
        for row in withheld:
            if row.field in self.fields:
                self.fields[row.field].help_text = WITHHELD

    def _post_clean(self) -> None:
        super()._post_clean()
        self.namesakes: list[tuple[Any, list[int]]] = []
        reason = self.cleaned_data.get(NAMESAKE, "").strip()
        for form in self._of_records():
            messages, names = problems(form.instance)
            for field, said in chain(messages.items(), address_problems(form.instance).items()):
                open_still = [one for one in said if not (reason and one == NAMED)]
                if open_still and not form.has_error(field):
                    form.add_error(field if field in form.fields else None, open_still)
            if reason and names:
                self.namesakes.append((form.instance, names))
        if reason and says_name(reason, None):
            self.add_error(NAMESAKE, REPEATS_NAME)

    def _of_records(self) -> Iterator[Any]:
        """This form, and those of the rows that belong to the record."""
        yield self
        for formset in getattr(self, "formsets", {}).values():
            for form in formset.forms if formset.model in RECORDS else ():
                # Asking for the errors has the row made from what was sent.
                if not form.errors and form.has_changed() and not formset._should_delete_form(form):
                    yield form

    def save(self, commit: bool = True) -> Any:
        """Save the record and the reasons in one transaction, and log the reasons."""
        for one, names in self.namesakes:
            one.namesakes = names
        with transaction.atomic(), log_context(self.for_user, Channel.ADMIN):
            saved = super().save(commit)
            for one, names in self.namesakes:
                self._keep_reason(one, names)
        return saved

    def _keep_reason(self, one: Any, names: list[int]) -> None:
        reason, label = self.cleaned_data[NAMESAKE].strip(), one._meta.label
        NamesakeReason.objects.create(
            model=label, record_id=one.pk, names=names, reason=reason, by=self.for_user
        )
        title = f"{one._meta.verbose_name} {one.pk}"
        answers = {"protected-name-elsewhere": reason}
        record(ReleaseLog.Event.ANSWERED, title=title, answers=answers)
