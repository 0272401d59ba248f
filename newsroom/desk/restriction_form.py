"""The form of a reporting restriction. Only administrators can read its protected names."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.blocks import BlockField, PageChooserBlock, StreamBlock

from newsroom.desk import withheld_records
from newsroom.desk.order_confirmation import ConfirmationForm
from newsroom.models import ProtectedName, ReportingRestriction
from newsroom.orders.frequent_names import frequency_of
from newsroom.pages.clock_changes import LondonTimes
from newsroom.publishing.record_addresses import SHOWN, address_problems
from newsroom.records.encrypted_field import DecryptionError
from newsroom.rules.facts import Name
from newsroom.rules.names.protected_names import repeats_name

READ_NAMES = "newsroom.view_protectedname"
MOST_LETTERS = 200

ORDERED = ("newsroom.NewsItemPage", "newsroom.HighProfileCasePage")
"""The page types that an order can cover."""

READ_BY_ALL = ("court", "covers", "until_event", "public_wording", "why_less")

NEEDS_PAGE = _(
    "Choose at least one item or case, or say above that only the protected names must not appear."
)
NEEDS_NAME = _("Enter at least one name, or say above that nothing may be published.")
END_INSTEAD = _("The order is in force. To end it, choose “End this order”, and say why.")
WHY_LESS = _(
    "The order would bind less than it does now. Say why: for example, that the court varied it."
)
NAME_SEEN = _("Everybody at the desk reads this, and it holds a protected name. Say it without.")


_CHOSEN = PageChooserBlock(page_type=ORDERED, label=_("Item or case"), icon="doc-empty-inverse")


class _NamesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.words)


class RestrictionForm(LondonTimes, ConfirmationForm):
    """An order, the pages it covers and the names it protects."""

    items = BlockField(
        block=StreamBlock([("page", _CHOSEN)], required=False),
        required=False,
        label=_("Items and cases"),
        help_text=_("A case stands for all its items, also those still to be written."),
    )
    new_names = forms.CharField(
        required=False,
        label=_("Names to protect"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    gone_names = _NamesField(
        queryset=ProtectedName.objects.none(),
        required=False,
        label=_("Names entered already"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick a name to take it out of the order."),
    )
    why_less = forms.CharField(
        required=False,
        max_length=250,
        label=_("Why it binds less"),
        help_text=_(
            "Needed, and kept in the record, when an item, a case or a name is taken out, when "
            "only names stay protected, or when the order begins later or ends sooner."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.instance.pages.all() if self.instance.pk else ()
        block = self.fields["items"].block
        self.initial["items"] = block.normalize([("page", page) for page in chosen])
        # The empty choice is removed, because a radio button for it would be meaningless.
        self.fields["effect"].choices = ReportingRestriction.Effect.choices
        self.fields["new_names"].help_text = self._names_help()
        if not self.instance.pk:
            del self.fields["why_less"]
        if self._entered and self._may_read:
            self.fields["gone_names"].queryset = self.instance.names.all()
        else:
            del self.fields["gone_names"]

    @cached_property
    def _may_read(self) -> bool:
        return self.for_user is not None and self.for_user.has_perm(READ_NAMES)

    @cached_property
    def _entered(self) -> list[ProtectedName]:
        """The names of the order; empty if they cannot be decrypted."""
        try:
            return list(self.instance.names.all()) if self.instance.pk else []
        except DecryptionError:
            return []

    @property
    def _number_entered(self) -> int:
        return self.instance.names.count() if self.instance.pk else 0

    def _names_help(self) -> str:
        enter = str(_("One on each line. Once saved, only administrators can read them."))
        if number := self._number_entered:
            entered = ngettext(
                "%(number)d name is entered already.",
                "%(number)d names are entered already.",
                number,
            )
            return f"{enter} {entered % {'number': number}}"
        return enter

    def clean_new_names(self) -> list[str]:
        """The new names without duplicates and without those that the order has already."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["new_names"].splitlines())
        names = list(dict.fromkeys(line for line in lines if line))
        if any(len(name) > MOST_LETTERS for name in names):
            raise forms.ValidationError(
                _("A name has at most %(most)d letters: put each on a line of its own.")
                % {"most": MOST_LETTERS}
            )
        if any(not any(letter.isalpha() for letter in name) for name in names):
            raise forms.ValidationError(_("A name has letters."))
        known = {name.words for name in self._entered}
        new = [name for name in names if name not in known]
        typed = [" ".join(line.split()) for line in self.cleaned_data["new_names"].splitlines()]
        for name in new:
            found = frequency_of(name)
            if found.is_frequent(name):
                raise forms.ValidationError(found.reason(typed.index(name) + 1))
        return new

    def clean(self) -> dict[str, Any]:
        """Refuse an order without pages or names, and a weaker one without a reason.

        Protected names are refused in the fields that the whole desk can read. An order that
        covers nothing would be mistaken for one that does.
        """
        data = super().clean() or {}
        names = self._number_entered + len(data.get("new_names") or ())
        names -= len(data.get("gone_names") or ())
        if "items" in data and "new_names" in data:
            everything = data.get("effect") == ReportingRestriction.Effect.EVERYTHING
            if everything and not len(data["items"]):
                self.add_error("items", NEEDS_PAGE)
            elif data.get("effect") and not everything and not names:
                self.add_error("new_names", NEEDS_NAME)
        self._end_with_a_reason(data)
        if self._binds_less(data) and not data.get("why_less"):
            self.add_error("why_less", WHY_LESS)
        protected = tuple(self._protected(data))
        for field in READ_BY_ALL:
            if data.get(field) and repeats_name(data[field], protected):
                self.add_error(field, NAME_SEEN)
        withheld_records.refuse_names_of_others(self, data)
        typed = {name: data.get(name) or "" for name in SHOWN[ReportingRestriction]}
        for field, said in address_problems(
            ReportingRestriction(pk=self.instance.pk, **typed)
        ).items():
            self.add_error(field, said)
        if not self.errors:
            self.ask_for_confirmation(data, self._protected_then(data))
        return data

    def _protected_then(self, data: dict[str, Any]) -> list[ProtectedName]:
        """The names that the order would protect. New ones have keys that no stored name has."""
        gone = {name.pk for name in data.get("gone_names") or ()}
        kept = [name for name in self._entered if name.pk not in gone]
        new = enumerate(data["new_names"], 1)
        return [*kept, *(ProtectedName(pk=-number, words=words) for number, words in new)]

    def _end_with_a_reason(self, data: dict[str, Any]) -> None:
        """Refuse dates that take an order in force out of force: it must be ended with a reason."""
        now = timezone.now()
        if not (self.instance.pk and self.instance.is_in_force(now)):
            return
        starts, ends = data.get("starts_at"), data.get("ends_at")
        for field, is_out in (
            ("starts_at", starts is not None and starts > now),
            ("ends_at", ends is not None and ends <= now),
        ):
            if is_out:
                self.add_error(field, END_INSTEAD)

    def _binds_less(self, data: dict[str, Any]) -> bool:
        """Whether the change would permit something that the order now forbids."""
        order = self.instance
        if not order.pk or order.ended_at is not None:
            return False
        everything = ReportingRestriction.Effect.EVERYTHING
        chosen = {block.value.pk for block in data.get("items") or ()}
        starts, ends = data.get("starts_at"), data.get("ends_at")
        return bool(
            data.get("gone_names")
            or (order.effect == everything and data.get("effect") != everything)
            or set(order.pages.values_list("pk", flat=True)) - chosen
            or (starts and starts > order.starts_at)
            or (ends and (order.ends_at is None or ends < order.ends_at))
        )

    def _protected(self, data: dict[str, Any]) -> Iterator[Name]:
        for words in (*(name.words for name in self._entered), *(data.get("new_names") or ())):
            yield Name(words, "", in_scope=True)

    def save(self, commit: bool = True) -> ReportingRestriction:
        """Save the order with its pages and names. The caller must provide the transaction."""
        order: ReportingRestriction = super().save(commit=commit)
        order.pages.set([chosen.value.pk for chosen in self.cleaned_data["items"]])
        for gone in self.cleaned_data.get("gone_names") or ():
            gone.delete()
        for words in self.cleaned_data["new_names"]:
            ProtectedName.objects.create(restriction=order, words=words)
        return order
