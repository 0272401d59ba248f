"""Forms of holds for a verdict. What is kept of them repeats no protected name."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.gate.record_form import RecordForm
from newsroom.models import HeldOutcome, NewsIndexPage, VerdictHold
from newsroom.publishing.holds import may_begin

NO_CHOICE = _("Choose an outcome. Nothing was released.")
CODE_NEEDED = _("A code has eight digits. Nothing was released.")


def people() -> QuerySet:
    """Everybody who works at the desk."""
    users: QuerySet = get_user_model().objects.filter(is_active=True)
    granted = Q(groups__permissions__codename="access_admin") | Q(is_superuser=True)
    return users.filter(granted).distinct().order_by("last_name", "first_name", "username")


class _Person(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_full_name()} ({obj.get_username()})".strip()


class _People(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_full_name()} ({obj.get_username()})".strip()


class HoldForm(RecordForm):
    """What a hold is called, where its release will stand, and who may know of it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=_("Only the people named here see it, for example: R v Holt"),
    )
    court = forms.CharField(label=_("Court"), max_length=150, required=False)
    section = forms.ModelChoiceField(
        NewsIndexPage.objects.none(), label=_("Where the release will stand")
    )
    people = _People(
        get_user_model().objects.none(),
        label=_("Who else may know"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Writers, a lawyer, at least one duty editor, and who is at court."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [page.pk for page in NewsIndexPage.objects.all() if may_begin(user, page)]
        section, others = self.fields["section"], self.fields["people"]
        section.queryset = Page.objects.filter(pk__in=sections)  # type: ignore[attr-defined]
        section.initial = sections[0] if sections else None
        others.queryset = people().exclude(pk=user.pk)  # type: ignore[attr-defined]

    @property
    def is_possible(self) -> bool:
        """Whether there is a section in which this user may begin a hold."""
        return bool(self.fields["section"].initial)


class PersonForm(forms.Form):
    """Somebody who is named on a hold."""

    person = _Person(get_user_model().objects.none(), label=_("Person"))
    is_at_court = forms.BooleanField(
        label=_("Is at court, and confirms the verdict"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people()  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """An outcome that is not prepared yet."""

    verdict = forms.ChoiceField(label=_("Outcome"))

    def __init__(self, *args: Any, hold: VerdictHold, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = set(hold.outcomes.values_list("verdict", flat=True))
        left = [one for one in HeldOutcome.Verdict.choices if one[0] not in taken]
        self.fields["verdict"].choices = left  # type: ignore[attr-defined]


class VerdictForm(forms.Form):
    """The verdict. No outcome is chosen beforehand."""

    verdict = forms.ChoiceField(
        label=_("The jury returned"),
        widget=forms.RadioSelect,
        error_messages={"required": NO_CHOICE, "invalid_choice": NO_CHOICE},
    )

    def __init__(self, *args: Any, hold: VerdictHold, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = hold.outcomes.filter(state=HeldOutcome.State.HELD)
        names = [(one.verdict, one.get_verdict_display()) for one in held]
        self.fields["verdict"].choices = names  # type: ignore[attr-defined]


class ReleaseForm(VerdictForm):
    """The verdict with the code that somebody at court reads out, if it comes by telephone."""

    code = forms.CharField(
        label=_("Code read out at court"),
        required=False,
        max_length=20,
        help_text=_("Empty if the person at court confirms it with their own log-in."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if code and not (code.isdecimal() and len(code) == 8):
            raise forms.ValidationError(CODE_NEEDED)
        return code


class AbandonForm(RecordForm):
    """Why a hold ends without a release, and what becomes of its items."""

    DESTROY, KEEP = "destroy", "keep"

    became = forms.ChoiceField(
        label=_("What becomes of the prepared outcomes"),
        widget=forms.RadioSelect,
        choices=[
            (DESTROY, _("They are destroyed, with all their versions")),
            (KEEP, _("They become ordinary drafts, which everybody at the desk sees")),
        ],
    )
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the release log under your name. Do not quote what was held."),
    )
