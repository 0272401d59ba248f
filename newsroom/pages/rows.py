"""Rows of an inline panel, for forms that must see several of them at once."""

from django.forms import BaseModelForm, BaseModelFormSet


def kept_rows(formset: BaseModelFormSet) -> list[BaseModelForm]:
    """The rows that were filled in rightly and are not about to be deleted, in their order."""
    return [
        row
        for row in formset.forms
        if row.is_valid() and row.cleaned_data and not row.cleaned_data.get("DELETE")
    ]
