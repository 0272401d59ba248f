"""Helper for forms that validate several rows of an inline panel together."""

from django.forms import BaseModelForm, BaseModelFormSet


def kept_rows(formset: BaseModelFormSet) -> list[BaseModelForm]:
    """The forms of the valid, non-empty rows that are not marked for deletion, in order."""
    return [
        row
        for row in formset.forms
        if row.is_valid() and row.cleaned_data and not row.cleaned_data.get("DELETE")
    ]
