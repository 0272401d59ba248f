"""The form of a record that two people have open: the second to save overwrites nothing unseen.

A hidden field has a digest of each value that the form was opened with, signed. What differs from
the stored value now was changed by somebody else meanwhile. What nobody typed over is left as it is
stored; for the rest, a panel shows both values and asks which stays. Nothing is saved before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, dumps, loads
from django.db.models import Model, QuerySet
from django.forms import BoundField
from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.rich_text import DraftailRichTextArea

from newsroom.desk.conflicts.three_way import MINE, THEIRS
from newsroom.documents.markup import paragraphs

LOADED = "loaded"
CHOICE = "choice-"
_SALT = "newsroom.records"
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
"""What the editor of rich texts adds to each paragraph, anew if it is not stored yet."""
_NO_TEXT = ("id", "type", "level", "style")
"""What a stored block says beside its texts."""
CHOOSE = _("Somebody else has changed this meanwhile. Choose above which value stays.")
TAMPERED = _("This form cannot be read. Open the record again.")


@dataclass(frozen=True)
class BothValues:
    """A field that two people have changed, with both values in words."""

    name: str
    label: str
    theirs: str
    mine: str
    chosen: str

    @property
    def choice(self) -> str:
        """The name of the field that asks which value stays."""
        return f"{CHOICE}{self.name}"


class SharedRecordForm(WagtailAdminModelForm):
    """Base of the forms of records. What programs save does not pass it."""

    loaded = forms.CharField(required=False, widget=forms.HiddenInput)

    both_values: tuple[BothValues, ...] = ()
    """What is still to be chosen, or was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._left_alone: list[str] = []
        if self.instance.pk is None:
            del self.fields[LOADED]
        elif not self.is_bound:
            # Called when it is shown: a field that is bound here keeps the help it has now, and
            # the forms of records say more in it.
            self.initial[LOADED] = self._signed_digests

    def full_clean(self) -> None:
        """Leave what others have changed as it is stored, unless it was typed over."""
        if self.is_bound and LOADED in self.fields:
            self.both_values = tuple(self._left_to_choose())
        super().full_clean()
        # The form shows what was typed, and sends it again.
        for name in self._left_alone:
            self.fields[name].disabled = False

    def clean(self) -> dict[str, Any]:
        """Add an error to each field of which nobody has chosen a value."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self._loaded is None:
            raise ValidationError(TAMPERED)
        for both in self.both_values:
            if not both.chosen:
                self.add_error(both.name if both.name in self.fields else None, CHOOSE)
        return data

    def has_changed(self) -> bool:
        """Whether anything of the record has: the hidden field is none of it."""
        return bool(set(self.changed_data) - {LOADED}) or super().has_changed()

    @property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != LOADED]

    @property
    def _loaded(self) -> dict[str, str] | None:
        """The digests that the form was opened with; empty if none were sent, None if forged."""
        sent = self.data.get(self.add_prefix(LOADED), "") if LOADED in self.fields else ""
        try:
            return loads(sent, salt=_SALT) if sent else {}
        except BadSignature:
            return None

    def _left_to_choose(self) -> Iterator[BothValues]:
        loaded, now = self._loaded or {}, self._stored_digests()
        for name in sorted(loaded.keys() & now.keys()):
            if loaded[name] == now[name]:
                continue
            handle = self._rows_left if name in self._formsets else self._field_left
            if (both := handle(name, loaded[name])) is not None:
                yield both

    def _field_left(self, name: str, loaded: str) -> BothValues | None:
        bound = self[name]
        if not bound.field.has_changed(bound.initial, bound.data):
            return None
        try:
            mine = bound.field.clean(bound.data)
        except ValidationError:
            mine = bound.data
        if _digest(name, _plain(bound, mine)) == loaded:
            self._leave(bound)
            return None
        chosen = self._chosen(name)
        if chosen == THEIRS:
            self._leave(bound)
        words = _in_words(bound, bound.initial), _in_words(bound, mine)
        return BothValues(name, str(bound.label), *words, chosen)

    def _leave(self, bound: BoundField) -> None:
        """Have the form keep the value that is stored."""
        bound.field.disabled = True
        self._left_alone.append(bound.name)

    def _rows_left(self, name: str, loaded: str) -> BothValues | None:
        formset = self._formsets[name]
        if not formset.has_changed():
            return None
        # Asking for the errors has the rows made from what was sent.
        are_valid = formset.is_valid()
        kept = [form for form in formset.forms if not _is_left_out(formset, form)]
        if are_valid:
            rows = [_row(form.instance) for form in kept]
            if _digest(name, sorted(rows)) == loaded:
                self._send_stored_rows(name)
                return None
        chosen = self._chosen(name)
        theirs = list(getattr(self.instance, name).all())
        if chosen == THEIRS:
            self._send_stored_rows(name)
        elif chosen == MINE:
            self._replace_rows(name)
        label = capfirst(formset.model._meta.verbose_name_plural)
        mine = [form.instance for form in kept]
        return BothValues(name, str(label), _listed(theirs), _listed(mine), chosen)

    def _replace_rows(self, name: str) -> None:
        """Have the rows that were typed take the place of all that are stored."""
        formset = self._formsets[name]
        data = self.data.copy()
        data[f"{formset.prefix}-INITIAL_FORMS"] = "0"
        for form in formset.forms:
            data[form.add_prefix("id")] = ""
        getattr(self.instance, name).set([])
        self._formsets[name] = type(formset)(data, instance=self.instance, prefix=formset.prefix)

    def _send_stored_rows(self, name: str) -> None:
        """Have the rows that are stored take the place of all that were typed."""
        bound = self._formsets[name]
        stored = type(bound)(instance=self.instance, prefix=bound.prefix)
        sent = [
            *stored.management_form,
            *(field for form in stored.initial_forms for field in form),
        ]
        data = {}
        for field in sent:
            shown = field.field.widget.format_value(field.value())
            # A select has a list, of one value.
            one = "".join(shown) if isinstance(shown, list) else shown
            if one not in (None, "") and one is not False:
                data[field.html_name] = one
        data[f"{bound.prefix}-TOTAL_FORMS"] = str(len(stored.initial_forms))
        self._formsets[name] = type(bound)(data, instance=self.instance, prefix=bound.prefix)

    def _chosen(self, name: str) -> str:
        side: str = self.data.get(f"{CHOICE}{name}", "")
        return side if side in (THEIRS, MINE) else ""

    @property
    def _formsets(self) -> dict[str, Any]:
        formsets: dict[str, Any] = getattr(self, "formsets", {})
        return formsets

    def _signed_digests(self) -> str:
        return dumps(self._stored_digests(), salt=_SALT, compress=True)

    def _stored_digests(self) -> dict[str, str]:
        """A digest of each value as it is stored."""
        digests = {
            bound.name: _digest(bound.name, _plain(bound, bound.initial))
            for bound in self
            if bound.name != LOADED
        }
        for name in self._formsets:
            rows = getattr(type(self.instance)._base_manager.get(pk=self.instance.pk), name).all()
            digests[name] = _digest(name, sorted(map(_row, rows)))
        return digests


def _digest(name: str, value: Any) -> str:
    """A digest that nobody can guess a value from: some fields hold protected names."""
    return salted_hmac(f"{_SALT}.{name}", repr(value), algorithm="sha256").hexdigest()[:32]


def _plain(bound: BoundField, value: Any) -> Any:
    """A value of a field in one form, whether it is stored, as initial, or typed, as cleaned."""
    if hasattr(value, "get_prep_value"):
        return [(block["type"], _without_ids(block["value"])) for block in value.get_prep_value()]
    if isinstance(value, QuerySet | list | tuple):
        return sorted(str(bound.field.prepare_value(one)) for one in value)
    value = bound.field.prepare_value(value)
    if isinstance(value, datetime):
        # A form shows no seconds.
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return value
    return "" if value in (None, "") else _BLOCK_KEY.sub("", str(value))


def _without_ids(value: Any) -> Any:
    """A value of a block without the ids of its entries, which are made anew if none are stored."""
    if isinstance(value, dict):
        # PostgreSQL stores the entries of an object in an order of its own.
        kept = sorted(name for name in value if name != "id")
        return {name: _without_ids(value[name]) for name in kept}
    if isinstance(value, list):
        return [_without_ids(inner) for inner in value]
    return _BLOCK_KEY.sub("", value) if isinstance(value, str) else value


def _texts_of(value: Any) -> Iterator[str]:
    """The texts in a value of a block, in their order."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NO_TEXT:
                yield from _texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_of(inner)
    elif isinstance(value, str):
        yield from paragraphs(value)


def _row(row: Model) -> str:
    """What a row of a record says, without its place and key."""
    own = [field for field in row._meta.concrete_fields if not field.is_relation]
    said = {field.name: field.value_to_string(row) for field in own if not field.primary_key}
    said.pop("sort_order", None)
    return repr(sorted(said.items()))


def _is_left_out(formset: Any, form: Any) -> bool:
    is_deleted = form.is_valid() and formset._should_delete_form(form)
    return is_deleted or (form.empty_permitted and not form.has_changed())


def _listed(values: Any) -> str:
    return "; ".join(str(one) for one in values) or str(_("nothing"))


def _in_words(bound: BoundField, value: Any) -> str:
    """A value as people read it."""
    field: Any = bound.field
    if hasattr(value, "get_prep_value"):
        stored = ((block, block.block.get_prep_value(block.value)) for block in value)
        return _listed(" ".join(_texts_of(raw)) or str(block.value) for block, raw in stored)
    if isinstance(field.widget, DraftailRichTextArea):
        return _listed(paragraphs(value or ""))
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        many = isinstance(field, forms.ModelMultipleChoiceField)
        values = value if many else [value]
        keys = [getattr(one, "pk", one) for one in values or () if one not in (None, "")]
        return _listed(field.queryset.filter(pk__in=keys))
    if value in (None, ""):
        return str(_("nothing"))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    names = dict(getattr(field, "choices", ()))
    return str(names.get(value, bound.field.widget.format_value(value) or value))
